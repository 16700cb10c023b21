package dev.perdure.testing.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineSourcesTest {
  private static final String DOOR =
      """
      package shop.door;
      import dev.perdure.*;
      public final class Door implements Machine<Door.State, Door.Event> {
        public static final MachineType<Event> TYPE = MachineType.of("front-door", Event.class);
        public sealed interface Event {}
        public record Push() implements Event {}
        sealed interface State {}
        record Open() implements State {}
        record Shut() implements State {}
        @Override public State initial() { return new Shut(); }
        @Override public State on(State state, Event event, Step<Event> step) {
          return state instanceof Open ? new Shut() : new Open();
        }
      }
      """;

  @TempDir private Path sources;

  @Test
  void machinesAreFoundWithTheirNames() {
    Specimen.write(sources, "shop/door/Door.java", DOOR);
    Specimen.write(
        sources,
        "shop/Many.java",
        """
        package shop;
        interface Many {
          class Inner implements dev.perdure.Machine<String, String> { Unknown thing; }
        }
        """);
    Specimen.write(sources, "shop/Other.java", "package shop; class Other implements Runnable {}");
    List<MachineSource> machines = MachineSources.in(sources).machines();
    assertThat(machines)
        .map(MachineSource::className)
        .containsExactly("shop.Many.Inner", "shop.door.Door");
    MachineSource door = machines.getLast();
    assertThat(door.type()).isEqualTo("front-door");
    assertThat(door.app()).isEqualTo("door");
    assertThat(door.file()).isEqualTo(sources.resolve("shop/door/Door.java"));
    assertThat(List.of("door", "Door", "front-door", "shop.door.Door")).allMatch(door::isCalled);
    assertThat(door.isCalled("back-door")).isFalse();
    assertThat(machines.getFirst().type()).isEmpty();
  }

  @Test
  void severalAreReadInTheOrderAskedFor() {
    Specimen.write(sources, "shop/door/Door.java", DOOR);
    Specimen.write(
        sources,
        "shop/gate/Gate.java",
        DOOR.replace("shop.door", "shop.gate").replace("Door", "Gate"));
    MachineSources found = MachineSources.in(sources);
    assertThat(found.diagrams(found.machines().reversed()))
        .map(StateDiagram::machine)
        .containsExactly("Gate", "Door");
  }

  @Test
  void modulesAndAnnotationsOfPackagesAreNotLookedFor() {
    Specimen.write(sources, "shop/door/Door.java", DOOR);
    Specimen.write(sources, "module-info.java", "module shop { requires not.here; }");
    Specimen.write(
        sources, "shop/door/package-info.java", "@not.here.NullMarked package shop.door;");
    assertThat(StateDiagram.of(sources, "shop.door.Door").toString())
        .isEqualTo(
            """
            Door, first Shut
            Open + Push* -> Shut
            Shut + Push* -> Open
            """);
  }

  @Test
  void errorsOfTheCompilerAreToldWithFileAndLine() {
    Specimen.write(sources, "shop/door/Door.java", DOOR.replace("new Shut() :", "new Slammed() :"));
    assertThatThrownBy(() -> StateDiagram.of(sources, "shop.door.Door"))
        .isInstanceOf(DiagramException.class)
        .hasMessageContaining("the sources do not compile:\n  ")
        .hasMessageContaining(
            sources.resolve("shop/door/Door.java") + ":12: cannot find symbol symbol:")
        .hasMessageContaining("Slammed");
  }

  @Test
  void ofManyErrorsTheFirstAreTold() {
    StringBuilder broken = new StringBuilder();
    for (int i = 0; i < 9; i++)
      broken.append("Nothing").append(i).append(" f").append(i).append(";\n");
    Specimen.write(
        sources,
        "shop/door/Door.java",
        DOOR.replace("  sealed interface State", broken + "sealed interface State"));
    assertThatThrownBy(() -> StateDiagram.of(sources, "shop.door.Door"))
        .hasMessageContaining("Nothing0")
        .hasMessageNotContaining("Nothing7")
        .hasMessageEndingWith("and 4 more");
  }

  @Test
  void whatIsNoJavaIsSaidToBeNone() {
    Specimen.write(sources, "shop/door/Door.java", DOOR.replace("return state", "return (state"));
    assertThatThrownBy(() -> MachineSources.in(sources).machines())
        .isInstanceOf(DiagramException.class)
        .hasMessageContaining("Door.java:12");
  }

  @Test
  void aFolderOrMachineThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> MachineSources.in(sources.resolve("nowhere")))
        .isInstanceOf(DiagramException.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> StateDiagram.of(sources, "shop.Nobody"))
        .isInstanceOf(DiagramException.class)
        .hasMessageContaining("shop.Nobody");
  }

  @Test
  void anOpenFamilyCannotBeDrawn() {
    Specimen.write(
        sources, "shop/door/Door.java", DOOR.replace("sealed interface State", "interface State"));
    assertThatThrownBy(() -> StateDiagram.of(sources, "shop.door.Door"))
        .isInstanceOf(DiagramException.class)
        .hasMessageContaining("the state family of shop.door.Door is open");
  }

  @Test
  void aMachineOfAnotherKindIsNotTakenForOne() {
    Specimen.write(
        sources,
        "shop/Robot.java",
        """
        package shop;
        class Robot implements Machine<String, String> {}
        interface Machine<A, B> {}
        """);
    assertThatThrownBy(() -> StateDiagram.of(sources, "shop.Robot"))
        .isInstanceOf(DiagramException.class)
        .hasMessageContaining("another Machine than Perdure's");
  }

  @Test
  void moreClassPathMakesMoreKnown() {
    Specimen.write(
        sources, "shop/door/Door.java", DOOR.replace("new Open();", "shop.Lib.other(new Open());"));
    Path library = sources.resolveSibling(sources.getFileName() + "-lib");
    Specimen.write(
        library,
        "shop/Lib.java",
        "package shop; public class Lib { public static <T> T other(T t) { return t; } }");
    assertThatThrownBy(() -> StateDiagram.of(sources, "shop.door.Door"))
        .hasMessageContaining("class Lib");
    int compiled =
        javax.tools.ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, library.resolve("shop/Lib.java").toString());
    assertThat(compiled).isZero();
    MachineSources with = MachineSources.in(sources).with(List.of(library));
    assertThat(with.diagram("shop.door.Door").transitions("Shut", "Push"))
        .map(Transition::toString)
        .containsExactly("Shut + Push* -> Open");
  }
}
