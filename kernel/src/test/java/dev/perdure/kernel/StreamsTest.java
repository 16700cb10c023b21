package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.CommitStream.Progress;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Do;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.State;
import dev.perdure.kernel.SimStore.Fault;
import dev.perdure.kernel.spi.CommitOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The streams of messages between partitions: exactly once and in order, whatever happens. */
final class StreamsTest {
  private static final int MACHINES = 6;

  /** Sends {@code hops:word} on to the machine named behind the colons, and logs what ends here. */
  private static final Definition<State, Event> RELAYING =
      machine(
          "m",
          (state, event, step) -> {
            int colon = event.word().indexOf(':');
            if (colon < 0) {
              return state.and(event);
            }
            String to = event.word().substring(0, colon);
            step.send(at(to), new Do(event.word().substring(colon + 1)));
            return state;
          });

  private static MachineRef<Event> at(String key) {
    return Script.type("m").ref(key);
  }

  private static final List<String> KEYS =
      IntStream.range(0, MACHINES).mapToObj(i -> "k" + i).toList();

  @Test
  void anEventBetweenStoresIsSteppedExactlyOnceThoughTheTransportLosesAndRepeats() {
    onSeeds(
        40,
        seed -> {
          KernelHarness kernel = on(seed, 4, 2);
          kernel.transport.unreliable(0.3, 0.3);
          List<String> words = IntStream.range(0, 30).mapToObj(i -> "w" + i).toList();
          for (String word : words) {
            kernel.send(word, at("k0"), "k1:k2:k3:" + word);
            kernel.turns(5);
          }
          kernel.advance(ofMinutes(5));
          assertThat(log(kernel, at("k3"))).isEqualTo(words);
          assertEmpty(kernel);
        });
  }

