package dev.perdure.testing;

import static java.util.Objects.requireNonNull;

import dev.perdure.CallId;
import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.Query;
import dev.perdure.QueueKey;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.ReplyAddress;
import dev.perdure.kernel.spi.Codec;
import dev.perdure.node.codec.DurableNames;
import dev.perdure.node.codec.JacksonCodec;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.plain.MethodSizes;
import dev.perdure.testing.plain.PlainMachine;
import dev.perdure.testing.plain.PlainMachine.Running;
import dev.perdure.testing.plain.PlainMachine.TimerKey;
import dev.perdure.testing.plain.PlainStep;
import dev.perdure.testing.world.CheckedCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One machine in a plain unit test: give it a state and an event, look at the next state and at
 * what it did. Synchronous, without a runtime; it keeps its state, collections, timers and calls
 * from step to step.
 *
 * <pre>{@code
 * MachineTest<State, Event> order = MachineTest.of(OrderMachine.DEFINITION, State.class);
 * StepResult<State> step = order.in(new Open(500)).on(new Checkout(order.replyTo("c")));
 * assertThat(step.next()).isInstanceOf(AwaitingPayment.class);
 * assertThat(order.fire(PaymentDue.class).refusals()).hasSize(1);
 * }</pre>
 *
 * <p>The rules of {@link dev.perdure.Step} are kept. Every state, event, answer and value must be
 * written and read back as what it was; a step that fails throws here, and leaves no trace. A
 * behaviour with a method that HotSpot never compiles is refused. For one thread.
 *
 * @param <S> the states
 * @param <E> the events
 */
public final class MachineTest<S, E> {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Definition<S, E> definition;
  private final MachineRef<E> self;
  private final Codec codec;
  private final Numbered ids = new Numbered();
  private Machine<S, E> behaviour;
  private PlainMachine machine = new PlainMachine();
  private Instant now = BEGIN;
  private @Nullable S state;
  private boolean halted;

  private static final class Numbered implements PlainStep.Ids {
    private final RandomGenerator random = new SplittableRandom(1);
    private long made;

    @Override
    public String next() {
      return "id-" + ++made;
    }

    @Override
    public RandomGenerator random() {
      return random;
    }
  }

  private MachineTest(Definition<S, E> definition, MachineRef<E> self) {
    this.definition = definition;
    this.self = self;
    DurableNames names = new DurableNames(definition.names(), definition.constants());
    this.codec = new CheckedCodec(new JacksonCodec(names));
    this.behaviour = definition.behaviour().get();
    List<String> tooLarge = MethodSizes.tooLarge(behaviour.getClass());
    if (!tooLarge.isEmpty()) {
      throw new AssertionError(String.join("\n", tooLarge));
    }
  }

  /** A machine of that definition, under the key {@code machine}. */
  @SuppressWarnings("unchecked") // The classes are compared.
  public static <S, E> MachineTest<S, E> of(Definition<?, E> definition, Class<S> states) {
    if (definition.states() != states) {
      throw new IllegalArgumentException(
          "the states of machine type '%s' are %s, not %s"
              .formatted(
                  definition.type().name(),
                  definition.states().getTypeName(),
                  states.getTypeName()));
    }
    MachineRef<E> self =
        definition.keysPlaced()
            ? definition.type().ref(dev.perdure.Placement.of("tag"), "machine")
            : definition.type().ref("machine");
    return new MachineTest<>((Definition<S, E>) definition, self);
  }

  // ---- before a step -------------------------------------------------------------------------

  /** Puts it into a state, rehydrated. What it has besides stays. */
  public MachineTest<S, E> in(S given) {
    requireNonNull(given, "given");
    checkWritten(definition.states(), given);
    state = given;
    halted = false;
    return rehydrate();
  }

  /** Takes its plain fields away, as a passivation or a crash does at any time. */
  public MachineTest<S, E> rehydrate() {
    behaviour = definition.behaviour().get();
    behaviour.activated(state());
    return this;
  }

  /** Lets time pass; timers that are due then fire by {@link #fire} alone. */
  public MachineTest<S, E> pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** Its address. */
  public MachineRef<E> self() {
    return self;
  }

  /** Where the answer of a request goes; the same for the same name. */
  public <R> ReplyTo<R> replyTo(String name) {
    return new ReplyTo<>(new ReplyAddress.OfRequest(self, name).toText());
  }

  // ---- steps ---------------------------------------------------------------------------------

  /**
   * Steps an event.
   *
   * @throws RuntimeException what the handler threw, or why the step breaks a rule; nothing changed
   */
  public StepResult<S> on(E event) {
    if (halted) {
      throw new IllegalStateException(self + " is halted, and rejects " + event);
    }
    checkWritten(definition.type().events(), event);
    PlainMachine attempt = machine.copy();
    S before = state();
    PlainStep step =
        new PlainStep(definition, self, before, event instanceof Query, now, ids, attempt);
    S next;
    try {
      next = behaviour.on(before, event, ofFamily(step));
      step.end(next);
      checkWritten(definition.states(), next);
      step.effects().forEach(this::checkWritten);
    } catch (RuntimeException | Error e) {
      behaviour = definition.behaviour().get();
      behaviour.activated(before);
      throw e;
    }
    machine = attempt;
    state = next;
    halted = step.verdict() == Verdict.HALTED;
    boolean reads = event instanceof Query && step.verdict() == Verdict.HANDLED;
    return new StepResult<>(next, reads ? Verdict.QUERIED : step.verdict(), step.effects());
  }

