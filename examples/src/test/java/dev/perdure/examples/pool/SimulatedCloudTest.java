package dev.perdure.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Activity.Attempt;
import dev.perdure.examples.pool.SimulatedCloud.CloudException;
import dev.perdure.examples.pool.SimulatedCloud.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the provider promises, and how badly it behaves otherwise. */
final class SimulatedCloudTest {
  private static final VmName WEB = new VmName("web");

  private static final Trouble HALF = new Trouble(25, 25, 0, 0);

  @TempDir Path dir;

  private record Try(String idempotencyKey, int number) implements Attempt {
    @Override
    public void heartbeat() {}
  }

  @Test
  void aNameMakesOneVmHoweverOftenItIsCreated() throws Exception {
    SimulatedCloud cloud = reliable();
    VmId first = cloud.create(WEB, new Try("a", 1));
    assertThat(cloud.create(WEB, new Try("a", 2))).isEqualTo(first);
    assertThat(cloud.create(WEB, new Try("b", 1))).isEqualTo(first);
    assertThat(cloud.vms()).containsExactly(Map.entry(WEB, first));
  }

  @Test
  void aReleasedNameMakesNoVmEverAgain() throws Exception {
    SimulatedCloud cloud = reliable();
    cloud.create(WEB, new Try("a", 1));
    cloud.release(WEB, new Try("r", 1));
    cloud.release(WEB, new Try("r", 2));
    assertThatThrownBy(() -> cloud.create(WEB, new Try("a", 2)))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("released for good: web");
    assertThat(cloud.vms()).isEmpty();
  }

  @Test
  void aNameCanBeReleasedBeforeItWasEverCreated() throws Exception {
    SimulatedCloud cloud = reliable();
    cloud.release(WEB, new Try("r", 1));
    assertThatThrownBy(() -> cloud.create(WEB, new Try("a", 1))).isInstanceOf(CloudException.class);
    assertThat(cloud.vms()).isEmpty();
  }

  @Test
  void vmsAndReleasesOutliveTheProcess() throws Exception {
    VmName other = new VmName("any/key:of *ours*");
    VmId id = reliable().create(other, new Try("a", 1));
    reliable().release(WEB, new Try("r", 1));

    SimulatedCloud reopened = reliable();
    assertThat(reopened.vms()).containsExactly(Map.entry(other, id));
    assertThat(reopened.create(other, new Try("b", 1))).isEqualTo(id);
    assertThatThrownBy(() -> reopened.create(WEB, new Try("a", 1)))
        .isInstanceOf(CloudException.class);
  }

  @Test
  void aboutHalfOfTheAttemptsFail() throws Exception {
    SimulatedCloud cloud = new SimulatedCloud(dir, 7, HALF);
    int failures = 0;
    for (int i = 0; i < 1_000; i++) {
      try {
        cloud.create(new VmName("vm" + i), new Try("key" + i, 1));
      } catch (CloudException expected) {
        failures++;
      }
    }
    assertThat(failures).isBetween(400, 600);
  }

  @Test
  void aLostAnswerIsToWorkThatWasDone() throws Exception {
    SimulatedCloud cloud = new SimulatedCloud(dir, 7, new Trouble(0, 100, 0, 0));
    assertThatThrownBy(() -> cloud.create(WEB, new Try("a", 1)))
        .isInstanceOf(CloudException.class)
        .hasMessage("the answer got lost");
    assertThat(cloud.vms()).containsOnlyKeys(WEB);
    assertThatThrownBy(() -> cloud.release(WEB, new Try("r", 1)))
        .isInstanceOf(CloudException.class);
    assertThat(cloud.vms()).isEmpty();
  }

  @Test
  void aLostRequestIsNeverDone() throws Exception {
    SimulatedCloud cloud = new SimulatedCloud(dir, 7, new Trouble(100, 0, 0, 0));
    assertThatThrownBy(() -> cloud.create(WEB, new Try("a", 1)))
        .isInstanceOf(CloudException.class)
        .hasMessage("the request got lost");
    assertThat(cloud.vms()).isEmpty();
  }

  @Test
  void theSameAttemptMeetsTheSameLuck() throws Exception {
    List<Boolean> first = lucks(new SimulatedCloud(dir.resolve("1"), 7, HALF));
    List<Boolean> again = lucks(new SimulatedCloud(dir.resolve("2"), 7, HALF));
    List<Boolean> other = lucks(new SimulatedCloud(dir.resolve("3"), 8, HALF));
    assertThat(again).isEqualTo(first).isNotEqualTo(other);
  }

