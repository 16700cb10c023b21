package dev.perdure.testing.diagram.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PathsTest {
  private final Guard yes = new Guard("first", 0, 2, "a");
  private final Guard no = new Guard("first", 1, 2, Guard.ELSE);
  private final Guard one = new Guard("second", 0, 3, "b");
  private final Guard two = new Guard("second", 1, 3, "c");
  private final Guard three = new Guard("second", 2, 3, Guard.ELSE);

  @Test
  void anElseIsToldOnlyAtTheEnd() {
    assertThat(way(no, one).texts()).containsExactly("b");
    assertThat(way(yes, three).texts()).containsExactly("a, else");
  }

  @Test
  void allWaysOfADecisionAreNoCondition() {
    assertThat(way(yes).or(way(no)).texts()).isEmpty();
    assertThat(way(yes, one).or(way(yes, two)).or(way(yes, three)).texts()).containsExactly("a");
    assertThat(way(yes, one).or(way(yes, two)).texts()).containsExactly("a, b", "a, c");
  }

  @Test
  void decisionsInsideDecisionsMergeFromWithin() {
    Paths all = way(no, one).or(way(no, two)).or(way(no, three)).or(way(yes));
    assertThat(all.texts()).isEmpty();
  }

  @Test
  void tooManyWaysAreAsGoodAsNoCondition() {
    Paths many = way(new Guard(0, 0, 99, "0"));
    for (int i = 1; i < 50; i++) many = many.or(way(new Guard(i, 0, 99, "" + i)));
    assertThat(many.ways().size()).isLessThanOrEqualTo(32);
  }

  private static Paths way(Guard... guards) {
    return Paths.ALWAYS.after(List.of(guards));
  }
}