  @SuppressWarnings("unchecked") // Events pass through unseen.
  private static <E> dev.perdure.Step<E> ofFamily(PlainStep step) {
    return (dev.perdure.Step<E>) (dev.perdure.Step<?>) step;
  }

  /** Fires the running timer of that event without a name, when it is due. */
  public StepResult<S> fire(Class<? extends E> event) {
    return fire(event, "");
  }

  /**
   * Lets time pass until a running timer is due, and fires it.
   *
   * @throws IllegalStateException when no such timer runs
   */
  @SuppressWarnings("unchecked") // Timers fire events of their machine.
  public StepResult<S> fire(Class<? extends E> event, String name) {
    TimerKey key = new TimerKey(event, name);
    Running running = machine.timers.get(key);
    if (running == null) {
      throw new IllegalStateException(
          "no timer runs for %s; these do: %s".formatted(key, timers()));
    }
    now = running.due().isAfter(now) ? running.due() : now;
    PlainMachine before = machine;
    machine = machine.copy();
    if (running.timer().periodic()) {
      Instant due = now.plus(running.timer().delay());
      machine.timers.put(key, new Running(running.timer(), due));
    } else {
      machine.timers.remove(key);
    }
    return orBack(before, () -> on((E) running.timer().event()));
  }

  /**
   * Gives the outcome of a call or an ask.
   *
   * @throws IllegalStateException when it waits for none
   */
  @SuppressWarnings("unchecked") // Answers come back as events of their machine.
  public StepResult<S> answer(CallId call, Outcome<?> outcome) {
    Function<Outcome<?>, Object> event = machine.calls.get(call);
    if (event == null) {
      throw new IllegalStateException(
          "it waits for no answer to %s; only to %s".formatted(call, machine.calls.keySet()));
    }
    PlainMachine before = machine;
    machine = machine.copy();
    machine.calls.remove(call);
    return orBack(before, () -> on((E) event.apply(outcome)));
  }

  private StepResult<S> orBack(PlainMachine before, java.util.function.Supplier<StepResult<S>> on) {
    try {
      return on.get();
    } catch (RuntimeException | Error e) {
      machine = before;
      throw e;
    }
  }

  // ---- what it is now ------------------------------------------------------------------------

  /** Its state. */
  public S state() {
    S known = state;
    if (known == null) {
      known = behaviour.initial();
      checkWritten(definition.states(), known);
      state = known;
      behaviour.activated(known);
    }
    return known;
  }

  public boolean isHalted() {
    return halted;
  }

  /** The timers that run, the earliest first. */
  public List<DurableTimer<?>> timers() {
    List<Running> running = new ArrayList<>(machine.timers.values());
    running.sort(Comparator.comparing(Running::due));
    return running.stream().<DurableTimer<?>>map(Running::timer).toList();
  }

  /** The calls and asks whose answer is to come. */
  public List<CallId> waitsFor() {
    return List.copyOf(machine.calls.keySet());
  }

  /** What a durable map holds, in its order. */
  @SuppressWarnings("unchecked") // A name stands for one type.
  public <K, V> Map<K, V> map(MapKey<K, V> key) {
    Map<?, ?> entries = machine.maps.get(key);
    return entries == null ? Map.of() : new LinkedHashMap<>((Map<K, V>) entries);
  }

  /** What a durable queue holds, the head first. */
  @SuppressWarnings("unchecked") // A name stands for one type.
  public <V> List<V> queue(QueueKey<V> key) {
    var values = machine.queues.get(key);
    return values == null ? List.of() : List.copyOf((java.util.Collection<V>) values);
  }

  // ---- what is stored ------------------------------------------------------------------------

  private void checkWritten(Effect effect) {
    switch (effect) {
      case Effect.Sent(_, var event) -> checkWritten(event.getClass(), event);
      case Effect.Asked asked -> checkWritten(asked.event().getClass(), asked.event());
      case Effect.Called called -> checkWritten(called.activity().request(), called.request());
      case Effect.Replied(_, var answer) -> checkWritten(answer.getClass(), answer);
      case Effect.TimerStarted(var timer) ->
          checkWritten(definition.type().events(), timer.event());
      case Effect.MapPut(var map, _, var value) -> checkWritten(map.values(), value);
      case Effect.QueueAdded(var queue, var value) -> checkWritten(queue.values(), value);
      default -> {} // Holds no value of the program's.
    }
  }

  /** It must be read back as what it was. */
  @SuppressWarnings("unchecked") // The value is one of the class.
  private void checkWritten(Class<?> type, Object value) {
    ((Codec.ValueCodec<Object>) codec.of(type)).encode(value);
  }
}
