package dev.perdure.node.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // They are what is refused.
final class ShapesTest {
  private final Shapes shapes = new Shapes(DurableNames.AS_IN_CODE);

  interface Loose {}

  sealed interface Mixed permits Mixed.Good, Mixed.Bad, Mixed.Free {
    record Good() implements Mixed {}

    final class Bad implements Mixed {}

    non-sealed interface Free extends Mixed {}
  }

  sealed interface MoreTwins extends Same2 {}

  sealed interface Same2 {}

  record Left(int value) implements Same2 {}

  static final class Other {
    record Left() implements MoreTwins {}
  }

  @SuppressWarnings("rawtypes")
  record Raw(List items) {}

  record Grown<T>(Optional<Grown<List<T>>> next) {}

  record Start(Grown<String> first) {}

  record Tree(Optional<Tree> left, Optional<Tree> right) {}

  sealed interface Answer<T> {
    record Yes<T>(T value) implements Answer<T> {}

    record Odd<X>(List<X> value) implements Answer<String> {}
  }

  private String problem(Class<?> type) {
    assertThat(shapes.find(type, "here")).isEmpty();
    return String.join("\n", shapes.problems().stream().map(ShapeProblem::toString).toList());
  }

  @Test
  void objectIsRefused() {
    record Holder(Object anything) {}
    assertThat(problem(Holder.class))
        .contains("Holder.anything: Object does not say what is in it; use a record");
  }

  @Test
  void rawTypesAreRefused() {
    assertThat(problem(Raw.class)).contains("Raw.items: the raw type java.util.List");
  }

  @Test
  void wildcardsAndTypeVariablesAreRefused() {
    record Wild(List<?> items) {}
    record Bounded(List<? extends Number> items) {}
    record Open<T>(T value) {}
    record User(List<Open<?>> opens) {}
    assertThat(problem(Wild.class)).contains("Wild.items: the wildcard ? ");
    assertThat(problem(Bounded.class)).contains("Bounded.items: the wildcard ? extends");
    assertThat(problem(User.class)).contains("User.opens: the wildcard ? ");
    assertThat(problem(Open.class)).contains("here: the raw type");
  }

  @Test
  void anAddressMayBeOfAnyMachine() {
    record Known(MachineRef<?> ref, List<MachineRef<? super String>> more) {}
    assertThat(shapes.find(Known.class, "here")).isPresent();
  }

  @Test
  void arraysButOfBytesAreRefused() {
    record Holder(int[] numbers, List<String>[] lists, String[] names, byte[] bytes) {}
    assertThat(problem(Holder.class))
        .contains("Holder.numbers: int[] is an array")
        .contains("Holder.lists: java.util.List<java.lang.String>[] is an array")
        .contains("Holder.names: java.lang.String[] is an array")
        .doesNotContain("Holder.bytes");
  }

  @Test
  void interfacesThatAreNotSealedAndClassesAreRefused() {
    record Holder(Loose loose, Collection<String> many, ArrayList<String> list, Thread thread) {}
    assertThat(problem(Holder.class))
        .contains("Holder.loose: dev.perdure.node.codec.ShapesTest$Loose is an interface")
        .contains("Holder.many: java.util.Collection is an interface that is not sealed")
        .contains("Holder.list: java.util.ArrayList is a class")
        .contains("Holder.thread: java.lang.Thread is a class");
  }

  @Test
  void everyMemberOfAFamilyMustBeARecordOrEnum() {
    assertThat(problem(Mixed.class))
        .contains("Mixed$Bad: it is a member of")
        .contains("Mixed$Free: it is a member of");
  }

  @Test
  void twoMembersWithOneNameAreRefused() {
    assertThat(problem(Same2.class)).contains("share the name 'Left'").contains("Definition.named");
    Shapes named = new Shapes(new DurableNames(Map.of(Other.Left.class, "OtherLeft"), Map.of()));
    assertThat(named.find(Same2.class, "here")).isPresent();
  }

  @Test
  void aTypeVariableThatTheFamilyDoesNotHaveIsRefused() {
    record Holder(Answer<String> answer) {}
    assertThat(problem(Holder.class)).contains("Odd: its type variable X is not one of");
  }

  @Test
  void anOptionalInAnOptionalIsRefused() {
    record Holder(Optional<Optional<String>> value) {}
    assertThat(problem(Holder.class)).contains("Holder.value: an Optional in an Optional");
  }

  @Test
  void recordsMayContainThemselvesButNotEverLarger() {
    assertThat(shapes.find(Tree.class, "here")).isPresent();
    assertThat(problem(Start.class)).contains("contains itself with ever larger type arguments");
  }

  @Test
  void allProblemsAreFoundAtOnceAndAgain() {
    record Inner(Object one) {}
    record Outer(Inner inner, Thread two) {}
    assertThat(problem(Outer.class)).contains("Inner.one").contains("Outer.two");
    // Inner was seen before, and is no better for it.
    record Next(Inner inner) {}
    assertThat(shapes.find(Next.class, "here")).isEmpty();
  }

  @Test
  void aClosedModuleIsNamedWithItsRemedy() throws ClassNotFoundException {
    // A record that this JDK keeps to itself, as the module of a user might.
    Class<?> closed = Class.forName("jdk.internal.foreign.abi.VMStorage");
    assertThat(problem(closed))
        .contains("module java.base does not open package jdk.internal.foreign.abi")
        .contains("add 'opens jdk.internal.foreign.abi to dev.perdure.node;'");
  }

  @Test
  void theCodecRefusesWithAllProblems() {
    record Holder(Object one, Thread two) {}
    JacksonCodec codec = new JacksonCodec(DurableNames.AS_IN_CODE);
    assertThatThrownBy(() -> codec.of(Holder.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Holder.one")
        .hasMessageContaining("Holder.two");
    // Asked again it says the same.
    assertThatThrownBy(() -> codec.of(Holder.class)).hasMessageContaining("Holder.one");
  }
}