  /** An acknowledgement that got lost must not make the source repeat for ever. */
  @Test
  void aLostAcknowledgementIsGivenAgain() {
    KernelHarness kernel = on(1, 4, 2);
    kernel.transport.unreliable(0.9, 0);
    kernel.send("r1", at("k0"), "k1:k2:k3:k4:k5:a");
    kernel.advance(ofMinutes(50));
    assertThat(log(kernel, at("k5"))).containsExactly("a");
    kernel.transport.unreliable(0, 0);
    kernel.advance(ofMinutes(1));
    assertEmpty(kernel);
    assertThat(kernel.nextDueMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theOutboxOutlivesACrashBetweenCommitAndSend() {
    KernelHarness kernel = on(1, 4, 2);
    kernel.transport.unreliable(1, 0);
    kernel.send("r1", at("k0"), "k1:k2:k3:k4:k5:a");
    kernel.run();
    kernel.crash();
    kernel.transport.unreliable(0, 0);
    kernel.advance(ofMinutes(5));
    assertThat(log(kernel, at("k5"))).containsExactly("a");
    assertEmpty(kernel);
  }

  // ---- how fast, and how much at once
  // ------------------------------------------------------------

  /** Sends as many messages as the event says to a machine in another store. */
  private static final Definition<State, Event> FANNING =
      machine(
          "m",
          (state, event, step) -> {
            if (!event.word().startsWith("fan ")) {
              return state.and(event);
            }
            int number = Integer.parseInt(event.word().substring(4));
            for (int i = 0; i < number; i++) {
              step.send(at("k1"), new Do("n" + i));
            }
            return state;
          });

  private static List<String> fan(int number) {
    return IntStream.range(0, number).mapToObj(i -> "n" + i).toList();
  }

  /** With one partition on each of two stores, a machine apart from {@code k1}. */
  private static final MachineRef<Event> APART = apart();

  private static MachineRef<Event> apart() {
    Placements two = new Placements(2);
    return KEYS.stream()
        .map(StreamsTest::at)
        .filter(one -> two.partitionOf(one) != two.partitionOf(at("k1")))
        .findFirst()
        .orElseThrow();
  }

  private static KernelHarness fanning(PartitionConfig config) {
    return new KernelHarness(Settings.standard().partitions(2).stores(2).config(config), FANNING);
  }

  private static int unacknowledged(KernelHarness kernel) {
    int left = 0;
    for (var segment : kernel.storeOf(APART).space(kernel.placeOf(APART), Keys.OUTBOX)) {
      left +=
          Segment.readRaw(segment.getValue(), 0, Integer.MAX_VALUE, Long.MAX_VALUE)
              .messages()
              .size();
    }
    return left;
  }

  /** What came up in an outage goes while as much comes up as before. */
  @Test
  void aBacklogBetweenStoresDrains() {
    Definition<State, Event> flood =
        machine(
            "m",
            (state, event, step) -> {
              if (event.is("flood")) {
                for (int i = 0; i < 20; i++) {
                  step.send(at("k1"), new Do("x"));
                }
              }
              return state;
            });
    KernelHarness kernel = new KernelHarness(Settings.standard().partitions(2).stores(2), flood);
    int requests = 0;
    for (int tenth = 0; tenth < 30; tenth++) { // 250 steps with 5,000 messages a second.
      boolean outage = tenth >= 5 && tenth < 15;
      kernel.transport.unreliable(outage ? 1 : 0, 0);
      for (int i = 0; i < 25; i++) {
        kernel.send("r" + requests++, APART, "flood");
      }
      kernel.advance(ofMillis(100));
      if (tenth == 14) {
        assertThat(unacknowledged(kernel)).isGreaterThan(4_000);
      }
    }
    assertThat(unacknowledged(kernel)).isLessThan(500);
  }

  @Test
  void moreThanAFrameHoldsArrivesInItsOrder() {
    int number = 3 * OutboundStreams.MESSAGES_PER_FRAME + 1;
    KernelHarness kernel = fanning(PartitionConfig.standard());
    kernel.transport.unreliable(1, 0);
    kernel.send("r1", APART, "fan " + number);
    kernel.run();
    kernel.crash();
    kernel.transport.unreliable(0, 0);
    kernel.advance(ofSeconds(10));
    assertThat(log(kernel, at("k1"))).isEqualTo(fan(number));
    assertThat(kernel.transport.largestFrame()).isEqualTo(OutboundStreams.MESSAGES_PER_FRAME);
    assertEmpty(kernel);
  }

  @Test
  void aTargetThatIsSilentIsNotFlooded() {
    KernelHarness kernel = fanning(PartitionConfig.standard());
    kernel.transport.unreliable(1, 0);
    kernel.send("r1", APART, "fan 5000");
    kernel.advance(ofMinutes(10));
    assertThat(kernel.transport.messages()).isBetween(1_000L, 3_000L);
    assertThat(unacknowledged(kernel)).isEqualTo(5_000);
  }

  /** Though no time passes: what it let go is sent again as soon as it has room. */
  @Test
  void aTargetWithoutRoomIsSentTheRestWhenItHasSome() {
    KernelHarness kernel = fanning(tiny());
    kernel.send("r1", APART, "fan 300");
    kernel.run();
    assertThat(log(kernel, at("k1"))).isEqualTo(fan(300));
    assertEmpty(kernel);
    assertThat(kernel.transport.messages()).as("most of them let go").isLessThan(20 * 300L);
  }

  @Test
  void everyHistoryWithFaultsEndsAsOneWithout() {
    onSeeds(
        150,
        seed -> {
          int stores = 1 + (int) (seed % 3);
          KernelHarness kernel = on(seed, 2 * stores, stores, tiny());
          SplittableRandom random = new SplittableRandom(seed);
          if (seed % 2 == 0) {
            kernel.handOverOutOfOrder();
          }
          kernel.transport.unreliable(0.1, 0.1);
          Map<String, List<String>> expected = new LinkedHashMap<>();
          List<String> pending = new ArrayList<>();
          List<String> events = new ArrayList<>();
          for (int i = 0; i < 40; i++) {
            String to = KEYS.get(random.nextInt(MACHINES));
            String over = KEYS.get(random.nextInt(MACHINES));
            events.add(over + ":" + to + ":w" + i);
            expected.computeIfAbsent(to, _ -> new ArrayList<>()).add("w" + i);
            pending.add("w" + i);
          }
          Map<String, Reply> replies = new LinkedHashMap<>();
          while (!pending.isEmpty()) {
            String word = pending.get(random.nextInt(Math.min(3, pending.size())));
            replies.put(
                word, kernel.send(word, at("k0"), events.get(Integer.parseInt(word.substring(1)))));
            kernel.turns(random.nextInt(40));
            switch (random.nextInt(8)) {
              case 0 -> kernel.crash();
              case 1 -> kernel.crash(random.nextInt(stores));
              case 2 -> kernel.stores.get(random.nextInt(stores)).fail(Fault.UNKNOWN_LOST);
              case 3 -> kernel.stores.get(random.nextInt(stores)).fail(Fault.UNKNOWN_WRITTEN);
              default -> {}
            }
            pending.removeIf(
                one -> {
                  Reply reply = replies.get(one);
                  return reply != null
                      && reply.isAnswered()
                      && reply.answer() instanceof Answer.Accepted;
                });
          }
          kernel.advance(ofSeconds(1_000));
          for (String key : KEYS) {
            List<String> wanted = expected.getOrDefault(key, List.of());
            List<String> found = wanted.isEmpty() ? List.of() : log(kernel, at(key));
            assertThat(found).as(key).containsExactlyInAnyOrderElementsOf(wanted);
          }
          assertEmpty(kernel);
        });
  }

  @Test
  void aReceiverWithoutRoomReadsItsInboxLater() {
    onSeeds(
        20,
        seed -> {
          KernelHarness kernel = on(seed, 3, 1, tiny());
          Definition<State, Event> fanning =
              machine(
                  "m",
                  (state, event, step) -> {
                    if (event.is("fan")) {
                      for (int i = 0; i < 200; i++) {
                        step.send(at("k1"), new Do("n" + i));
                      }
                      return state;
                    }
                    return state.and(event);
                  });
          kernel.redeploy(fanning);
          kernel.send("r1", at("k0"), "fan");
          kernel.run();
          assertThat(log(kernel, at("k1")))
              .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "n" + i).toList());
          assertEmpty(kernel);
        });
  }

