package dev.perdure.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.diagram.StateDiagram;
import dev.perdure.testing.diagram.StateDiagram.Superstate;
import dev.perdure.testing.diagram.Transition;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What some machines do, as a person reads it in their sources. */
final class DiagramModelsTest {
  private static StateDiagram diagram(String machine) {
    return StateDiagram.of(Path.of("src/main/java"), "dev.perdure.examples." + machine);
  }

  @Test
  void aBrokerMovesMoneyOrPutsItBack() {
    StateDiagram broker = diagram("bank.Broker");
    assertThat(broker.initial()).containsExactly("Fresh");
    assertThat(broker.superstates())
        .containsExactly(
            new Superstate("UnderWay", List.of("Withdrawing", "Depositing", "PuttingBack")));
    assertThat(broker.transitions())
        .map(Transition::toString)
        .containsExactly(
            "Fresh + Transfer -> Withdrawing",
            "Fresh + Withdrawn -> reject",
            "Fresh + Deposited -> reject",
            "Fresh + BackAgain -> reject",
            "Fresh + Look -> Fresh",
            "Withdrawing + Transfer -> reject",
            "Withdrawing + Withdrawn [Done] -> Depositing",
            "Withdrawing + Withdrawn [Failed] -> halt",
            "Withdrawing + Withdrawn [Unknown] -> PuttingBack",
            "Withdrawing + Deposited -> reject",
            "Withdrawing + BackAgain -> reject",
            "Withdrawing + Look -> Withdrawing",
            "Depositing + Transfer -> reject",
            "Depositing + Withdrawn -> reject",
            "Depositing + Deposited [Done] -> halt",
            "Depositing + Deposited [Failed] -> PuttingBack",
            "Depositing + Deposited [Unknown] -> Depositing",
            "Depositing + BackAgain -> reject",
            "Depositing + Look -> Depositing",
            "PuttingBack + Transfer -> reject",
            "PuttingBack + Withdrawn -> reject",
            "PuttingBack + Deposited -> reject",
            "PuttingBack + BackAgain [Done] -> halt",
            "PuttingBack + BackAgain [Unknown] -> PuttingBack",
            "PuttingBack + BackAgain [Failed] -> Stranded",
            "PuttingBack + Look -> PuttingBack",
            "Stranded + Transfer* -> reject",
            "Stranded + Withdrawn* -> reject",
            "Stranded + Deposited* -> reject",
            "Stranded + BackAgain* -> reject",
            "Stranded + Look -> Stranded");
  }

  @Test
  void aPoolIsKeptUntilItIsDeleted() {
    StateDiagram pool = diagram("pool.PoolManager");
    assertThat(pool.initial()).containsExactly("Keeping");
    assertThat(pool.transitions())
        .map(Transition::toString)
        .containsExactly(
            "Keeping + Resize -> Keeping",
            "Keeping + Delete [over] -> halt",
            "Keeping + Delete [else] -> Deleting",
            "Keeping + Look -> Keeping",
            "Keeping + ListVms -> Keeping",
            "Keeping + Created -> Keeping",
            "Keeping + Released -> Keeping",
            "Deleting + Resize -> reject",
            "Deleting + Delete -> ignore",
            "Deleting + Look -> Deleting",
            "Deleting + ListVms -> Deleting",
            "Deleting + Created [else] -> Deleting",
            "Deleting + Created [over] -> halt",
            "Deleting + Released [over] -> halt",
            "Deleting + Released [else] -> Deleting");
    assertThat(pool.events())
        .filteredOn(StateDiagram.Event::query)
        .map(StateDiagram.Event::name)
        .containsExactly("Look", "ListVms");
  }

  @Test
  void aSurveyRunsAndHalts() {
    StateDiagram survey = diagram("survey.Survey");
    assertThat(survey.initial()).containsExactly("Planned");
    assertThat(survey.transitions())
        .map(Transition::toString)
        .containsExactly(
            "Planned + Vote -> reject",
            "Planned + Open -> Running",
            "Planned + CrowdMoves -> reject",
            "Planned + CrowdVotes -> reject",
            "Planned + TimeOver -> reject",
            "Running + Vote -> Running",
            "Running + Open -> reject",
            "Running + CrowdMoves [step.random().nextBoolean()] raise CrowdVotes -> Running",
            "Running + CrowdMoves [else] -> Running",
            "Running + CrowdVotes -> Running",
            "Running + TimeOver -> halt");
  }

  @Test
  void aSubscriberDefersAResultThatComesTooSoon() {
    StateDiagram subscriber = diagram("survey.Subscriber");
    assertThat(subscriber.transitions())
        .map(Transition::toString)
        .contains(
            "Idle + HoldSurvey -> Registering",
            "Registering + Registered [Done] -> Opening",
            "Registering + Registered [NotDone] -> GivenUp",
            "Opening + SurveyOpened [Done] -> Waiting",
            "Opening + SurveyOpened [NotDone] -> GivenUp",
            "Opening + Results -> defer",
            "Waiting + Results [result.survey() == state.survey()] -> Informed",
            "Waiting + Results [else] -> reject",
            "GivenUp + Results* -> reject");
  }
}
