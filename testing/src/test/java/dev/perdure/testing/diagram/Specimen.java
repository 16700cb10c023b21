package dev.perdure.testing.diagram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A machine written for a test, of which mostly the body of its handler matters. */
final class Specimen {
  private static final String FAMILIES =
      """
      sealed interface Event {}
      record Go() implements Event {}
      record Stop(boolean now) implements Event {}
      record Told(Outcome<String> outcome) implements Event {}
      sealed interface State {}
      record Idle() implements State {}
      sealed interface Working extends State {}
      record Busy(int left) implements Working {}
      record Tired() implements Working {}
      record Over() implements State {}
      """;

  private final Path sources;
  private String families = FAMILIES;
  private String more = "";

  private Specimen(Path sources) {
    this.sources = sources;
  }

  /** In an empty folder. */
  static Specimen in(Path sources) {
    return new Specimen(sources);
  }

  /** With other states and events than the usual ones. */
  Specimen families(String declared) {
    families = declared;
    return this;
  }

  /** With members besides the handler. */
  Specimen members(String declared) {
    more = declared;
    return this;
  }

  /** The diagram, where the handler has this body. */
  StateDiagram on(String body) {
    String source =
        """
        package specimen;
        import dev.perdure.*;
        import java.util.*;
        import java.util.function.*;
        final class Specimen implements Machine<Specimen.State, Specimen.Event> {
          static final MachineType<Event> TYPE = MachineType.of("specimen", Event.class);
        %s
          @Override public State initial() { return new Idle(); }
          @Override public State on(State state, Event event, Step<Event> step) {
        %s
          }
        %s
        }
        """
            .formatted(families, body, more);
    write(sources, "specimen/Specimen.java", source);
    return StateDiagram.of(sources, "specimen.Specimen");
  }

  /** The same, where the handler only returns this. */
  StateDiagram returning(String expression) {
    return on("return " + expression + ";");
  }

  /** The transitions of one event, as text. */
  static List<String> of(StateDiagram diagram, String event) {
    return diagram.transitions().stream()
        .filter(each -> each.event().equals(event))
        .map(Transition::toString)
        .toList();
  }

  static void write(Path root, String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
