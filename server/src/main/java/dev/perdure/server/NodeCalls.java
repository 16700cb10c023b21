package dev.perdure.server;

import dev.perdure.MachineException;
import dev.perdure.UnavailableException;
import dev.perdure.node.Node;
import dev.perdure.node.codec.IngressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Calls the node and waits for it, each caller on a virtual thread of its own. What goes wrong in
 * the node becomes a {@link Problem}; what is nobody's fault but ours is thrown on.
 */
final class NodeCalls {
  private final Node node;
  private final Map<Thread, CompletableFuture<?>> waiting = new ConcurrentHashMap<>();
  private volatile boolean closing;

  NodeCalls(Node node) {
    this.node = node;
  }

  /**
   * What the call is about.
   *
   * @param event the durable name of the event; empty for calls without one
   * @param argument the problem that an argument is which the node does not take
   * @param over what to tell a caller whose wait is over
   */
  record About(String event, ProblemType argument, String over) {
    static About argument(ProblemType argument) {
      return new About("", argument, "the node has not answered; ask again");
    }
  }

  /** Calls the node and waits for its answer, but not longer than {@code patience}. */
  <T> T await(About about, Duration patience, Supplier<CompletableFuture<T>> call) {
    CompletableFuture<T> answer = call(about, call);
    waiting.put(Thread.currentThread(), answer);
    try {
      if (closing) throw closed();
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw translated(e, about);
    } catch (TimeoutException e) {
      throw new Problem(ProblemType.WAIT_OVER, about.over()).retryAfter(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw closed();
    } finally {
      waiting.remove(Thread.currentThread());
      // Ends the waiting in the node, and not the request.
      answer.cancel(false);
    }
  }

  /** Calls the node where it answers at once. */
  <T> T call(About about, Supplier<T> call) {
    if (closing) throw closed();
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw translated(e, about);
    }
  }

  /** How many wait for the node now. */
  int waiting() {
    return waiting.size();
  }

  /** Ends all waits; later calls are refused. */
  void close() {
    closing = true;
    UnavailableException over = new UnavailableException("the server is closing");
    waiting.values().forEach(answer -> answer.completeExceptionally(over));
  }

  private static Problem closed() {
    return Problems.unavailable("the server is closing; send again with the same Idempotency-Key");
  }

  private RuntimeException translated(Throwable thrown, About about) {
    Throwable cause = thrown;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case Problem problem -> problem;
      case MachineException e -> Problems.of(e);
      case IngressException e -> Problems.of(e, about.event());
      case IllegalArgumentException e ->
          new Problem(about.argument(), String.valueOf(e.getMessage()));
      // The machine was let go by another operator, after it was looked at.
      case IllegalStateException e when about.argument() == ProblemType.NOT_QUARANTINED ->
          new Problem(ProblemType.NOT_QUARANTINED, String.valueOf(e.getMessage()));
      default -> fault(cause);
    };
  }

  private RuntimeException fault(Throwable cause) {
    Optional<String> outage = outage();
    if (outage.isPresent()) return Problems.unavailable(outage.get());
    return new IllegalStateException("the node failed", cause);
  }

  private Optional<String> outage() {
    return node.operator().statistics().outage();
  }
}
