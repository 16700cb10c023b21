package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.BadEventException;
import dev.perdure.BadPlacementException;
import dev.perdure.EventTooLargeException;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Part;
import dev.perdure.Placement;
import dev.perdure.RefusedException;
import dev.perdure.RequestId;
import dev.perdure.RequestIdReusedException;
import dev.perdure.UnavailableException;
import dev.perdure.UnknownMachineTypeException;
import dev.perdure.kernel.spi.Clock;
import dev.perdure.node.Ledger.Add;
import dev.perdure.node.Ledger.AddAndTell;
import dev.perdure.node.Ledger.AskOther;
import dev.perdure.node.Ledger.Do;
import dev.perdure.node.Ledger.Event;
import dev.perdure.node.Ledger.Fail;
import dev.perdure.node.Ledger.Hold;
import dev.perdure.node.Ledger.Pass;
import dev.perdure.node.Ledger.Read;
import dev.perdure.node.Ledger.Refuse;
import dev.perdure.node.Ledger.Release;
import dev.perdure.node.Ledger.TellIn;
import dev.perdure.node.Operator.MachineEntry;
import dev.perdure.node.Operator.Page;
import dev.perdure.node.Operator.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every verb from end to end, on whatever store; all data outlives its node. */
@Timeout(180)
abstract class NodeVerbs {
  private static final MachineRef<Event> ONE = Ledger.TYPE.ref("one");
  private static final MachineRef<Event> TWO = Ledger.TYPE.ref("two");

  /** Opens a node on the data of this test. */
  abstract Node open(Part... parts);

  /** As {@link #open}, by another clock. */
  abstract Node openAt(Clock clock, Part... parts);

  private Node open() {
    return open(Ledger.definition(), Ground.echo());
  }

  private static RequestId id(String value) {
    return RequestId.of(value);
  }

  private static long total(Node node, MachineRef<Event> ledger) {
    return node.client().query(ledger, Long.class, Read::new).join();
  }

