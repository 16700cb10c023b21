package dev.perdure.node;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.OverloadedException;
import dev.perdure.RequestId;
import dev.perdure.UnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits for what must come. When it does not come for far longer than it could take anywhere, that
 * fails with what was seen instead.
 */
final class Eventually {
  private static final long FAR_AWAY_SECONDS = 60;

  private Eventually() {}

  /** What was looked for, by looking until it is there. */
  static <T> T see(String what, Supplier<T> look, Predicate<T> wanted) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(FAR_AWAY_SECONDS);
    while (true) {
      T seen = look.get();
      if (wanted.test(seen)) return seen;
      if (System.nanoTime() > until) {
        throw new AssertionError(
            "%s: after %d s there is only %s".formatted(what, FAR_AWAY_SECONDS, seen));
      }
      Thread.onSpinWait();
    }
  }

  /** Asks for the total until it is what it comes to. */
  static void total(Node node, MachineRef<Ledger.Event> ledger, long expected) {
    see("total of " + ledger, () -> look(node, ledger), String.valueOf(expected)::equals);
  }

  private static String look(Node node, MachineRef<Ledger.Event> ledger) {
    try {
      return "" + node.client().query(ledger, Long.class, Ledger.Read::new).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OverloadedException pushedBack) {
        return String.valueOf(pushedBack.getMessage());
      }
      throw e;
    }
  }

  /** Sends again under the same id, as a caller does, until it is taken. */
  static <E> void send(Client client, RequestId id, MachineRef<E> to, E event) {
    see(
        "taking of " + id,
        () -> {
          try {
            client.send(id, to, event);
            return "taken";
          } catch (UnavailableException | OverloadedException e) {
            return String.valueOf(e.getMessage());
          }
        },
        "taken"::equals);
  }
}
