package dev.perdure.testing.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.RefusedException;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Asking and waiting for the answer: in circles, and of a machine that ends. */
final class AskingTest {
  private static final int SEEDS = 100;
  private static final MachineRef<Caller.Event> A = Caller.TYPE.ref("a");

  private static void play(Scenario scenario, int seeds) {
    for (long seed = 0; seed < seeds; seed++) {
      assertThat(Simulator.of(scenario).run(seed).thrown()).as("seed %d", seed).isNull();
    }
  }

  @Test
  void machinesThatAskInACircleDoNotWaitForEachOtherForEver() {
    play(
        simulation -> {
          simulation.open(Caller.DEFINITION);
          String answer =
              simulation
                  .client("c")
                  .ask(A, String.class, to -> new Caller.Ask(List.of("b", "c", "a", "a"), to))
                  .join();
          simulation.run();
          assertThat(answer).isEqualTo("abcaa");
        },
        SEEDS);
  }

  @Test
  void ofAMachineThatEndsEachAskIsSteppedOrRefused() {
    play(
        simulation -> {
          simulation.open(Caller.DEFINITION);
          List<CompletableFuture<String>> answers = new ArrayList<>();
          for (int i = 0; i < 6; i++) {
            SimulatedClient client = simulation.client("client " + i);
            answers.add(client.ask(A, String.class, to -> new Caller.Ask(List.of(), to)));
          }
          simulation.client("ends").ask(A, String.class, Caller.End::new).join();
          simulation.run();
          long stepped =
              simulation.history().stream()
                  .filter(step -> step.event() instanceof Caller.Ask)
                  .filter(step -> step.after() instanceof Caller.State)
                  .count();
          assertThat(answers.stream().filter(AskingTest::isDone).count()).isEqualTo(stepped);
        },
        1_000);
  }

  private static boolean isDone(CompletableFuture<String> answer) {
    try {
      return answer.join().equals("a");
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(RefusedException.class);
      return false;
    }
  }
}
