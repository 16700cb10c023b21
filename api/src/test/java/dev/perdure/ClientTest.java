package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The waiting that {@link Client} itself does. */
class ClientTest {
  record Event() {}

  private static final MachineRef<Event> MACHINE = MachineType.of("order", Event.class).ref("7");
  private static final RequestId ID = RequestId.of("r-1");
  private static final Duration HOUR = Duration.ofHours(1);

  private final CompletableFuture<Void> sent = new CompletableFuture<>();
  private final Client client = new OneFuture(sent);

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void sendReturnsWhenTheEventIsDurable() {
    sent.complete(null);
    assertThatCode(() -> client.send(ID, MACHINE, new Event())).doesNotThrowAnyException();
    assertThatCode(() -> client.send(ID, MACHINE, new Event(), HOUR)).doesNotThrowAnyException();
  }

  @Test
  void sendThrowsWhatTheRequestCompletedWith() {
    OverloadedException full = new OverloadedException(Duration.ZERO, "partition 3 is full");
    sent.completeExceptionally(full);
    assertThatThrownBy(() -> client.send(ID, MACHINE, new Event())).isSameAs(full);
    assertThatThrownBy(() -> client.send(ID, MACHINE, new Event(), HOUR)).isSameAs(full);
  }

  @Test
  void aFailureThatIsNoExceptionOfOursLeavesTheOutcomeUnknown() {
    Error broken = new StackOverflowError();
    sent.completeExceptionally(broken);
    assertThatThrownBy(() -> client.send(ID, MACHINE, new Event()))
        .isInstanceOf(UnavailableException.class)
        .hasRootCause(broken);
  }

  @Test
  void outOfTimeLeavesTheOutcomeUnknownAndTheRequestUnderWay() {
    assertThatThrownBy(() -> client.send(ID, MACHINE, new Event(), Duration.ofNanos(1)))
        .isInstanceOf(UnavailableException.class)
        .hasMessage(
            "not durable within PT0.000000001S; the outcome is unknown: send again with the same"
                + " request id")
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(sent.isDone()).isFalse();
  }

  @Test
  void anInterruptedSenderKeepsItsInterrupt() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> client.send(ID, MACHINE, new Event()))
        .isInstanceOf(UnavailableException.class)
        .hasMessageStartingWith("interrupted");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThatThrownBy(() -> client.send(ID, MACHINE, new Event(), HOUR))
        .isInstanceOf(UnavailableException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void aTimeoutIsLongerThanZero() {
    assertThatThrownBy(() -> client.send(ID, MACHINE, new Event(), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout must be longer than zero: PT0S");
  }

  /** A client whose one request is finished by the test. */
  private record OneFuture(CompletableFuture<Void> sent) implements Client {
    @Override
    public <F> CompletableFuture<Void> sendAsync(RequestId id, MachineRef<? super F> to, F event) {
      return sent;
    }

    @Override
    public <F, R> CompletableFuture<R> ask(
        RequestId id, MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
      return new CompletableFuture<>();
    }

    @Override
    public <F, R> CompletableFuture<R> query(
        MachineRef<F> to, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
      return new CompletableFuture<>();
    }
  }
}
