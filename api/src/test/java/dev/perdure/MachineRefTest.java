package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MachineRefTest {
  private static final MachineType<Event> TYPE = MachineType.of("order", Event.class);

  sealed interface Event {
    record Pay() implements Event {}
  }

  @Test
  void aRefPrintsItsPartsInOrder() {
    assertThat(TYPE.ref("42")).hasToString("order/42");
    assertThat(TYPE.ref(Placement.of("eu"), "42")).hasToString("order/{eu}/42");
  }

  @Test
  void aRefTellsWhetherItIsPlaced() {
    assertThat(TYPE.ref("42").placed()).isFalse();
    assertThat(TYPE.ref(Placement.of("eu"), "42").placed()).isTrue();
    assertThat(TYPE.ref(Placement.of("eu"), "42")).isNotEqualTo(TYPE.ref("42"));
  }

  @Test
  void aTagThatEqualsTheKeyStillNamesAnotherMachine() {
    assertThat(TYPE.ref(Placement.of("a"), "a")).isNotEqualTo(TYPE.ref("a"));
    assertThat(TYPE.ref(Placement.of("a"), "a")).hasToString("order/{a}/a");
  }

  @Test
  void placedByKeyIsTheFormWithoutATag() {
    assertThat(TYPE.ref(Placement.byKey(), "a")).isEqualTo(TYPE.ref("a"));
    assertThat(new Placement("")).isEqualTo(Placement.byKey());
    assertThat(Placement.of("a").isByKey()).isFalse();
    assertThat(Placement.of("a")).hasToString("{a}");
  }

  @Test
  void theSamePartsNameTheSameMachine() {
    assertThat(TYPE.ref(Placement.of("a"), "k")).isEqualTo(TYPE.ref(Placement.of("a"), "k"));
    assertThat(TYPE.ref(Placement.of("a"), "k")).isNotEqualTo(TYPE.ref(Placement.of("b"), "k"));
  }

  @Test
  void aNarrowedRefNamesTheSameMachine() {
    MachineRef<Event> whole = TYPE.ref("a");
    MachineRef<Event.Pay> part = whole.narrow();
    assertThat((Object) part).isEqualTo(whole);
  }

  @Test
  void theConstructorChecksAsTheFactoriesDo() {
    assertThatThrownBy(() -> new MachineRef<Event>("Order", Placement.byKey(), "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MachineRef<Event>("order", Placement.byKey(), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Placement("a\tb")).isInstanceOf(IllegalArgumentException.class);
  }
}