  @Test
  void aRequestThatHungArrivesLateAndMakesItsVm() throws Exception {
    SimulatedCloud cloud = withOneHungCreate();
    assertThat(cloud.vms()).isEmpty();

    VmName db = new VmName("db");
    cloud.create(db, attempt(cloud, luck -> luck == 99));
    assertThat(cloud.vms()).containsOnlyKeys(WEB, db);
  }

  @Test
  void aRequestThatHungIsRefusedWhenItArrivesAfterTheRelease() throws Exception {
    SimulatedCloud cloud = withOneHungCreate();
    reliable().release(WEB, new Try("r", 1));

    VmName db = new VmName("db");
    cloud.create(db, attempt(cloud, luck -> luck == 99));
    assertThat(cloud.vms()).containsOnlyKeys(db);
  }

  @Test
  void anAttemptThatWasGivenUpAnswersWhenTheCallIsAttemptedAgain() throws Exception {
    SimulatedCloud cloud = new SimulatedCloud(dir, 7, new Trouble(0, 0, 0, 50));
    IntPredicate isDouble = luck -> luck < 50;
    Try first = attempt(cloud, isDouble);
    Try next =
        IntStream.iterate(2, number -> number + 1)
            .mapToObj(number -> new Try(first.idempotencyKey(), number))
            .filter(later -> !isDouble.test(cloud.luck(later)))
            .findFirst()
            .orElseThrow();
    FutureTask<VmId> held = new FutureTask<>(() -> cloud.create(WEB, first));
    Thread attempt = Thread.startVirtualThread(held);
    while (!cloud.vms().containsKey(WEB)) Thread.onSpinWait();
    attempt.interrupt();
    assertThat(cloud.answeredTwice()).isZero();

    VmId answer = cloud.create(WEB, next);
    while (cloud.answeredTwice() == 0) {
      // The first was not held yet: it had only done its work.
      assertThat(cloud.create(WEB, next)).isEqualTo(answer);
    }
    assertThat(held.get()).isEqualTo(answer);
    assertThat(cloud.answeredTwice()).isEqualTo(1);
    assertThat(cloud.vms()).containsExactly(Map.entry(WEB, answer));
  }

  @Test
  void createAndReleaseOfOneNameAtOnceLeaveNothing() throws Exception {
    SimulatedCloud cloud = reliable();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        VmName name = new VmName("vm" + i);
        for (int number = 1; number <= 3; number++) {
          Try attempt = new Try("key" + i, number);
          work.add(() -> created(cloud, name, attempt));
        }
        Try release = new Try("release" + i, 1);
        work.add(() -> cloud.release(name, release).equals(new VmManager.Gone()));
      }
      for (Future<Boolean> done : threads.invokeAll(work)) done.get();
    }
    assertThat(cloud.vms()).isEmpty();
  }

  private SimulatedCloud reliable() throws IOException {
    return new SimulatedCloud(dir, 0, Trouble.NONE);
  }

  private static boolean created(SimulatedCloud cloud, VmName name, Try attempt) throws Exception {
    try {
      cloud.create(name, attempt);
      return true;
    } catch (CloudException releasedBefore) {
      return false;
    }
  }

  /** A create of {@link #WEB} that hung, was interrupted, and is still on its way. */
  private SimulatedCloud withOneHungCreate() throws IOException {
    SimulatedCloud cloud = new SimulatedCloud(dir, 7, Trouble.USUAL);
    Try hanging = attempt(cloud, luck -> luck < Trouble.USUAL.hangs());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> cloud.create(WEB, hanging)).isInstanceOf(InterruptedException.class);
    return cloud;
  }

  private static Try attempt(SimulatedCloud cloud, IntPredicate luck) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> new Try("key" + i, 1))
        .filter(attempt -> luck.test(cloud.luck(attempt)))
        .findFirst()
        .orElseThrow();
  }

  private static List<Boolean> lucks(SimulatedCloud cloud) throws Exception {
    List<Boolean> lucks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lucks.add(created(cloud, new VmName("vm" + i), new Try("key" + i, 1)));
    }
    return lucks;
  }
}
