package dev.perdure.testing.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Fault;
import dev.perdure.testing.Faults;
import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.Tally;
import dev.perdure.testing.coverage.Gate.Ajar;
import dev.perdure.testing.coverage.Gate.ByHand;
import dev.perdure.testing.coverage.Gate.Closed;
import dev.perdure.testing.coverage.Gate.Event;
import dev.perdure.testing.coverage.Gate.Jam;
import dev.perdure.testing.coverage.Gate.Jammed;
import dev.perdure.testing.coverage.Gate.Open;
import dev.perdure.testing.coverage.Gate.Pass;
import dev.perdure.testing.coverage.Gate.Remove;
import dev.perdure.testing.coverage.Gate.Shut;
import dev.perdure.testing.coverage.Gate.Unlock;
import dev.perdure.testing.diagram.MermaidWriter;
import dev.perdure.testing.diagram.StateDiagram;
import dev.perdure.testing.diagram.SvgWriter;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CoverageTest {
  /** What the runs of a scenario reach without faults, in one run. */
  private static Coverage of(Scenario scenario) {
    Coverage coverage = new Coverage();
    Scenario listened =
        simulation -> scenario.play(simulation.listen(coverage).faults(Faults.none()));
    assertThat(Simulator.of(listened).run(1).thrown()).isNull();
    return coverage;
  }

  private static MachineCoverage gate(Coverage coverage) {
    return coverage.of(Gate.TYPE).orElseThrow();
  }

  // ---- what is counted -----------------------------------------------------------------------

  @Test
  void theMatrixIsThatOfTheFamilies() {
    MachineCoverage gate = gate(of(Gate.sending()));
    assertThat(gate.states()).containsExactly(Closed.class, Open.class, Jammed.class);
    assertThat(gate.events())
        .containsExactly(Unlock.class, Shut.class, Pass.class, Jam.class, Remove.class);
    assertThat(gate.size()).isEqualTo(15);
    assertThat(gate.reached()).isEmpty();
    assertThat(gate.unreached()).hasSize(15).doesNotHaveDuplicates();
  }

  @Test
  void pairsAreCountedWithWhatTheProgramMadeOfThem() {
    MachineCoverage gate = gate(of(Gate.sending(new Pass(), new Jam(), new Unlock(), new Pass())));
    Reached deferred = gate.reached(Closed.class, Pass.class).orElseThrow();
    assertThat(deferred.verdicts()).containsExactly(Map.entry(Verdict.DEFERRED, 1L));
    assertThat(deferred.next()).isEmpty();
    assertThat(deferred.isHandled()).isFalse();
    Reached passed = gate.reached(Open.class, Pass.class).orElseThrow();
    assertThat(passed.times()).isEqualTo(2);
    assertThat(passed.next()).containsExactly(Map.entry("Open", 2L));
    assertThat(passed.isHandled()).isTrue();
    assertThat(gate.reached(Closed.class, Jam.class).orElseThrow().verdicts())
        .containsOnlyKeys(Verdict.REJECTED);
    assertThat(gate.reached(Open.class, Jam.class)).isEmpty();
    assertThat(gate.transitions())
        .containsExactly(new MachineCoverage.Transition(Closed.class, Unlock.class, "Open", 1));
  }

  @Test
  void theEndOfAMachineIsATransition() {
    MachineCoverage gate = gate(of(Gate.sending(new Remove())));
    assertThat(gate.transitions())
        .containsExactly(
            new MachineCoverage.Transition(Closed.class, Remove.class, MachineCoverage.HALTED, 1));
  }

  @Test
  void whoListensLateHearsWhatWasOpened() {
    Coverage coverage = new Coverage();
    Scenario late =
        simulation -> {
          Gate.sending(new Unlock()).play(simulation);
          simulation.listen(coverage);
          simulation.client("c").send(Gate.TYPE.ref("g"), new Shut()).join();
        };
    assertThat(Simulator.of(late).run(1).thrown()).isNull();
    assertThat(gate(coverage).reached()).contains(new Pair(Open.class, Shut.class));
    assertThat(gate(coverage).reached(Closed.class, Unlock.class)).isEmpty();
  }

  @Test
  void runsOfSeveralThreadsAreSummedWhateverTheirOrder() {
    Coverage alone = new Coverage();
    Coverage together = new Coverage();
    Scenario scenario = Gate.sending(Gate.ALL);
    assertThat(Explorer.of(scenario).seeds(60).threads(1).coverage(alone).explore().isOk())
        .isTrue();
    assertThat(Explorer.of(scenario).seeds(60).threads(4).coverage(together).explore().isOk())
        .isTrue();
    assertThat(alone.runs()).isEqualTo(60);
    assertThat(gate(alone).reached(Closed.class, Remove.class).orElseThrow().times()).isEqualTo(60);
    assertThat(together.toText()).isEqualTo(alone.toText());
    assertThat(together.toHtml("gate")).isEqualTo(alone.toHtml("gate"));
  }

  @Test
  void theSecondPlayOfAFailureIsNotCounted() {
    Coverage coverage = new Coverage();
    Scenario failing =
        simulation -> {
          Gate.sending(new Unlock()).play(simulation);
          throw new IllegalStateException("planted");
        };
    assertThat(Explorer.of(failing).seeds(1).threads(1).coverage(coverage).explore().isOk())
        .isFalse();
    assertThat(coverage.runs()).isEqualTo(1);
    assertThat(gate(coverage).reached(Closed.class, Unlock.class).orElseThrow().times())
        .isEqualTo(1);
  }

  // ---- faults --------------------------------------------------------------------------------

  @Test
  void faultsThatStruckAreCounted() {
    Coverage coverage = new Coverage();
    long[] sum = new long[1];
    Scenario listened = simulation -> Gate.sending(Gate.ALL).play(simulation.listen(coverage));
    for (long seed = 0; seed < 40; seed++) {
      RunResult result = Simulator.of(listened).run(seed, Plan.portfolio().strategy(seed));
      sum[0] += result.struck(Fault.CRASH);
    }
    assertThat(sum[0]).isPositive();
    assertThat(coverage.struck(Fault.CRASH)).isEqualTo(sum[0]);
    assertThat(coverage.struck(Fault.INTERRUPTION)).isPositive();
    assertThat(of(Gate.sending(Gate.ALL)).struck(Fault.CRASH)).isZero();
  }

  @Test
  void aFaultThatFoundNothingToStrikeDidNotStrike() {
    Coverage coverage = new Coverage();
    Faults staleRoutesOnly =
        Faults.none().rate(Fault.STALE_ROUTE, 1).rate(Fault.ABANDONED_REQUEST, 0.1);
    Scenario scenario =
        simulation ->
            Gate.sending(Gate.ALL).play(simulation.listen(coverage).faults(staleRoutesOnly));
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Simulator.of(scenario).run(seed).thrown()).isNull();
    }
    assertThat(coverage.struck(Fault.STALE_ROUTE)).as("there is no zombie").isZero();
    assertThat(coverage.struck(Fault.ABANDONED_REQUEST)).isPositive();
  }

  // ---- demands -------------------------------------------------------------------------------

  @Test
  void aScenarioThatReachesEveryPairIsFound() {
    assertThatCode(() -> of(Gate.sending(Gate.ALL)).requireAll(Gate.TYPE))
        .doesNotThrowAnyException();
  }

  @Test
  void aPlantedGapIsNamed() {
    Event[] withoutTheFirst = java.util.Arrays.copyOfRange(Gate.ALL, 2, Gate.ALL.length);
    assertThatThrownBy(() -> of(Gate.sending(withoutTheFirst)).requireAll(Gate.TYPE))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            coverage of machine type 'gate': 2 of 15 pairs of state and event were not reached in 1 runs:
              in Closed: Pass, Jam
            Make the scenario reach them, play more seeds, or name what cannot be: Unreachable.in(Closed.class, Pass.class)\
            """);
  }

  @Test
  void whatIsNamedAsUnreachableIsNotDemanded() {
    Coverage coverage = of(Gate.sending(new Unlock(), new Unlock(), new Shut(), new Shut()));
    coverage.requireAll(
        Gate.TYPE,
        Unreachable.in(Jammed.class),
        Unreachable.in(Open.class, Pass.class, Jam.class, Remove.class),
        Unreachable.in(Closed.class, Pass.class, Jam.class, Remove.class));
  }

  @Test
  void sealedFamiliesStandForTheirMembers() {
    Coverage coverage = of(Gate.sending(new Pass(), new Jam(), new Remove()));
    coverage.requireAll(
        Gate.TYPE, Unreachable.in(Ajar.class), Unreachable.in(Closed.class, ByHand.class));
  }

  @Test
  void whatIsNamedWithoutNeedIsNamedBack() {
    assertThatThrownBy(
            () ->
                of(Gate.sending(Gate.ALL))
                    .requireAll(Gate.TYPE, Unreachable.in(Jammed.class, Jam.class, Pass.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("named as unreachable were reached:\n  in Jammed: Jam, Pass");
  }

  @Test
  void whatIsNoMemberIsRefused() {
    Coverage coverage = of(Gate.sending(Gate.ALL));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coverage.requireAll(Gate.TYPE, Unreachable.in(Jam.class)))
        .withMessageContaining("is no state of machine type 'gate'; these are: [Closed, Open");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coverage.requireAll(Gate.TYPE, Unreachable.in(Open.class, Open.class)))
        .withMessageContaining("is no event of machine type 'gate'");
  }

  @Test
  void aMachineTypeThatWasInNoRunIsNotCovered() {
    assertThatThrownBy(() -> of(Gate.sending()).requireAll(Tally.TYPE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was in none of 1 runs; in them were [gate]");
  }

  // ---- reports -------------------------------------------------------------------------------

  @Test
  void theTextHasEveryPair() {
    Coverage coverage = of(Gate.sending(new Pass(), new Unlock(), new Jam(), new Shut()));
    assertThat(coverage.toText())
        .startsWith(
            """
            gate: 5 of 15 pairs reached, 3 transitions taken
              Closed
                Unlock  1: -> Open 1
                Shut    never
                Pass    1: deferred 1
                Jam     never
                Remove  never
              Open
                Unlock  never
            """)
        .contains("    Jam     1: -> Jammed 1\n", "faults that struck: none; never: CRASH, ");
  }

  @Test
  void theSummaryNamesSomeOfWhatIsMissing() {
    Event[] some = {new Unlock(), new Pass(), new Jam(), new Shut(), new Jam(), new Remove()};
    assertThat(of(Gate.sending(some)).summary())
        .startsWith(
            "gate: 6 of 15 pairs reached, 4 transitions taken; never: Closed x Shut, Closed x Pass,"
                + " Open x Unlock, Open x Shut, Open x Remove, Jammed x Unlock, and 3 more\n");
  }

  @Test
  void thePageNeedsNothingButItselfAndEscapesWhatItShows(@TempDir Path dir) throws IOException {
    Scenario odd =
        simulation -> {
          simulation.open(Gate.DEFINITION.named(Unlock.class, "<b>\"it's\" & more"));
          simulation.client("c").send(Gate.TYPE.ref("g"), new Pass()).join();
          simulation.client("c").send(Gate.TYPE.ref("g"), new Unlock()).join();
          simulation.run();
        };
    Path file = dir.resolve("new").resolve("gate.html");
    of(odd).writeHtml("<gate>", file);
    String page = Files.readString(file);
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains(
            "<title>&lt;gate&gt;: coverage</title>",
            "&lt;b&gt;&quot;it&#39;s&quot; &amp; more",
            "<td class=\"taken\"><b>1</b><span>-&gt; Open 1</span></td>",
            "<td class=\"aside\"><b>1</b><span>deferred 1</span></td>",
            "<td class=\"never\">never</td>")
        .doesNotContain("<b>\"", "href", "src=", "url(", "http", "<script");
  }

  // ---- in diagrams ---------------------------------------------------------------------------

  @Test
  void aDiagramShowsWhatBecameOfThePairs() {
    MachineCoverage gate =
        gate(of(Gate.sending(new Pass(), new Shut(), new Unlock(), new Pass(), new Jam())));
    StateDiagram diagram = StateDiagram.of(Path.of("src/test/java"), Gate.class.getName());
    assertThat(new MermaidWriter().write(diagram, gate))
        .contains("  Closed : Closed<br>defer Pass ×1<br>ignore Shut ×1<br>reject Jam ×0\n")
        .contains("  Open : Open<br>stay on Pass ×2<br>ignore Unlock ×0<br>reject Remove ×0\n")
        .contains("  Closed --> Open : Unlock ×1\n", "  Closed --> [*] : Remove ×0\n")
        .contains("  Open --> Closed : Shut ×0\n", "  Open --> Jammed : Jam ×1\n")
        .contains("  class Jammed covered\n");
    assertThat(new SvgWriter().write(diagram, gate)).contains(">×2<", "state seen");
  }
}
