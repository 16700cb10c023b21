package dev.perdure.testing.diagram.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** What leaves the body of one method or lambda: its returns, and inside it yields and breaks. */
final class Frame {
  /** What a jump may leave. */
  enum Kind {
    LOOP,
    SWITCH,
    /** A statement with a label that is neither. */
    BLOCK
  }

  /** Something that {@code break} and {@code continue} may leave. */
  static final class Target {
    private final @Nullable String label;
    private final Kind kind;
    private final List<Locals> breaks = new ArrayList<>();
    private final List<Locals> continues = new ArrayList<>();

    private Target(@Nullable String label, Kind kind) {
      this.label = label;
      this.kind = kind;
    }

    private boolean takes(@Nullable CharSequence wanted, boolean loopsOnly) {
      if (wanted != null) return wanted.toString().equals(label);
      return kind == Kind.LOOP || (kind == Kind.SWITCH && !loopsOnly);
    }

    List<Locals> breaks() {
      return breaks;
    }

    List<Locals> continues() {
      return continues;
    }
  }

  /** A switch expression whose value is being found. */
  static final class Yields {
    private final List<Guard> before;
    private final List<Locals> ends = new ArrayList<>();
    private Value value = Value.NOTHING;

    private Yields(List<Guard> before) {
      this.before = before;
    }

    void add(Value yielded, Locals at) {
      value = value.or(at.leaving(yielded, before));
      ends.add(at.copy());
    }

    Value value() {
      return value;
    }

    List<Locals> ends() {
      return ends;
    }
  }

  private final Deque<Target> targets = new ArrayDeque<>();
  private final Deque<Yields> yields = new ArrayDeque<>();
  private final Deque<Map<Element, Value>> attempts = new ArrayDeque<>();
  private Optional<Marks> marks = Optional.empty();
  private Value returned = Value.NOTHING;

  /** The body ends here with a value. */
  void giveBack(Value value, Locals at) {
    returned = returned.or(at.leaving(value, List.of()));
  }

  /** The body ends here without a value. */
  void end(Locals at) {
    Marks told = at.marks().after(at.path());
    marks = Optional.of(marks.map(before -> before.or(told)).orElse(told));
  }

  Value returned() {
    return returned;
  }

  /** What the step was told at the ends without a value. */
  Marks marks() {
    return marks.orElse(Marks.NONE);
  }

  /** From here on assignments are noted, for whoever catches an exception in between. */
  void beginAttempt() {
    attempts.push(new LinkedHashMap<>());
  }

  /** All that was assigned since. */
  Map<Element, Value> endAttempt() {
    return attempts.pop();
  }

  void assigned(Element variable, Value value) {
    attempts.forEach(noted -> noted.merge(variable, value, Value::or));
  }

  Yields openYields(List<Guard> before) {
    Yields opened = new Yields(before);
    yields.push(opened);
    return opened;
  }

  void closeYields() {
    yields.pop();
  }

  Yields innermostYields() {
    return yields.element();
  }

  Target openTarget(@Nullable String label, Kind kind) {
    Target opened = new Target(label, kind);
    targets.push(opened);
    return opened;
  }

  void closeTarget() {
    targets.pop();
  }

  /** Where a jump goes: by its label, or to the innermost that takes it. */
  Optional<Target> target(@Nullable CharSequence label, boolean loopsOnly) {
    return targets.stream().filter(target -> target.takes(label, loopsOnly)).findFirst();
  }
}
