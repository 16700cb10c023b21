package dev.perdure.testing.linear;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.RefusedException;
import dev.perdure.UnavailableException;
import dev.perdure.testing.RunListener.Reply;
import dev.perdure.testing.RunListener.Request;
import dev.perdure.testing.Violation;
import dev.perdure.testing.linear.RegisterModel.Operation;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Histories by hand, each known to be linearizable or not. */
class LinearizabilityTest {
  private sealed interface Event {}

  private record Write(String value) implements Event {}

  private record Read() implements Event {}

  private record Swap(String expected, String value) implements Event {}

  private record Add(long number) implements Event {}

  private static final MachineType<Event> TYPE = MachineType.of("register", Event.class);

  private Linearizability<String> register = register();

  private static Linearizability<String> register() {
    return new Linearizability<>(
        TYPE,
        new RegisterModel<>(
            "",
            event ->
                switch ((Event) event) {
                  case Write(var value) -> new Operation.Write<>(value);
                  case Read() -> new Operation.Read<>();
                  case Swap(var expected, var value) ->
                      new Operation.CompareAndSet<>(expected, value);
                  case Add _ -> new Operation.Other<>();
                }));
  }

  @BeforeEach
  void fresh() {
    register = register();
  }

  private Request call(String client, Event event) {
    return call(register, client, event);
  }

  private static Request call(Linearizability<?> of, String client, Event event) {
    Request request = new Request(client, "", TYPE.ref("r"), event, Instant.EPOCH);
    of.requested(request);
    return request;
  }

  private void returns(Request request, Object value) {
    register.answered(request, new Reply.Value(value));
  }

  private void holds() {
    assertThatCode(register::atRest).doesNotThrowAnyException();
  }

  private void fails() {
    assertThatThrownBy(register::atRest)
        .isInstanceOf(Violation.class)
        .hasMessageContaining("not linearizable");
  }

  @Test
  void aReadAfterAWriteSeesIt() {
    returns(call("a", new Write("x")), true);
    returns(call("b", new Read()), "x");
    holds();
  }

  @Test
  void aReadAfterAWriteThatMissesItIsFound() {
    returns(call("a", new Write("x")), true);
    returns(call("b", new Read()), "");
    fails();
  }

  @Test
  void aReadDuringAWriteMaySeeEither() {
    for (String seen : new String[] {"", "x"}) {
      fresh();
      Request write = call("a", new Write("x"));
      returns(call("b", new Read()), seen);
      returns(write, true);
      holds();
    }
  }

  @Test
  void readsDuringAWriteMayNotGoBack() {
    Request write = call("a", new Write("x"));
    returns(call("b", new Read()), "x");
    returns(call("c", new Read()), "");
    returns(write, true);
    fails();
  }

  @Test
  void aRequestWithoutAnAnswerMayHaveHappenedOrNot() {
    for (String seen : new String[] {"", "x"}) {
      fresh();
      call("a", new Write("x"));
      returns(call("b", new Read()), seen);
      returns(call("b", new Read()), seen);
      holds();
    }
  }

  @Test
  void aRequestWithoutAnAnswerHappensOnceAtMost() {
    call("a", new Write("x"));
    returns(call("b", new Read()), "x");
    returns(call("b", new Write("y")), true);
    returns(call("b", new Read()), "x");
    fails();
  }

  @Test
  void anAnswerThatNobodyKnowsIsNoAnswer() {
    Request write = call("a", new Write("x"));
    register.answered(write, new Reply.Failure(new UnavailableException("gone")));
    returns(call("b", new Read()), "");
    returns(call("b", new Read()), "x");
    holds();
  }

  @Test
  void aRefusedRequestDidNothing() {
    Request write = call("a", new Write("x"));
    register.answered(write, new Reply.Failure(new RefusedException(Outcome.Cause.REFUSED, "no")));
    returns(call("b", new Read()), "x");
    fails();
  }

  @Test
  void onlyOneOfTwoSwapsSucceeds() {
    Request one = call("a", new Swap("", "x"));
    Request two = call("b", new Swap("", "y"));
    returns(one, true);
    returns(two, true);
    fails();
  }

  @Test
  void twoEqualRequestsAtOnceAreTwo() {
    var counter =
        new Linearizability<>(
            TYPE,
            new CounterModel(
                event -> event instanceof Add(var n) ? OptionalLong.of(n) : OptionalLong.empty()));
    Request one = call(counter, "a", new Add(1));
    Request two = call(counter, "a", new Add(1));
    counter.answered(two, new Reply.Value(1L));
    counter.answered(one, new Reply.Value(2L));
    assertThatCode(counter::atRest).doesNotThrowAnyException();
    counter.answered(call(counter, "b", new Read()), new Reply.Value(3L));
    assertThatThrownBy(counter::atRest).isInstanceOf(Violation.class);
  }
}
