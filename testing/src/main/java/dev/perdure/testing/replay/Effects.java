package dev.perdure.testing.replay;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Effect;
import dev.perdure.testing.Violation;
import dev.perdure.testing.plain.EffectSink;
import dev.perdure.testing.world.SameValue;
import java.util.List;

/**
 * What a step does when it is run again, held against what was committed of it, effect by effect.
 * What the program cannot know, such as ids, is taken from there.
 */
final class Effects implements EffectSink {
  private final CommittedStep step;
  private int done;

  Effects(CommittedStep step) {
    this.step = step;
  }

  @Override
  public void add(Effect effect) {
    same(effect, next(effect.toString()));
  }

  /** It does this where that was committed. */
  void same(Effect effect, Effect committed) {
    if (!SameValue.same(effect, committed)) {
      throw differs(effect + " is done", committed + " was committed");
    }
  }

  /** The committed effect of a kind that it needs something of now. */
  <T extends Effect> T take(Class<T> kind) {
    Effect committed = next("a " + kind.getSimpleName());
    if (!kind.isInstance(committed)) {
      throw differs("a " + kind.getSimpleName() + " is done", committed + " was committed");
    }
    return kind.cast(committed);
  }

  private Effect next(String what) {
    List<Effect> committed = step.effects();
    if (done == committed.size()) {
      throw differs(what + " is done", "nothing more was committed");
    }
    return committed.get(done++);
  }

  /** The handler has returned: all that was committed must have been done. */
  void end() {
    if (done < step.effects().size()) {
      throw differs("nothing more is done", step.effects().get(done) + " was committed");
    }
  }

  /** The run without failures does something else than what was committed. */
  Violation differs(String without, String with) {
    return new Violation(
        "G11: step %d, %s of %s in %s: without failures %s, but %s"
            .formatted(step.number(), step.event(), step.machine(), step.before(), without, with));
  }
}