  /** G9: what waits for a machine that lags does not hold the segments that brought it. */
  @Test
  void aQuarantinedMachineKeepsNoSegment() {
    KernelHarness kernel =
        new KernelHarness(
            Settings.standard().partitions(2),
            RELAYING,
            machine(
                "bad",
                (state, event, step) -> {
                  throw new IllegalStateException("injected");
                }),
            machine(
                "from",
                (state, event, step) -> {
                  step.send(Script.ref("bad"), new Do("x"));
                  return state;
                }));
    for (int i = 0; i < 20; i++) {
      kernel.send("r" + i, Script.ref("from"), "go");
      kernel.advance(ofSeconds(20));
    }
    assertThat(kernel.view(Script.ref("bad")).waiting()).isEqualTo(20);
    assertThat(kernel.stores.getFirst().size(Keys.INBOX)).isZero();
  }

  /** Rule 4 of the runtime: an event sent and stepped within one batch is never written. */
  @Test
  void anEventSentAndSteppedWithinOneBatchIsNeverWritten() {
    KernelHarness kernel = on(1, 1, 1);
    kernel.send("r1", at("k0"), "k1:k2:a");
    while (kernel.work(at("k0"), 10) > 0) {}
    kernel.commit(0);
    assertThat(kernel.stores.getFirst().commits()).isEqualTo(1);
    assertThat(kernel.stores.getFirst().size(Keys.INBOX)).isZero();
    kernel.crash();
    assertThat(log(kernel, at("k2"))).containsExactly("a");
  }

  // ---- owners -----------------------------------------------------------------------------------

  /** G7: the old owner steps, and can neither commit nor release what it put out. */
  @Test
  void aZombieCanNeitherCommitNorReleaseOutput() {
    KernelHarness kernel = on(1, 1, 1);
    kernel.send("r1", at("k0"), "a");
    kernel.run();
    SimNode zombie = kernel.usurp(0);
    Reply reply = new Reply();
    zombie
        .partition(0)
        .request(kernel.clientRequest("r2", at("k0"), new Do("zombie's"), false, reply));
    zombie.work(0, 10);
    Progress progress = zombie.commit();
    assertThat(progress).isInstanceOf(Progress.Failed.class);
    assertThat(((Progress.Failed) progress).outcome()).isInstanceOf(CommitOutcome.Fenced.class);
    assertThat(reply.isAnswered()).isFalse();
    kernel.run();
    assertThat(log(kernel, at("k0"))).containsExactly("a");
  }

  /** G7: what a zombie reads may be old, though nothing is to be committed for it. */
  @Test
  void aZombieAnswersNoQuery() {
    KernelHarness kernel = on(1, 1, 1);
    kernel.send("r1", at("k0"), "a");
    kernel.run();
    SimNode zombie = kernel.usurp(0);
    kernel.send("r2", at("k0"), "b");
    kernel.run();
    Reply reply = new Reply();
    String address = new ReplyAddress.OfQuery(at("k0")).toText();
    Script.Look look = new Script.Look("log", new ReplyTo<>(address));
    zombie.partition(0).request(kernel.clientRequest("", at("k0"), look, true, reply));
    zombie.work(0, 10);
    Progress progress = zombie.commit();
    assertThat(progress).isInstanceOf(Progress.Failed.class);
    assertThat(((Progress.Failed) progress).outcome()).isInstanceOf(CommitOutcome.Fenced.class);
    assertThat(reply.isAnswered()).isFalse();
  }

  @Test
  void nothingOfAFailedCommitIsReleased() {
    KernelHarness kernel = on(1, 1, 1);
    kernel.stores.getFirst().fail(Fault.UNKNOWN_LOST);
    Reply reply = kernel.send("r1", at("k0"), "a");
    kernel.run();
    assertThat(reply.isAnswered()).isFalse();
    assertThat(kernel.failedCommits()).isEqualTo(1);
    assertThat(kernel.exists(at("k0"))).isFalse();
  }

  private static KernelHarness on(long seed, int partitions, int stores) {
    return on(seed, partitions, stores, PartitionConfig.standard());
  }

  private static KernelHarness on(long seed, int partitions, int stores, PartitionConfig config) {
    return new KernelHarness(
        Settings.standard().partitions(partitions).stores(stores).seed(seed).config(config),
        RELAYING);
  }

  private static PartitionConfig tiny() {
    return new PartitionConfig(1 << 20, 1 << 20, 4, 6, 2, 2, 5, 86_400_000, 2, 1 << 24);
  }

  private static void assertEmpty(KernelHarness kernel) {
    for (SimStore store : kernel.stores) {
      assertThat(store.size(Keys.INBOX)).as("inbox segments left").isZero();
      assertThat(store.size(Keys.OUTBOX)).as("outbox segments left").isZero();
      assertThat(store.size(Keys.WAITING, Keys.WORK)).as("events left in mailboxes").isZero();
    }
  }
}
