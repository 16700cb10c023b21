package dev.perdure.examples.pingpong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.Outcome.Cause;
import dev.perdure.RefusedException;
import dev.perdure.RequestId;
import dev.perdure.examples.Clients;
import dev.perdure.examples.TestNode;
import dev.perdure.examples.pingpong.Ping.Play;
import dev.perdure.examples.pingpong.Ping.Score;
import dev.perdure.node.Operator.MachineInfo;
import dev.perdure.node.Operator.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ball is hit as often as was agreed, and who was sent home is gone. */
@Timeout(300)
final class PingPongTest {
  @TempDir private Path dir;

  private TestNode open() {
    return TestNode.open(dir, Ping.DEFINITION, Pong.DEFINITION);
  }

  private static MachineRef<Ping.Event> table(int number) {
    return Ping.TYPE.ref("table-" + number);
  }

  private static Score play(TestNode node, String id, MachineRef<Ping.Event> table, int rounds) {
    return node.ask(id, table, Score.class, to -> new Play(rounds, to));
  }

  private static void assertFair(Score score, int rounds) {
    assertThat(score.pings()).isEqualTo(rounds);
    assertThat(score.pongs()).isEqualTo(rounds);
  }

  @Test
  void aGameHasAsManyHitsByEachAsThereAreRounds() {
    try (TestNode node = open()) {
      for (int rounds : List.of(1, 2, 3, 100)) {
        assertFair(play(node, "game-" + rounds, table(1), rounds), rounds);
      }
    }
  }

  @Test
  void aGameIsPlayedOnAfterEachRestart() throws Exception {
    int rounds = 500;
    try (TestNode node = open();
        Clients<Score> players = new Clients<>()) {
      for (int i = 0; i < 8; i++) {
        MachineRef<Ping.Event> table = table(i);
        players.start(() -> play(node, "long at " + table, table, rounds));
      }
      for (int i = 0; i < 3; i++) {
        assertFair(play(node, "short-" + i, table(8), 5), 5);
        node.restart();
      }
      for (Score score : players.results()) assertFair(score, rounds);
      assertThat(players.results()).extracting(Score::opponent).doesNotHaveDuplicates();
    }
  }

  @Test
  void theGameAskedForLastIsPlayedLast() throws Exception {
    try (TestNode node = open()) {
      for (int games = 2; games <= 5; games++) {
        List<CompletableFuture<Score>> scores = new ArrayList<>();
        for (int game = 0; game < games; game++) {
          int rounds = 50 - game;
          RequestId id = RequestId.of(games + " games, number " + game);
          scores.add(
              node.now().client().ask(id, table(games), Score.class, to -> new Play(rounds, to)));
        }
        assertFair(scores.getLast().get(60, TimeUnit.SECONDS), 50 - (games - 1));
        // Nothing is left to play: so it was the last, in whatever order the answers arrive here.
        MachineInfo ping = node.show(table(games)).orElseThrow();
        assertThat(ping.stateName()).isEqualTo("Resting");
        assertThat(ping.waiting()).isZero();
        for (int game = 0; game < games; game++) assertFair(scores.get(game).join(), 50 - game);
        assertThat(scores).extracting(score -> score.join().opponent()).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void whoWasSentHomeIsGoneForGood() {
    try (TestNode node = open()) {
      Score score = play(node, "first", table(1), 3);
      node.awaitShown(score.opponent(), pong -> pong.status() == Status.HALTED);

      assertThatThrownBy(() -> node.send("a late ball", score.opponent(), new Pong.Ball(table(1))))
          .isInstanceOfSatisfying(
              RefusedException.class, no -> assertThat(no.cause()).isEqualTo(Cause.HALTED));
      node.restart();
      assertThat(play(node, "second", table(1), 7).opponent()).isNotEqualTo(score.opponent());
      assertFair(play(node, "second", table(1), 7), 7);
      node.awaitShown(score.opponent(), pong -> pong.status() == Status.HALTED);
    }
  }
}
