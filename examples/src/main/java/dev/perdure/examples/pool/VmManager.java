package dev.perdure.examples.pool;

import dev.perdure.Activity;
import dev.perdure.CallId;
import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Outcome.Done;
import dev.perdure.Outcome.NotDone;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.time.Duration;

/**
 * One virtual machine: created once at most, released for certain. It lives as long as something
 * may exist under its name at the provider, and halts only when the provider has confirmed that
 * nothing does and nothing ever will.
 *
 * <p>The machine's own key is the VM's name, so every attempt of every call speaks of the same VM.
 */
public final class VmManager implements Machine<VmManager.State, VmManager.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("vm", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, VmManager::new);

  private static final Activity.Policy POLICY =
      new Activity.Policy(Duration.ofSeconds(2), 4, Duration.ofMillis(100), Duration.ZERO);

  /** Creates the VM of this name, or finds it created; a released name is refused. */
  public static final Activity<VmName, VmId> CREATE =
      Activity.of("create-vm", VmName.class, VmId.class, POLICY);

  /** Ends the VM of this name, if there is one, and bars the name for ever. */
  public static final Activity<VmName, Gone> RELEASE =
      Activity.of("release-vm", VmName.class, Gone.class, POLICY);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Nothing exists under the name, and nothing ever will. */
  public record Gone() {}

  /** What a VM can be told. */
  public sealed interface Event {}

  /** Create yourself. A refusal is no promise that nothing was created: {@link Release} is. */
  public record Provision(ReplyTo<VmId> to) implements Event {}

  /** Be gone, whatever state you are in. Answered only once it is certain. */
  public record Release(ReplyTo<Gone> to) implements Event {}

  record Provisioned(Outcome<VmId> outcome) implements Event {}

  record Released(Outcome<Gone> outcome) implements Event {}

  record TryAgain() implements Event {}

  sealed interface State {}

  record Absent() implements State {}

  record Creating(CallId call, ReplyTo<VmId> asker) implements State {}

  record Created(VmId id) implements State {}

  /** The creation did not succeed; whether there is a VM, nobody knows. */
  record Uncertain(String reason) implements State {}

  record Releasing(ReplyTo<Gone> asker) implements State {}

  @Override
  public State initial() {
    return new Absent();
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (state) {
      case Absent absent -> absent(absent, event, step);
      case Creating creating -> creating(creating, event, step);
      case Created created -> settled(created, event, step);
      case Uncertain uncertain -> settled(uncertain, event, step);
      case Releasing releasing -> releasing(releasing, event, step);
    };
  }

  private static State absent(Absent state, Event event, Step<Event> step) {
    return switch (event) {
      case Provision(var asker) -> {
        CallId call = step.call(CREATE, name(step), Provisioned::new);
        yield new Creating(call, asker);
      }
      case Release(var asker) -> release(asker, step);
      case Provisioned _, Released _, TryAgain _ -> step.reject(state, "nothing is under way");
    };
  }

  private static State creating(Creating state, Event event, Step<Event> step) {
    return switch (event) {
      case Provisioned(Done(var id)) -> {
        step.reply(state.asker(), id);
        yield new Created(id);
      }
      case Provisioned(NotDone<VmId> no) -> {
        step.refuse(state.asker(), no.reason());
        yield new Uncertain(no.reason());
      }
      case Release(var asker) -> {
        // The call may still do its work, even after the release: the provider then refuses it.
        step.cancel(state.call());
        step.refuse(state.asker(), "released while being created");
        yield release(asker, step);
      }
      case Provision _ -> step.reject(state, "being created");
      case Released _, TryAgain _ -> step.reject(state, "not being released");
    };
  }

  private static State settled(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Release(var asker) -> release(asker, step);
      case Provision _ -> step.reject(state, "a VM is created once");
      case Provisioned _, Released _, TryAgain _ -> step.reject(state, "nothing is under way");
    };
  }

  private static State releasing(Releasing state, Event event, Step<Event> step) {
    return switch (event) {
      case Released(Done(var gone)) -> {
        step.reply(state.asker(), gone);
        yield step.halt(state);
      }
      case Released(NotDone<Gone> _) -> {
        step.startTimer(DurableTimer.after(PAUSE, new TryAgain()).whileIn(Releasing.class));
        yield state;
      }
      case TryAgain _ -> release(state.asker(), step);
      case Release(var asker) -> {
        step.refuse(state.asker(), "asked again");
        yield new Releasing(asker);
      }
      case Provision _, Provisioned _ -> step.reject(state, "being released");
    };
  }

  private static State release(ReplyTo<Gone> asker, Step<Event> step) {
    step.call(RELEASE, name(step), Released::new);
    return new Releasing(asker);
  }

  private static VmName name(Step<Event> step) {
    return new VmName(step.self().key());
  }
}
