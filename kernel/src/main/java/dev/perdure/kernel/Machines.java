package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.spi.RarePath;
import dev.perdure.kernel.spi.RarePaths;
import dev.perdure.kernel.spi.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The active machines of a partition: rehydrated on their next event, passivated by a bound, the
 * one not used for longest first. Used by the partition alone.
 */
final class Machines {
  private static final int PASSIVATE_TRIES = 8;
  private static final int PREFETCH = 256;

  private final Store store;
  private final int partition;
  private final Program program;
  private final PartitionConfig config;
  private final RarePaths rarePaths;
  private final Counters counters;
  private final LinkedHashMap<MachineRef<?>, ActiveMachine> active =
      new LinkedHashMap<>(1024, 0.75f, true);
  private final Map<String, CollectionTypes> collectionTypes = new LinkedHashMap<>();
  private long committedRecordNo;

  Machines(
      Store store,
      int partition,
      Program program,
      PartitionConfig config,
      RarePaths rarePaths,
      Counters counters) {
    this.store = store;
    this.partition = partition;
    this.program = program;
    this.config = config;
    this.rarePaths = rarePaths;
    this.counters = counters;
  }

  /** The machine of a ref, read from the store if need be; it may be one that never was. */
  ActiveMachine get(MachineRef<?> ref) {
    ActiveMachine machine = active.get(ref);
    if (machine != null && !(rarePaths.takes(RarePath.PASSIVATE) && canPassivate(machine))) {
      return machine;
    }
    ActiveMachine made = made(ref);
    load(made, store.get(partition, made.slot.key));
    return made;
  }

  /** The machine of a ref, if it is in memory. */
  @Nullable ActiveMachine inMemory(MachineRef<?> ref) {
    return active.get(ref);
  }

  /** Reads the machines that the next messages are for in one go. */
  void prefetch(Ready next) {
    if (next.size() < 2) {
      return;
    }
    Envelope first = next.peek();
    if (first == null || active.containsKey(first.to())) {
      return; // Where machines are hot, looking through the messages would cost more than it saves.
    }
    if (rarePaths.takes(RarePath.LOAD_ALONE)) {
      return;
    }
    Map<MachineRef<?>, ActiveMachine> missing = new LinkedHashMap<>();
    int seen = 0;
    for (Envelope envelope : next) {
      // An answer to a request is not for its machine, which would wait here for an event.
      if (!(envelope.message() instanceof Message.RequestAnswered)
          && !active.containsKey(envelope.to())) {
        missing.computeIfAbsent(envelope.to(), this::made);
      }
      if (++seen == Math.min(PREFETCH, config.maxActive())) {
        break;
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    List<byte[]> keys = new ArrayList<>(missing.size());
    missing.values().forEach(machine -> keys.add(machine.slot.key));
    List<byte @Nullable []> records = store.multiGet(partition, keys);
    int i = 0;
    for (ActiveMachine machine : missing.values()) {
      load(machine, records.get(i++));
    }
  }

  private ActiveMachine made(MachineRef<?> ref) {
    MachineKind kind = program.kindOrNull(ref.type());
    byte[] prefix = Keys.prefix(ref);
    CollectionTypes types =
        kind == null
            ? null
            : collectionTypes.computeIfAbsent(
                kind.name(),
                name -> new CollectionTypes(name, program.codec(), config.maxEventBytes()));
    return new ActiveMachine(ref, prefix, kind, types);
  }

  private void load(ActiveMachine machine, byte @Nullable [] stored) {
    counters.activations++;
    if (stored != null) {
      MachineRecord known = MachineRecord.read(stored);
      machine.load(known, known.mayHaveWork() ? mark(machine) : null);
    }
    passivate(config.maxActive() - 1);
    active.put(machine.ref, machine); // After the others went: it must not go before its step.
  }

  private boolean canPassivate(ActiveMachine machine) {
    return machine.canPassivate(committedRecordNo) && !machine.scheduled;
  }

  private @Nullable WorkMark mark(ActiveMachine machine) {
    byte[] stored = store.get(partition, Keys.of(Keys.WORK, machine.prefix));
    return stored == null ? null : WorkMark.read(stored);
  }

  /** Keeps no more than some; those that cannot go now are not the first to be asked next time. */
  private void passivate(int most) {
    for (int tries = 0; active.size() > most && tries < PASSIVATE_TRIES; tries++) {
      ActiveMachine oldest = active.pollFirstEntry().getValue();
      if (!oldest.canPassivate(committedRecordNo)) {
        active.put(oldest.ref, oldest);
      }
    }
  }

  /** Up to this record all is durable: what could not go before may go. */
  void committed(long recordNo) {
    committedRecordNo = recordNo;
    passivate(config.maxActive());
  }

  int size() {
    return active.size();
  }
}
