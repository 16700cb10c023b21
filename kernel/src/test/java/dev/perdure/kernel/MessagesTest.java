package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Tally.Count;
import dev.perdure.kernel.Tally.Event;
import dev.perdure.kernel.Tally.Note;
import dev.perdure.kernel.Tally.NoteAndCount;
import dev.perdure.kernel.Tally.Pass;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sends: within a partition, between partitions of one store, and between stores. */
final class MessagesTest {
  private static final MachineRef<Event> ONE = Tally.TYPE.ref("one");
  private static final MachineRef<Event> TWO = Tally.TYPE.ref("two");

  @Test
  void anEventFromOutsideIsStepped() {
    KernelHarness kernel = new KernelHarness(Tally.DEFINITION);
    Reply sent = kernel.send("r1", ONE, new Note("a"));
    assertThat(sent.isAnswered()).as("before the commit").isFalse();
    kernel.run();
    assertThat(sent.answer()).isEqualTo(new Answer.Accepted());
    assertThat(Tally.notes(kernel, ONE)).containsExactly("a");
  }

  @Test
  void aReplyComesBack() {
    KernelHarness kernel = new KernelHarness(Tally.DEFINITION);
    Reply reply = kernel.<Event, Integer>ask("r1", ONE, to -> new NoteAndCount("a", to));
    Reply count = kernel.<Event, Integer>query(ONE, Count::new);
    kernel.run();
    assertThat(reply.value(Integer.class)).isEqualTo(1);
    assertThat(count.value(Integer.class)).isEqualTo(1);
  }

  @Test
  void whatIsCommittedOutlivesACrash() {
    KernelHarness kernel = new KernelHarness(Tally.DEFINITION);
    kernel.send("r1", ONE, new Note("a"));
    kernel.run();
    kernel.crash();
    assertThat(Tally.notes(kernel, ONE)).containsExactly("a");
  }

  @Test
  void eventsOfOneSenderAreSteppedInTheOrderSent() {
    onSeeds(
        50,
        seed -> {
          KernelHarness kernel =
              new KernelHarness(Settings.standard().partitions(3).seed(seed), Tally.DEFINITION);
          kernel.handOverOutOfOrder();
          List<String> texts = IntStream.range(0, 50).mapToObj(i -> "n" + i).toList();
          for (String text : texts) {
            kernel.send(text, ONE, new Pass(TWO, text));
            kernel.turns(2);
          }
          kernel.run();
          assertThat(Tally.notes(kernel, TWO)).isEqualTo(texts);
        });
  }
}
