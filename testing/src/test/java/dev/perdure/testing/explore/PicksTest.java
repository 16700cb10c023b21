package dev.perdure.testing.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perdure.testing.Choice;
import dev.perdure.testing.ChoicePoint.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PicksTest {
  @Test
  void theyNameWhatIsNotPlainByKindAndPlace() {
    Picks picks =
        Picks.of(
            List.of(
                new Choice(Kind.FAULT, 2, 0, "CRASH"),
                new Choice(Kind.TASK, 5, 3, "partition 1"),
                new Choice(Kind.FAULT, 2, 1, "CRASH"),
                new Choice(Kind.TASK, 5, 0, "partition 2"),
                new Choice(Kind.TASK, 5, 1, "partition 3")));
    assertThat(picks).hasToString("T0=3,T2,F1");
    assertThat(picks.size()).isEqualTo(3);
    assertThat(picks.size(Kind.TASK)).isEqualTo(2);
  }

  @Test
  void theyAreReadAsTheyAreWritten() {
    for (String text : List.of("plain", "T0=3,T2,F1", "C12,F4711,V0=2147483")) {
      assertThat(Picks.parse(text)).hasToString(text);
    }
  }

  @Test
  void whatIsNoPickIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Picks.parse("T1,X3"))
        .withMessageContaining("not a pick: 'X3'");
    assertThatIllegalArgumentException().isThrownBy(() -> Picks.parse("T1,"));
    assertThatIllegalArgumentException().isThrownBy(() -> Picks.parse("T12345678901"));
  }
}
