package dev.perdure.kernel;

import dev.perdure.MachineRef;
import java.util.ArrayList;
import java.util.List;

/**
 * What a step record takes and gives, for looking at.
 *
 * @param source the stream that it consumes of; -1 for none
 * @param consumedSeq how far that stream is consumed with it; 0 for none
 * @param writes whether it changes anything durable; else it only carries outputs
 */
public record RecordView(
    int partition,
    long recordNo,
    int source,
    long consumedSeq,
    boolean writes,
    List<Sent> sent,
    List<Remembered> remembered,
    List<Output> outputs) {

  /**
   * A message sent, with its number in the stream to {@code target}.
   *
   * @param eventName empty for an answer
   * @param bytes the event; of an answer, all of it
   */
  public record Sent(int target, long seq, MachineRef<?> to, String eventName, byte[] bytes) {}

  /**
   * What is remembered of a request.
   *
   * @param answered whether the answer is the lasting one, and not only accepted
   */
  public record Remembered(String requestId, boolean answered, Answer answer) {}

  /** The view of a record. */
  public static RecordView of(StepRecord viewed) {
    List<Sent> sent = new ArrayList<>(viewed.sends.size());
    for (Message.Envelope one : viewed.sends) {
      MachineRef<?> to = one.to();
      sent.add(
          one.message() instanceof Message.EventMessage(var name, var bytes, _)
              ? new Sent(one.target(), one.seq(), to, name, bytes)
              : new Sent(one.target(), one.seq(), to, "", Segment.message(one)));
    }
    List<Remembered> remembered = new ArrayList<>(viewed.answers.size());
    for (StepRecord.Remembered one : viewed.answers) {
      remembered.add(new Remembered(one.requestId(), one.answered(), one.answer()));
    }
    return new RecordView(
        viewed.partition,
        viewed.recordNo,
        viewed.source,
        viewed.consumedSeq,
        viewed.writes(),
        sent,
        remembered,
        viewed.outputs);
  }
}