  private static @Nullable Throwable failure(CompletableFuture<?> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      return e.getCause();
    }
    throw new AssertionError("it did not fail");
  }

  @Test
  void anEventThatWasSentIsStepped() {
    try (Node node = open()) {
      node.client().send(id("r1"), ONE, new Add(5));
      assertThat(total(node, ONE)).isEqualTo(5);
    }
  }

  @Test
  void anAskIsAnsweredByTheStep() {
    try (Node node = open()) {
      CompletableFuture<Long> told =
          node.client().ask(id("r1"), ONE, Long.class, to -> new AddAndTell(7, to));
      assertThat(told.join()).isEqualTo(7);
    }
  }

  @Test
  void anAskOfAQueryIsAQuery() {
    try (Node node = open()) {
      assertThat(node.client().ask(id("r1"), ONE, Long.class, Read::new).join()).isEqualTo(0);
      node.client().send(id("r1"), ONE, new Add(1));
      assertThat(node.client().ask(id("r1"), ONE, Long.class, Read::new).join()).isEqualTo(1);
    }
  }

  @Test
  void aRefusalIsADefiniteNo() {
    try (Node node = open()) {
      assertThat(failure(node.client().ask(id("r1"), ONE, Long.class, Refuse::new)))
          .isInstanceOfSatisfying(
              RefusedException.class,
              no -> {
                assertThat(no.cause()).isEqualTo(Outcome.Cause.REFUSED);
                assertThat(no.reason()).isEqualTo("because");
              });
    }
  }

  @Test
  void whoSendsToAHaltedMachineIsToldAsWhoAsks() {
    try (Node node = open()) {
      node.client().send(id("r1"), ONE, new Add(1));
      node.operator().halt(ONE).join();
      for (String request : List.of("r2", "r2", "r3")) {
        assertThat(failure(node.client().sendAsync(id(request), ONE, new Add(1))))
            .isInstanceOfSatisfying(
                RefusedException.class,
                no -> assertThat(no.cause()).isEqualTo(Outcome.Cause.HALTED));
      }
      node.client().send(id("r1"), ONE, new Add(1)); // It was taken, and stays so.
    }
  }

  @Test
  void machinesTalkAcrossPartitions() {
    try (Node node = open()) {
      for (int i = 0; i < 20; i++) {
        node.client().send(id("p" + i), Ledger.TYPE.ref("from" + i), new Pass(TWO, 1));
        node.client()
            .ask(
                id("a" + i),
                Ledger.TYPE.ref("from" + i),
                Long.class,
                to -> new AskOther(TWO, 100, to))
            .join();
      }
      Eventually.total(node, TWO, 20 + 2_000);
    }
  }

  @Test
  void aTimerFires() {
    try (Node node = open()) {
      node.client().send(id("r1"), ONE, new Add(3));
      CompletableFuture<Long> later =
          node.client().ask(id("r2"), ONE, Long.class, to -> new TellIn(Duration.ofMillis(1), to));
      assertThat(later.join()).isEqualTo(3);
    }
  }

  @Test
  void anActivityRunsAndItsResultComesBack() {
    try (Node node = open()) {
      assertThat(node.client().ask(id("r1"), ONE, String.class, to -> new Do("it", to)).join())
          .isEqualTo("it");
    }
  }

  @Test
  void aRequestIdSentAgainIsNotSteppedAgain() {
    try (Node node = open()) {
      node.client().send(id("r1"), ONE, new Add(5));
      node.client().send(id("r1"), ONE, new Add(5));
      assertThat(total(node, ONE)).isEqualTo(5);
      CompletableFuture<Long> first =
          node.client().ask(id("r2"), ONE, Long.class, to -> new AddAndTell(1, to));
      first.join();
      node.client().send(id("r3"), ONE, new Add(10));
      CompletableFuture<Long> again =
          node.client().ask(id("r2"), ONE, Long.class, to -> new AddAndTell(1, to));
      assertThat(again.join()).isEqualTo(6);
      assertThat(total(node, ONE)).isEqualTo(16);
    }
  }

  @Test
  void aRequestSentAgainWhileItIsUnderWayWaitsForTheSameAnswer() {
    try (Node node = open()) {
      CompletableFuture<Long> first = node.client().ask(id("r1"), ONE, Long.class, Hold::new);
      CompletableFuture<Long> second = node.client().ask(id("r1"), ONE, Long.class, Hold::new);
      node.client().send(id("r2"), ONE, new Release());
      assertThat(first.join()).isEqualTo(0);
      assertThat(second.join()).isEqualTo(0);
    }
  }

  @Test
  void aRequestIdUsedForSomethingElseIsAnError() {
    try (Node node = open()) {
      node.client().send(id("r1"), ONE, new Add(5));
      assertThatThrownBy(() -> node.client().send(id("r1"), ONE, new Add(6)))
          .isInstanceOf(RequestIdReusedException.class);
      assertThat(total(node, ONE)).isEqualTo(5);
    }
  }

  @Test
  void closingAndOpeningLosesNothing() {
    try (Node node = open()) {
      node.client().send(id("r1"), ONE, new Add(5));
      node.client().ask(id("r2"), ONE, Long.class, to -> new AddAndTell(1, to)).join();
    }
    try (Node node = open()) {
      assertThat(total(node, ONE)).isEqualTo(6);
      node.client().send(id("r1"), ONE, new Add(5));
      CompletableFuture<Long> again =
          node.client().ask(id("r2"), ONE, Long.class, to -> new AddAndTell(1, to));
      assertThat(again.join()).isEqualTo(6);
      assertThat(total(node, ONE)).isEqualTo(6);
      assertThatThrownBy(() -> node.client().send(id("r1"), ONE, new Add(7)))
          .isInstanceOf(RequestIdReusedException.class);
    }
  }

  @Test
  void anAskOutlivesTheNodeByAskingAgain() {
    CompletableFuture<Long> lost;
    try (Node node = open()) {
      lost = node.client().ask(id("r1"), ONE, Long.class, Hold::new);
      node.client().sendAsync(id("r2"), ONE, new Add(1)).join(); // Deferred, so the ask stands.
      lost.cancel(true);
    }
    try (Node node = open()) {
      CompletableFuture<Long> again = node.client().ask(id("r1"), ONE, Long.class, Hold::new);
      node.client().send(id("r3"), ONE, new Release());
      assertThat(again.join()).isEqualTo(0);
    }
  }

  @Test
  void timersAndActivitiesGoOnAfterAnOpening() {
    var started = new CompletableFuture<String>();
    CompletableFuture<Long> timer;
    CompletableFuture<String> work;
    try (Node node =
        openAt(
            () -> 1_000_000, // Time stands still: the timer does not fire in this opening.
            Ledger.definition(),
            Ledger.WORK.with(
                (request, attempt) -> {
                  started.complete(attempt.idempotencyKey());
                  return new CompletableFuture<String>().get(); // Hangs until it is interrupted.
                }))) {
      timer =
          node.client().ask(id("r1"), ONE, Long.class, to -> new TellIn(Duration.ofMinutes(5), to));
      work = node.client().ask(id("r2"), TWO, String.class, to -> new Do("it", to));
      started.join();
      node.client().send(id("r3"), ONE, new Add(1)); // So the first is durable too.
      assertThat(timer).isNotDone();
      timer.cancel(true);
      work.cancel(true);
    }
    try (Node node =
        openAt(
            () -> 1_000_000 + Duration.ofMinutes(5).toMillis(),
            Ledger.definition(),
            Ledger.WORK.with((request, attempt) -> request + attempt.idempotencyKey()))) {
      assertThat(
              node.client()
                  .ask(id("r1"), ONE, Long.class, to -> new TellIn(Duration.ofMinutes(5), to))
                  .join())
          .isEqualTo(1);
      assertThat(node.client().ask(id("r2"), TWO, String.class, to -> new Do("it", to)).join())
          .isEqualTo("it" + started.join());
    }
  }

  @Test
  void whatCannotBeTakenIsRefusedAtOnce() {
    try (Node node = open()) {
      MachineType<Event> other = MachineType.of("other", Event.class);
      assertThatThrownBy(() -> node.client().send(id("r1"), other.ref("x"), new Add(1)))
          .isInstanceOf(UnknownMachineTypeException.class);
      MachineRef<Event> placed = Ledger.TYPE.ref(Placement.of("tag"), "x");
      assertThatThrownBy(() -> node.client().send(id("r1"), placed, new Add(1)))
          .isInstanceOf(BadPlacementException.class);
      assertThatThrownBy(() -> node.client().send(id("r1"), ONE, new Fail("x".repeat(2 << 20))))
          .isInstanceOfSatisfying(
              EventTooLargeException.class,
              e -> {
                assertThat(e.eventType()).isEqualTo("Fail");
                assertThat(e.sizeBytes()).isGreaterThan(2 << 20);
                assertThat(e.boundBytes()).isEqualTo(node.config().maxEventBytes());
              });
      assertThat(failure(node.client().query(ONE, Long.class, to -> new AddAndTell(1, to))))
          .isInstanceOf(BadEventException.class)
          .hasMessageContaining("no Query");
    }
  }

  @Test
  void anEventByNameAndJsonIsTheSameEvent() {
    try (Node node = open()) {
      Ingress ingress = node.ingress();
      byte[] five = "{\"amount\":5}".getBytes(StandardCharsets.UTF_8);
      ingress.send(id("r1"), "ledger", Optional.empty(), "one", "Add", five).join();
      node.client().send(id("r1"), ONE, new Add(5));
      byte[] told =
          ingress.ask(id("r2"), "ledger", Optional.empty(), "one", "AddAndTell", five).join();
      assertThat(new String(told, StandardCharsets.UTF_8)).isEqualTo("10");
      byte[] read = ingress.query("ledger", Optional.empty(), "one", "Read", new byte[0]).join();
      assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("10");
    }
  }

  @Test
  void anEventBetweenMachinesCannotComeFromOutside() {
    try (Node node = open()) {
      assertThatThrownBy(
              () ->
                  node.ingress()
                      .send(id("r1"), "ledger", Optional.empty(), "one", "Inner", new byte[0]))
          .isInstanceOf(BadEventException.class)
          .hasMessageContaining("Add, AddAndTell");
      assertThat(node.ingress().types().getFirst().events())
          .extracting(Ingress.EventInfo::name)
          .contains("Add", "Read")
          .doesNotContain("Inner");
    }
  }

  @Test
  void anOperatorSeesAMachine() {
    try (Node node = open()) {
      assertThat(node.operator().show(ONE).join()).isEmpty();
      node.client().send(id("r1"), ONE, new Add(5));
      assertThat(node.operator().show(ONE).join())
          .hasValueSatisfying(
              info -> {
                assertThat(info.status()).isEqualTo(Status.ACTIVE);
                assertThat(info.stateName()).isEqualTo("Open");
                assertThat(info.stateJson()).contains("{\"total\":5}");
              });
      assertThat(node.operator().statistics().steps()).isPositive();
    }
  }

  @Test
  void machinesAreListedPageByPageEachOnce() {
    try (Node node = open()) {
      for (int i = 0; i < 25; i++) {
        node.client().send(id("r" + i), Ledger.TYPE.ref("m" + i), new Add(1));
      }
      List<String> seen = new ArrayList<>();
      Optional<String> at = Optional.empty();
      do {
        Page<MachineEntry> page = node.operator().list("ledger", at, 4);
        page.items().forEach(entry -> seen.add(entry.machine().key()));
        at = page.next();
      } while (at.isPresent());
      assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }
  }

  @Test
  void aParkedEventIsShownReplacedAndSkipped() {
    try (Node node = open()) {
      node.client().send(id("r1"), ONE, new Fail("broken"));
      node.client().send(id("r2"), ONE, new Add(1)); // Waits behind it.
      Eventually.see(
          "parked",
          () -> node.operator().parked(Optional.empty(), 10).items(),
          parked -> !parked.isEmpty());
      assertThat(node.operator().parked(Optional.empty(), 10).items())
          .singleElement()
          .satisfies(
              parked -> {
                assertThat(parked.machine()).isEqualTo(ONE);
                assertThat(parked.reason()).contains("broken");
              });
      node.operator().replace(ONE, new Add(10)).join();
      awaitTotal11(node);
      assertThat(node.operator().parked(Optional.empty(), 10).items()).isEmpty();
    }
  }

  private static void awaitTotal11(Node node) {
    // A query is pushed back while events wait, so the state is looked at instead.
    Eventually.see(
        "state",
        () -> node.operator().show(ONE).join().orElseThrow().stateJson(),
        Optional.of("{\"total\":11}")::equals);
  }

  @Test
  void aClosedNodeRefusesAndSaysSo() {
    Node node = open();
    node.close();
    node.close();
    assertThatThrownBy(() -> node.client().send(id("r1"), ONE, new Add(1)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("closing");
    assertThat(failure(node.client().query(ONE, Long.class, Read::new)))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void closingLetsWhatIsUnderWayComeToItsEnd() {
    Node node = open();
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sent.add(node.client().sendAsync(id("r" + i), ONE, new Add(1)));
    }
    node.close();
    assertThat(sent)
        .allSatisfy(one -> assertThat(one.orTimeout(60, TimeUnit.SECONDS).join()).isNull());
    try (Node again = open()) {
      assertThat(total(again, ONE)).isEqualTo(1_000);
    }
  }
}
