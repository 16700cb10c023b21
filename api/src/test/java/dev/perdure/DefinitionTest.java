package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionTest {
  sealed interface Event {
    record Zero() implements Event {}

    sealed interface Decision extends Event {}

    record Approve(String who) implements Decision, Urgent {}

    sealed interface Urgent extends Event {}

    record Deny(String who) implements Decision {}

    record Open() implements Event {}
  }

  sealed interface State {
    record Open() implements State {}

    record Closed() implements State {}
  }

  record Only() {}

  private static final MachineType<Event> TYPE = MachineType.of("door", Event.class);

  @Test
  void membersAreNamedInTheOrderOfTheirDeclarationStatesFirst() {
    assertThat(definition().names())
        .containsExactly(
            Map.entry(State.Open.class, "Open"),
            Map.entry(State.Closed.class, "Closed"),
            Map.entry(Event.Zero.class, "Zero"),
            Map.entry(Event.Approve.class, "Approve"),
            Map.entry(Event.Deny.class, "Deny"),
            Map.entry(Event.Open.class, "Open"));
  }

  @Test
  void aRecordAloneIsAFamily() {
    MachineType<Only> type = MachineType.of("only", Only.class);
    assertThat(Definition.of(type, Only.class, DefinitionTest::unused).names())
        .isEqualTo(Map.of(Only.class, "Only"));
  }

  @Test
  void aDefinitionHasTheStandardSettingsUnlessToldOtherwise() {
    assertThat(definition().retry()).isEqualTo(RetryPolicy.standard());
    assertThat(definition().keysPlaced()).isFalse();
    RetryPolicy once = new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1));
    Definition<State, Event> changed =
        definition().placed().retry(once).named(Event.Zero.class, "nil");
    assertThat(changed.keysPlaced()).isTrue();
    assertThat(changed.retry()).isEqualTo(once);
    assertThat(changed.names()).containsEntry(Event.Zero.class, "nil").hasSize(6);
    assertThat(changed)
        .hasToString(
            "Definition[door, states %s, events %s, placed]"
                .formatted(State.class.getTypeName(), Event.class.getTypeName()));
  }

  @Test
  void namesCannotBeChangedFromOutside() {
    assertThatThrownBy(() -> definition().names().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void twoEventsCannotHaveOneName() {
    assertThatThrownBy(() -> definition().named(Event.Deny.class, "Approve"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("events of machine type 'door': ")
        .hasMessageContaining(Event.Approve.class.getTypeName())
        .hasMessageContaining(Event.Deny.class.getTypeName())
        .hasMessageContaining("'Approve'");
  }

  @Test
  void onlyAMemberCanBeNamed() {
    assertThatThrownBy(() -> definition().named(Only.class, "only"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Only.class.getTypeName())
        .hasMessageContaining("neither a state, superstate nor event")
        .hasMessageContaining("Open, Closed, Zero, Approve, Deny, Open");
    assertThatThrownBy(() -> definition().named(Event.class, "event"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  sealed interface Inside {
    record Deep() implements Inside {}

    enum Flag implements Inside {
      UP,
      DOWN
    }
  }

  @Test
  void aMemberOfAnyFamilyCanBeNamedAndComesBehindStatesAndEvents() {
    assertThat(
            definition()
                .named(Inside.Deep.class, "deep")
                .named(Event.Zero.class, "nil")
                .named(Inside.Flag.class, "flag")
                .placed()
                .names())
        .hasSize(8)
        .containsEntry(Event.Zero.class, "nil")
        .containsEntry(Inside.Deep.class, "deep")
        .containsEntry(Inside.Flag.class, "flag");
    assertThatThrownBy(() -> definition().named(Inside.class, "inside"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nor a record or enum that a sealed interface permits");
  }

  @Test
  void aConstantCanBeNamed() {
    assertThat(definition().constants()).isEmpty();
    assertThat(
            definition()
                .named(Inside.Flag.UP, "raised")
                .named(Colour.RED, "red")
                .placed()
                .constants())
        .containsExactly(Map.entry(Inside.Flag.UP, "raised"), Map.entry(Colour.RED, "red"));
  }

  sealed interface Life {}

  record Idle() implements Life {}

  sealed interface Active extends Life {}

  record Running() implements Active {}

  sealed interface Held extends Life {}

  record Waiting() implements Held, Active {}

  private static Definition<Life, Event> superstates() {
    return Definition.of(TYPE, Life.class, DefinitionTest::unused);
  }

  @Test
  void aSuperstateIsAmongTheNamesOnlyWhenItIsGivenOne() {
    assertThat(superstates().names()).doesNotContainKeys(Life.class, Active.class, Held.class);
    assertThat(superstates().named(Active.class, "Running").named(Life.class, "any").names())
        .as("a superstate and a state may have one name")
        .containsEntry(Active.class, "Running")
        .containsEntry(Running.class, "Running")
        .containsEntry(Life.class, "any");
  }

  @Test
  void twoSuperstatesCannotHaveOneName() {
    assertThatThrownBy(() -> superstates().named(Held.class, "Active"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("superstates of machine type 'door': ")
        .hasMessageContaining(Active.class.getTypeName())
        .hasMessageContaining(Held.class.getTypeName());
  }

  @Test
  void aDurableNameIsBounded() {
    assertThatThrownBy(() -> definition().named(Event.Zero.class, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("durable name of " + Event.Zero.class.getTypeName());
    assertThatThrownBy(() -> definition().named(Inside.Deep.class, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("durable name of " + Inside.Deep.class.getTypeName());
    assertThatThrownBy(() -> definition().named(Inside.Flag.UP, "a\nb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("durable name of " + Inside.Flag.class.getTypeName() + ".UP");
  }

  interface NotSealed {}

  static final class PlainClass {}

  enum Colour {
    RED
  }

  sealed interface WithEnum {
    record Fine() implements WithEnum {}

    enum Bad implements WithEnum {
      ONE
    }
  }

  sealed interface WithOpenBranch {
    non-sealed interface Branch extends WithOpenBranch {}
  }

  @Test
  void whatIsNoRecordIsNamedWithWhatToDo() {
    refused(NotSealed.class, "is an interface that is not sealed; make it a sealed interface");
    refused(PlainClass.class, "is a class; make it a record");
    refused(Colour.class, "is an enum; make it a record");
    refused(int.class, "is a primitive type; make it a record");
    refused(String[].class, "is an array; make it a record");
    refused(Override.class, "is an annotation; make it a record");
    refused(WithEnum.class, WithEnum.Bad.class.getTypeName() + " is an enum");
    refused(WithOpenBranch.class, WithOpenBranch.Branch.class.getTypeName() + " is an interface");
  }

  private static <F> void refused(Class<F> family, String problem) {
    assertThatThrownBy(() -> Definition.of(TYPE, family, DefinitionTest::unused))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("states of machine type 'door': ")
        .hasMessageContaining(problem);
    MachineType<F> type = MachineType.of("door", family);
    assertThatThrownBy(() -> Definition.of(type, Only.class, DefinitionTest::unused))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("events of machine type 'door': ")
        .hasMessageContaining(problem);
  }

  private static Definition<State, Event> definition() {
    return Definition.of(TYPE, State.class, DefinitionTest::unused);
  }

  /** Definitions only keep their supplier. */
  private static <S, E> Machine<S, E> unused() {
    throw new AssertionError("a definition must not make a behaviour");
  }
}
