package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Outcome.Cause;
import dev.perdure.Outcome.Done;
import dev.perdure.Outcome.Failed;
import dev.perdure.Outcome.NotDone;
import dev.perdure.Outcome.Unknown;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void noIsToldFromDoNotKnow() {
    assertThat(told(new Done<>(7))).isEqualTo("done 7");
    assertThat(told(new Failed<>(Cause.REFUSED, "closed"))).isEqualTo("no, REFUSED: closed");
    assertThat(told(new Unknown<>("PT5S are over"))).isEqualTo("unknown: PT5S are over");
  }

  @Test
  void bothKindsOfNoResultHaveAReason() {
    NotDone<Integer> failed = new Failed<>(Cause.ERROR, "");
    NotDone<Integer> unknown = new Unknown<>("lost");
    assertThat(failed.reason()).isEmpty();
    assertThat(unknown.reason()).isEqualTo("lost");
  }

  @Test
  @SuppressWarnings("NullAway") // what callers outside null-checked code can do
  void nothingIsMissing() {
    assertThatThrownBy(() -> new Done<String>(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("value of a Done");
    assertThatThrownBy(() -> new Unknown<String>(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("reason of an Unknown");
  }

  private static String told(Outcome<Integer> outcome) {
    return switch (outcome) {
      case Done(var value) -> "done " + value;
      case Failed(var cause, var reason) -> "no, " + cause + ": " + reason;
      case Unknown(var reason) -> "unknown: " + reason;
    };
  }
}
