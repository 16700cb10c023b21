package dev.perdure.benchmarks.machines;

import dev.perdure.Definition;
import dev.perdure.DurableMap;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.util.Map;

/** Keeps entries in a durable map, and numbers the puts. */
public final class Register implements Machine<Register.State, Register.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("register", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Register::new);

  /** What an entry has, encoded, while its number has one digit. */
  public static final int ENTRY_BYTES = 200;

  /** Fills an encoded entry up. */
  private static final String PADDING = "x".repeat(ENTRY_BYTES - 24);

  private static final MapKey<Integer, Entry> ENTRIES =
      MapKey.of("entries", Integer.class, Entry.class);

  /** What a register takes. */
  public sealed interface Event {}

  /** Puts entries with the number 0 under the keys from one up to another without it. */
  public record Fill(int from, int below, ReplyTo<Integer> to) implements Event {}

  /** Puts an entry under a key and answers its number, which grows from put to put. */
  public record Put(int key, ReplyTo<Long> to) implements Event {}

  /** Answers what is there. */
  public record ReadSum(ReplyTo<Sum> to) implements Event, Query {}

  /**
   * What is there.
   *
   * @param puts how many there were
   * @param sum of the numbers of all entries, each times its key and one
   */
  public record Sum(long puts, long entries, long sum) {
    /** With one more entry. */
    public Sum plus(int key, long put) {
      return new Sum(puts, entries + 1, sum + (key + 1) * put);
    }
  }

  record State(long puts) {}

  record Entry(long put, String padding) {}

  /** One of some. */
  public static MachineRef<Event> ref(String name) {
    return TYPE.ref(name);
  }

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    DurableMap<Integer, Entry> entries = step.map(ENTRIES);
    return switch (event) {
      case Fill(var from, var below, var to) -> {
        for (int key = from; key < below; key++) {
          entries.put(key, new Entry(0, PADDING));
        }
        step.reply(to, below);
        yield state;
      }
      case Put(var key, var to) -> {
        long put = state.puts() + 1;
        entries.put(key, new Entry(put, PADDING));
        step.reply(to, put);
        yield new State(put);
      }
      case ReadSum(var to) -> {
        Sum sum = new Sum(state.puts(), 0, 0);
        for (Map.Entry<Integer, Entry> each : entries.entries()) {
          sum = sum.plus(each.getKey(), each.getValue().put());
        }
        step.reply(to, sum);
        yield state;
      }
    };
  }
}
