package dev.perdure.testing.specimens;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The election of Raft, among three. Wrong: a voter keeps in a plain field whom it voted for, and
 * forgets it in a crash; so it may vote twice in a term, and the term has two leaders. Right: the
 * vote is part of the state.
 */
@SuppressWarnings("SameNameButDifferent") // Each machine has its own State and Event.
final class Election {
  private static final int VOTERS = 3;

  private Election() {}

  static Specimen specimen() {
    return new Specimen(
        "Raft with two leaders",
        simulation -> play(simulation, Server.FORGETFUL),
        simulation -> play(simulation, Server.RIGHT),
        "two leaders");
  }

  private static void play(Simulation simulation, Definition<?, Server.Event> definition) {
    simulation.open(definition);
    Map<Integer, MachineRef<?>> leaders = new HashMap<>();
    simulation.watch(
        step -> {
          if (step.after() instanceof Server.Leader(var term)) {
            MachineRef<?> other = leaders.putIfAbsent(term, step.machine());
            if (other != null && !other.equals(step.machine())) {
              throw new AssertionError("two leaders of term " + term);
            }
          }
        });
    for (int i = 0; i < VOTERS; i++) {
      List<String> others = List.of("s" + (i + 1) % VOTERS, "s" + (i + 2) % VOTERS);
      var _ =
          simulation
              .client("c" + i)
              .send(Server.TYPE.ref("s" + i), new Server.Join(others, 10 + 7 * i));
    }
    simulation.run(Duration.ofSeconds(2));
  }

  /** A server, as far as elections go. */
  static final class Server implements Machine<Server.State, Server.Event> {
    static final MachineType<Event> TYPE = MachineType.of("server", Event.class);
    static final Definition<?, Event> RIGHT =
        Definition.of(TYPE, State.class, () -> new Server(true));
    static final Definition<?, Event> FORGETFUL =
        Definition.of(TYPE, State.class, () -> new Server(false));

    sealed interface Event {}

    record Join(List<String> others, int patienceMillis) implements Event {}

    record ElectionDue() implements Event {}

    record VoteFor(int term, String candidate) implements Event {}

    record Vote(int term) implements Event {}

    sealed interface State {}

    record Apart() implements State {}

    record Follower(int term, String votedFor, List<String> others) implements State {}

    record Candidate(int term, int votes, List<String> others) implements State {}

    record Leader(int term) implements State {}

    private final boolean right;
    private String votedFor = "";
    private int votedIn;

    private Server(boolean right) {
      this.right = right;
    }

    @Override
    public State initial() {
      return new Apart();
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Join(var others, var patience) -> {
          step.startTimer(DurableTimer.after(Duration.ofMillis(patience), new ElectionDue()));
          yield new Follower(0, "", others);
        }
        case ElectionDue() -> due(state, step);
        case VoteFor(var term, var candidate) -> voteFor(state, term, candidate, step);
        case Vote(var term) -> vote(state, term, step);
      };
    }

    private static State due(State state, Step<Event> step) {
      return switch (state) {
        case Follower(var term, _, var others) -> stand(term + 1, others, step);
        case Candidate(var term, _, var others) -> stand(term + 1, others, step);
        case Apart _, Leader _ -> step.ignore(state);
      };
    }

    private static State stand(int term, List<String> others, Step<Event> step) {
      for (String other : others) {
        step.send(TYPE.ref(other), new VoteFor(term, step.self().key()));
      }
      if (term < 4) {
        step.startTimer(DurableTimer.after(Duration.ofMillis(50), new ElectionDue()));
      }
      return new Candidate(term, 1, others);
    }

    private State voteFor(State state, int term, String candidate, Step<Event> step) {
      return switch (state) {
        case Apart _ -> step.defer(state);
        case Follower follower -> consider(follower, term, candidate, step);
        case Candidate(var mine, _, var others) when mine < term ->
            consider(new Follower(mine, "", others), term, candidate, step);
        case Candidate _, Leader _ -> step.ignore(state);
      };
    }

    private State consider(Follower follower, int term, String candidate, Step<Event> step) {
      String before =
          right
              ? term == follower.term() ? follower.votedFor() : ""
              : term == votedIn ? votedFor : "";
      if (term < follower.term() || !(before.isEmpty() || before.equals(candidate))) {
        return follower;
      }
      votedFor = candidate;
      votedIn = term;
      step.send(TYPE.ref(candidate), new Vote(term));
      return new Follower(term, candidate, follower.others());
    }

    private static State vote(State state, int term, Step<Event> step) {
      if (state instanceof Candidate(var mine, var votes, var others) && mine == term) {
        return votes + 1 > VOTERS / 2 ? new Leader(term) : new Candidate(mine, votes + 1, others);
      }
      return step.ignore(state);
    }
  }
}
