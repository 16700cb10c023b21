package dev.perdure.testing.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MermaidWriterTest {
  @Test
  void allThatADiagramHasIsWritten() {
    assertThat(new MermaidWriter().write(Pictures.order()))
        .isEqualTo(
            """
            stateDiagram-v2
              Open : Open<br>stay on Add<br>answer Look<br>reject Paid
              Waiting : Waiting<br>stay on Paid [Unknown]<br>answer Look<br>defer Add
              Late : Late<br>move on Resume (any of 4)<br>answer Look<br>ignore any other
              Closed : Closed<br>answer Look<br>reject any other<br>fail Paid
              state Pending {
                Waiting
                state Overdue {
                  Late
                }
              }
              [*] --> Open
              Open --> Waiting : CheckOut<br>Hurry / raise CheckOut
              Waiting --> Closed : Paid [Done]
              Waiting --> [*] : Paid [Failed]
              Waiting --> Late : any other
              Closed --> Open : Resume (any of 2)
              Closed --> Late : Resume (any of 2)
            %% Late + Resume: any of four
            """);
  }

  @Test
  void eachEventIsCountedAndEachStateColoured() {
    Counts coverage = new Counts(Pictures.REACHED);
    assertThat(new MermaidWriter().write(Pictures.order(), coverage))
        .contains("  Open : Open<br>stay on Add ×3<br>answer Look ×0<br>reject Paid ×0\n")
        .contains("ignore Add ×0, CheckOut ×0, Hurry ×0, Paid ×0\n")
        .contains("  Waiting --> Closed : Paid [Done] ×1\n")
        .contains("<br>stay on Paid [Unknown] ×0", "  Waiting --> [*] : Paid [Failed] ×0\n")
        .contains("  class Closed covered\n")
        .contains("  class Open covered\n", "  class Waiting covered\n", "  class Late missed\n");
  }

  @Test
  void namesThatMermaidKeepsForItselfAreOnlyShown() {
    StateDiagram diagram =
        Pictures.of(
            List.of("State", "End", "Inner.Class"),
            new Transition("State", "E", Verdict.NEXT, List.of("End"), List.of(), List.of(), true));
    assertThat(new MermaidWriter().write(diagram))
        .contains("  State_ : State\n", "  End_ : End\n", "  Inner_Class : Inner.Class\n")
        .contains("  State_ --> End_ : E\n");
  }

  @Test
  void guardsKeepToOneLineAndDoNotEndTheirLabel() {
    String guard = "a<b> < c ? F::g : l -> #1; \"x\" >= 0";
    StateDiagram diagram =
        Pictures.of(
            List.of("A", "B"),
            new Transition("A", "E", Verdict.NEXT, List.of("B"), List.of(guard), List.of(), true),
            new Transition(
                "A", "F", Verdict.NEXT, List.of("B"), List.of("x".repeat(99)), List.of(), true));
    String arrow =
        new MermaidWriter()
            .write(diagram)
            .lines()
            .filter(line -> line.contains("A --> B : "))
            .findFirst()
            .orElseThrow();
    assertThat(arrow.substring(arrow.indexOf(" : ") + 3))
        .isEqualTo("E [a‹b› < c ? F.g ∶ l -> ♯1, 'x' >= 0]<br>F [" + "x".repeat(39) + "…]")
        .doesNotContainPattern(Pattern.compile("[:;#\"]"));
  }
}
