package dev.perdure.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SlowCallersTest {
  @Test
  void aTransferThatTakesTooLongIsInterruptedAndWhatFollowsItIsNot() {
    try (SlowCallers slow = new SlowCallers(Duration.ofMillis(1))) {
      slow.begin();
      while (!Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
      slow.end();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }
}
