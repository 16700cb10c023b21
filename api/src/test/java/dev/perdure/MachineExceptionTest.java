package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineExceptionTest {
  record Event() {}

  private static final MachineType<Event> TYPE = MachineType.of("order", Event.class);

  @Test
  void aRefusalSaysWhoAndWhy() {
    RefusedException e = new RefusedException(Outcome.Cause.HALTED, "gone");
    assertThat(e).hasMessage("HALTED: gone");
    assertThat(e.cause()).isEqualTo(Outcome.Cause.HALTED);
    assertThat(e.reason()).isEqualTo("gone");
  }

  @Test
  void aPushBackSaysWhereAndWhenToTryAgain() {
    OverloadedException e = new OverloadedException(Duration.ofMillis(50), "partition 3 is full");
    assertThat(e)
        .hasMessage(
            "overloaded: partition 3 is full; send again with the same request id after PT0.05S");
    assertThat(e.retryAfter()).hasMillis(50);
    assertThat(e.where()).isEqualTo("partition 3 is full");
  }

  @Test
  void noAnswerMeansThatTheOutcomeIsUnknown() {
    Exception disk = new Exception("no space");
    assertThat(new UnavailableException("the disk is full", disk))
        .hasMessage("the disk is full; the outcome is unknown: send again with the same request id")
        .hasCause(disk);
    assertThat(new UnavailableException("closing"))
        .hasMessageStartingWith("closing; ")
        .hasNoCause();
  }

  @Test
  void aReusedIdSaysWhatDiffers() {
    RequestIdReusedException e =
        new RequestIdReusedException(RequestId.of("r-1"), "sent to order/7 before");
    assertThat(e)
        .hasMessage(
            "request id \"r-1\" was used for another request: sent to order/7 before; give each"
                + " request an id of its own");
    assertThat(e.id()).isEqualTo(RequestId.of("r-1"));
  }

  @Test
  void anUnknownTypeIsNamedWithThoseThatThereAre() {
    UnknownMachineTypeException e = new UnknownMachineTypeException("ordr", List.of("vm", "order"));
    assertThat(e)
        .hasMessage(
            "unknown machine type \"ordr\"; open the node with its Definition, or use one of:"
                + " order, vm");
    assertThat(e.type()).isEqualTo("ordr");
  }

  @Test
  void aBadPlacementSaysWhichFormIsWanted() {
    assertThat(new BadPlacementException(TYPE.ref("7")))
        .hasMessage(
            "order/7 has no placement, but machine type 'order' is placed:"
                + " use ref(Placement.of(tag), key)");
    assertThat(new BadPlacementException(TYPE.ref(Placement.of("a"), "7")))
        .hasMessage(
            "order/{a}/7 has a placement, but machine type 'order' is not placed:"
                + " use ref(key), or placed() in its Definition");
  }

  @Test
  void aBadEventIsNamedWithItsMachineAndWhatToDo() {
    Exception below = new Exception("no writer for Socket");
    BadEventException e =
        new BadEventException(TYPE.ref("7"), "AddItem", "it cannot be written", below);
    assertThat(e).hasMessage("event AddItem to order/7: it cannot be written").hasCause(below);
    assertThat(e.eventType()).isEqualTo("AddItem");
  }

  @Test
  void anEventThatIsTooLargeSaysByHowMuchAndWhichSettingItIs() {
    EventTooLargeException e =
        new EventTooLargeException(TYPE.ref("7"), "AddItem", 2_000_000, 1_048_576);
    assertThat(e)
        .hasMessage(
            "event AddItem to order/7: it has 2000000 bytes, more than the bound of 1048576"
                + " (max-event-bytes); send a reference to the data instead");
    assertThat(e.eventType()).isEqualTo("AddItem");
    assertThat(e.sizeBytes()).isEqualTo(2_000_000);
    assertThat(e.boundBytes()).isEqualTo(1_048_576);
  }

  @Test
  void anExceptionKeepsItsFieldsWhenItIsSerialized() throws Exception {
    List<MachineException> all =
        List.of(
            new RefusedException(Outcome.Cause.ERROR, "no"),
            new OverloadedException(Duration.ofSeconds(1), "partition 3"),
            new UnavailableException("closing"),
            new RequestIdReusedException(RequestId.of("r-1"), "another event"),
            new UnknownMachineTypeException("ordr", List.of()),
            new BadPlacementException(TYPE.ref("7")),
            new BadEventException(TYPE.ref("7"), "AddItem", "it cannot be written"),
            new EventTooLargeException(TYPE.ref("7"), "AddItem", 2_000, 1_000));
    for (MachineException e : all) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(e);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThat(in.readObject()).usingRecursiveComparison().isEqualTo(e);
      }
    }
  }
}
