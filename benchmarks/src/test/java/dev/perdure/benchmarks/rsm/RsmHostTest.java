package dev.perdure.benchmarks.rsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.machines.RingMember;
import dev.perdure.benchmarks.machines.RingMember.Tally;
import dev.perdure.benchmarks.stores.WatchedStore;
import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Write;
import dev.perdure.store.MemoryStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The baseline keeps what it promises, wherever it dies: else it would be measured for nothing. */
@Timeout(120)
final class RsmHostTest {
  private static final int PARTITIONS = 2;
  private static final List<String> MEMBERS = List.of("0", "1", "2");

  /** So many commits a token goes round more than once. */
  private static final int DEATHS = 24;

  /** How often one asks whether a token has come to rest before it counts as lost. */
  private static final int PATIENCE = 200;

  /** A commit that is not done, and after that none is. */
  private static Store dying(Store store, int atCommit, boolean written) {
    AtomicInteger commits = new AtomicInteger();
    return new WatchedStore(
        store,
        group -> {
          int number = commits.incrementAndGet();
          if (number < atCommit) return store.commit(group);
          if (number == atCommit && written) store.commit(group);
          return new CommitOutcome.Unknown("dead", new IllegalStateException("dead"));
        });
  }

  /** A store that forgets the writes of a key space. */
  private static Store forgetting(Store store, char space) {
    return new WatchedStore(
        store,
        group ->
            store.commit(
                group.stream()
                    .map(
                        batch ->
                            new Batch(
                                batch.partition(),
                                batch.epoch(),
                                batch.batchNo(),
                                batch.bookkeeping(),
                                batch.writes().stream()
                                    .filter(
                                        write ->
                                            !(write instanceof Write.Put(var key, _)
                                                && key[0] == space))
                                    .toList(),
                                batch.inbox()))
                    .toList()));
  }

  private static RsmHost open(Store store, Syncs syncs) {
    return new RsmHost(store, PARTITIONS, RingMember.DEFINITION, syncs);
  }

  private static void join(RsmHost host) {
    host.create(MEMBERS);
    for (int i = 0; i < MEMBERS.size(); i++) {
      MachineRef<RingMember.Event> next =
          RingMember.TYPE.ref(MEMBERS.get((i + 1) % MEMBERS.size()));
      host.ask(MEMBERS.get(i), Boolean.class, to -> new RingMember.Join(next, to)).join();
    }
  }

  private static void stop(RsmHost host, String member) {
    host.ask(member, Boolean.class, RingMember.Stop::new).join();
  }

  private static Tally tally(RsmHost host) {
    long taken = 0;
    long kept = 0;
    long hops = 0;
    for (String member : MEMBERS) {
      Tally one = host.ask(member, Tally.class, RingMember.ReadTally::new).join();
      taken += one.taken();
      kept += one.kept();
      hops += one.hopsOfKept();
    }
    return new Tally(taken, kept, hops);
  }

  /** Has a token go round until the process dies at a commit; whether all is exact after that. */
  private static boolean survives(Store store, int atCommit, boolean written, Syncs syncs) {
    try (RsmHost host = open(store, syncs)) {
      join(host);
      host.send("0", new RingMember.Token(0));
    }
    try (RsmHost host = open(dying(store, atCommit, written), syncs)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  tally(host);
                }
              })
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("dead");
    }
    try (RsmHost host = open(store, syncs)) {
      MEMBERS.forEach(member -> stop(host, member));
      Tally tally = tally(host);
      for (int i = 0; i < PATIENCE && tally.kept() == 0; i++) {
        tally = tally(host);
      }
      return tally.kept() == 1 && tally.taken() == tally.hopsOfKept();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereverItDiesEachTokenGoesOnExactlyOnce(Syncs syncs) {
    for (int atCommit = 1; atCommit <= DEATHS; atCommit++) {
      for (boolean written : new boolean[] {false, true}) {
        assertThat(survives(new MemoryStore(PARTITIONS), atCommit, written, syncs))
            .as("after death at commit %d, written: %s", atCommit, written)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {Keys.SENT, Keys.RECEIVED, Keys.INBOX, Keys.OUTBOX})
  void thePlantedBugThatSomethingIsNotDurableShows(char space) {
    assertThat(
            IntStream.rangeClosed(1, DEATHS)
                .allMatch(
                    atCommit ->
                        survives(
                            forgetting(new MemoryStore(PARTITIONS), space),
                            atCommit,
                            true,
                            Syncs.EACH)))
        .isFalse();
  }

  @Test
  void whatComesAgainIsDroppedAndSoIsWhatIsNotTheNext() {
    try (RsmHost host = open(new MemoryStore(PARTITIONS), Syncs.EACH)) {
      join(host);
      stop(host, "1");
      byte[] token = host.values().events().encode(new RingMember.Token(0));
      for (long tag : new long[] {1, 1, 3, 2, 1}) {
        CompletableFuture<Boolean> returned = new CompletableFuture<>();
        host.machine("1").receive("7", tag, token, () -> returned.complete(true));
        assertThat(returned.join()).isTrue();
      }
      assertThat(tally(host).kept()).isEqualTo(2);
    }
  }

  /** From outside, the first handling; then the call and the removal; then the last handling. */
  @ParameterizedTest
  @CsvSource({"1, 3", "2, 5"})
  void eachTransactionIsACommit(int partitions, int expected) {
    AtomicInteger commits = new AtomicInteger();
    MemoryStore memory = new MemoryStore(partitions);
    Store store =
        new WatchedStore(
            memory,
            group -> {
              commits.incrementAndGet();
              return memory.commit(group);
            });
    try (RsmHost host = new RsmHost(store, partitions, RingMember.DEFINITION, Syncs.EACH)) {
      join(host);
      stop(host, "1");
      commits.set(0);
      host.send("0", new RingMember.Token(0));
      while (commits.get() < expected) {
        Thread.onSpinWait();
      }
    }
    assertThat(commits).hasValue(expected);
  }

  @ParameterizedTest
  @EnumSource
  void countersAddUp(Syncs syncs) {
    MemoryStore store = new MemoryStore(PARTITIONS);
    try (RsmHost host = new RsmHost(store, PARTITIONS, Counter.DEFINITION, syncs)) {
      host.create(List.of("0"));
      CompletableFuture<?>[] all =
          IntStream.range(0, 100)
              .mapToObj(_ -> host.ask("0", Long.class, to -> new Counter.Add(2, to)))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(all).join();
    }
    try (RsmHost host = new RsmHost(store, PARTITIONS, Counter.DEFINITION, syncs)) {
      assertThat(host.ask("0", Long.class, Counter.ReadSum::new).join()).isEqualTo(200);
    }
  }
}
