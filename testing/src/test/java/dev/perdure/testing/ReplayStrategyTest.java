package dev.perdure.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.ChoicePoint.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplayStrategyTest {
  private record Point(Kind kind, int options, String of) implements ChoicePoint {
    @Override
    public double rate() {
      return 0;
    }

    @Override
    public String actor(int option) {
      return "somebody";
    }

    @Override
    public String label(int option) {
      return of;
    }
  }

  private static Choice value(String of, int picked) {
    return new Choice(Kind.VALUE, 5, picked, of);
  }

  private static Choice fault(Fault fault, int picked) {
    return new Choice(Kind.FAULT, 2, picked, fault.name());
  }

  @Test
  void theValuesOfAFaultThatIsGoneAreNotGivenToAnythingElse() {
    Strategy replay =
        new ReplayStrategy(List.of(value("which store", 4), value("turns with faults", 1)));
    assertThat(replay.choose(new Point(Kind.VALUE, 5, "turns with faults"))).isEqualTo(1);
    assertThat(replay.choose(new Point(Kind.VALUE, 3, "which store"))).isEqualTo(2);
    assertThat(replay.choose(new Point(Kind.VALUE, 5, "turns with faults"))).isZero();
  }

  @Test
  void aFaultThatIsSwitchedOffDoesNotShiftTheOthers() {
    Strategy replay =
        new ReplayStrategy(
            List.of(fault(Fault.CRASH, 1), fault(Fault.TAKEOVER, 0), fault(Fault.TAKEOVER, 1)));
    assertThat(replay.choose(new Point(Kind.FAULT, 2, "TAKEOVER"))).isZero();
    assertThat(replay.choose(new Point(Kind.FAULT, 2, "TAKEOVER"))).isEqualTo(1);
  }
}
