package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.spi.Cursor;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the activity calls of a partition: a bounded number at a time, each after its commit.
 * The others wait as pending calls in the store and are found by going on with a scan. Used by the
 * partition alone.
 */
final class Calls {
  private final Uncommitted keys;
  private final int bound;

  /** What the ids of calls begin with that were made since the opening. */
  private final String ownIds;

  private final Set<String> running = new LinkedHashSet<>();

  /** Pending calls from this key on may be neither running nor done; null when there are none. */
  private byte @Nullable [] unstarted = Keys.space(Keys.CALL);

  Calls(Uncommitted keys, int bound, String ownIds) {
    this.keys = keys;
    this.bound = bound;
    this.ownIds = ownIds;
  }

  /** A call of a step that is being made; it is run when the step is durable. */
  void started(ActivityCall call, Draft draft) {
    draft.call(call);
  }

  /** The step stands: its calls are handed out with it, or later. */
  void publish(Draft draft) {
    for (ActivityCall call : draft.calls) {
      if (running.size() < bound && running.add(call.callId())) {
        draft.output(new Output.RunCall(call));
      } else {
        byte[] key = Keys.call(Keys.CALL, Keys.prefix(call.caller()), call.callId());
        byte[] from = unstarted;
        if (from == null || Arrays.compareUnsigned(key, from) < 0) {
          unstarted = key;
        }
      }
    }
  }

  /** A call has come back, whatever became of its answer. */
  void finished(String callId) {
    running.remove(callId);
  }

  boolean hasUnstarted() {
    return unstarted != null && running.size() < bound;
  }

  /** Goes on with the scan; adds what there is room for to the draft's outputs. */
  void startMore(Draft draft) {
    byte[] from = unstarted;
    if (from == null) {
      return;
    }
    unstarted = null;
    try (Cursor cursor = keys.scan(from, Keys.endOfSpace(Keys.CALL))) {
      while (cursor.next()) {
        if (running.size() >= bound) {
          unstarted = cursor.key();
          return;
        }
        ByteReader key = new ByteReader(cursor.key(), 1);
        MachineRef<?> caller = Keys.ref(key);
        String callId = key.keyText();
        PendingCall pending = PendingCall.read(cursor.value());
        if (running.add(callId)) {
          boolean mayHaveRun = !callId.startsWith(ownIds);
          draft.output(
              new Output.RunCall(
                  new ActivityCall(
                      caller, callId, pending.activity(), pending.request(), callId, mayHaveRun)));
        }
      }
    }
  }
}
