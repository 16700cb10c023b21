package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.StepRecord.Remembered;
import dev.perdure.kernel.StepRecord.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests from outside that go to machines of a partition: who waits for which, and what the
 * {@link RequestMemory} has of those that came before. One request id is stepped once; whoever
 * brings it again gets, or waits for, the same answer. Used by the partition alone.
 */
final class Requests {
  private final RequestMemory memory;
  private final Placements placements;
  private final int partition;
  private final Counters counters;

  /**
   * By request id: requests under way in memory. Those accepted and waited for by nobody are not.
   */
  private final Map<String, Flight> flights = new LinkedHashMap<>();

  /** A request under way. */
  private static final class Flight {
    final long hash;
    final List<Waiting> waiting = new ArrayList<>(1);
    boolean accepted;

    Flight(long hash) {
      this.hash = hash;
    }
  }

  private record Waiting(Waiter waiter, boolean forReply) {}

  /** What to do with a request that came in. */
  sealed interface Reception {
    /** It is stepped. */
    record Fresh() implements Reception {}

    /** It waits for the same answer as an earlier one. */
    record Joined() implements Reception {}

    /** Its answer is known; released when all before it is durable. */
    record Known(Answer answer) implements Reception {}
  }

  Requests(RequestMemory memory, Placements placements, int partition, Counters counters) {
    this.memory = memory;
    this.placements = placements;
    this.partition = partition;
    this.counters = counters;
  }

  RequestMemory memory() {
    return memory;
  }

  /**
   * A request with its id.
   *
   * @param forReply whether the waiter waits for the reply, rather than for acceptance
   */
  Reception receive(String id, long hash, boolean forReply, Waiter waiter) {
    Flight flight = flights.get(id);
    if (flight == null) {
      Remembered known = memory.find(id);
      if (known == null) {
        flight = new Flight(hash);
        flight.waiting.add(new Waiting(waiter, forReply));
        flights.put(id, flight);
        return new Reception.Fresh();
      }
      if (known.hash() != hash) {
        return new Reception.Known(new Answer.IdReused());
      }
      if (known.answered() || !forReply) {
        return new Reception.Known(forReply ? known.answer() : known.forSender());
      }
      flight = new Flight(hash);
      flight.accepted = true;
      flights.put(id, flight);
    } else if (flight.hash != hash) {
      return new Reception.Known(new Answer.IdReused());
    } else if (flight.accepted && !forReply) {
      return new Reception.Known(new Answer.Accepted());
    }
    flight.waiting.add(new Waiting(waiter, forReply));
    return new Reception.Joined();
  }

  /** A waiter has gone; the request itself goes on. */
  void abandon(String id, Waiter waiter) {
    Flight flight = flights.get(id);
    if (flight != null) {
      flight.waiting.removeIf(waiting -> Identity.same(waiting.waiter, waiter));
      if (flight.accepted && flight.waiting.isEmpty()) {
        flights.remove(id);
      }
    }
  }

  /** The event of the request is consumed, or durably in the mailbox, with the draft. */
  void accepted(String id, boolean replies, Draft draft) {
    Flight flight = flights.get(id);
    if (flight == null || flight.accepted) {
      return; // Answered within the same step.
    }
    if (!replies) {
      answered(id, flight, new Answer.Accepted(), draft);
      return;
    }
    flight.accepted = true;
    draft.remember(new Remembered(id, flight.hash, Standing.ACCEPTED, new Answer.Accepted()));
    for (Waiting waiting : List.copyOf(flight.waiting)) {
      if (!waiting.forReply) {
        draft.output(new Output.Complete(waiting.waiter, new Answer.Accepted()));
        flight.waiting.remove(waiting);
      }
    }
    if (flight.waiting.isEmpty()) {
      flights.remove(id);
    }
  }

  /**
   * Sends an answer where it belongs, with the draft. What an event carries for an address may be
   * none when it was forged: then nobody is answered.
   */
  void answer(ReplyTo<?> to, Answer answer, Draft draft) {
    ReplyAddress address;
    try {
      address = ReplyAddress.parse(to.address());
    } catch (IllegalArgumentException e) {
      counters.lateAnswers++;
      return;
    }
    answer(address, answer, draft);
  }

  /** Sends an answer where it belongs, with the draft. */
  void answer(ReplyAddress to, Answer answer, Draft draft) {
    switch (to) {
      case ReplyAddress.OfRequest(var machine, var id) -> {
        if (placements.partitionOf(machine) == partition) {
          answerHere(id, answer, draft);
        } else {
          draft.send(machine, new Message.RequestAnswered(id, answer));
        }
      }
      case ReplyAddress.OfAsk(var machine, var callId) ->
          draft.send(machine, new Message.AskAnswered(callId, answer));
      case ReplyAddress.OfQuery _ -> counters.lateAnswers++;
    }
  }

  /** An answer to a request that went to a machine of this partition. */
  void answerHere(String id, Answer answer, Draft draft) {
    Flight flight = flights.get(id);
    if (flight != null) {
      answered(id, flight, answer, draft);
      return;
    }
    Remembered known = memory.find(id);
    if (known == null || known.answered()) {
      counters.lateAnswers++; // Answered before, or forgotten after the retention.
      return;
    }
    memory.answered(id, draft.writes);
    draft.remember(new Remembered(id, known.hash(), Standing.ANSWERED, answer));
  }

  /** A request is too late for its machine: whoever brought it hears so, who only sends too. */
  void turnedAway(String id, Answer.No no, Draft draft) {
    Flight flight = flights.get(id);
    if (flight != null) {
      end(id, flight, new Remembered(id, flight.hash, Standing.TURNED_AWAY, no), draft);
    }
  }

  private void answered(String id, Flight flight, Answer answer, Draft draft) {
    end(id, flight, new Remembered(id, flight.hash, Standing.ANSWERED, answer), draft);
  }

  private void end(String id, Flight flight, Remembered remembered, Draft draft) {
    flights.remove(id);
    if (flight.accepted) {
      memory.answered(id, draft.writes);
    }
    draft.remember(remembered);
    for (Waiting waiting : flight.waiting) {
      Answer given = waiting.forReply ? remembered.answer() : remembered.forSender();
      draft.output(new Output.Complete(waiting.waiter, given));
    }
  }

  /** Stands for an event and its receiver, so that another under the same id is noticed. */
  static long hash(MachineRef<?> to, EventShape shape, byte[] bytes) {
    return Hashes.of(
        List.of(to.type(), to.placement().tag(), to.key(), shape.name()), shape.canonical(bytes));
  }
}
