package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two versions of one program over one directory: every class and constant of the second has
 * another name in the code, and the durable name that the first wrote.
 */
@Timeout(60)
final class RenameTest {
  @TempDir private Path dir;

  /** The first version: everything is called as in the code. */
  static final class Before implements Machine<Before.State, Before.Event> {
    static final MachineType<Event> TYPE = MachineType.of("wallet", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Before::new);
    static final MapKey<Colour, Means> BY_COLOUR =
        MapKey.of("by-colour", Colour.class, Means.class);

    sealed interface Event {}

    record Pay(Means means, Colour colour, ReplyTo<Paid> to) implements Event {}

    sealed interface Means {}

    record Card(int number) implements Means {}

    enum Coin implements Means {
      PENNY,
      POUND
    }

    enum Colour {
      RED,
      BLUE
    }

    sealed interface State {}

    record Empty() implements State {}

    record Filled(List<Means> means, Optional<Colour> last) implements State {}

    record Paid(Means means, Colour colour) {}

    @Override
    public State initial() {
      return new Empty();
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Pay(var means, var colour, var to) -> {
          step.map(BY_COLOUR).put(colour, means);
          step.reply(to, new Paid(means, colour));
          yield new Filled(
              Stream.concat(
                      state instanceof Filled filled ? filled.means().stream() : Stream.of(),
                      Stream.of(means))
                  .toList(),
              Optional.of(colour));
        }
      };
    }
  }

  /** The second version. */
  static final class After implements Machine<After.Wallet, After.Order> {
    static final MachineType<Order> TYPE = MachineType.of("wallet", Order.class);
    static final Definition<?, Order> DEFINITION =
        Definition.of(TYPE, Wallet.class, After::new)
            .named(Full.class, "Filled")
            .named(None.class, "Empty")
            .named(Buy.class, "Pay")
            .named(CreditCard.class, "Card")
            .named(Change.class, "Coin")
            .named(Change.CENT, "PENNY")
            .named(Change.EURO, "POUND")
            .named(Hue.SCARLET, "RED");
    static final MapKey<Hue, Payment> BY_HUE = MapKey.of("by-colour", Hue.class, Payment.class);

    sealed interface Order {}

    record Buy(Payment means, Hue colour, ReplyTo<Bought> to) implements Order {}

    record Look(ReplyTo<Seen> to) implements Order, Query {}

    sealed interface Payment {}

    /** Declared in another order than before. */
    enum Change implements Payment {
      EURO,
      CENT
    }

    record CreditCard(int number) implements Payment {}

    enum Hue {
      BLUE,
      SCARLET
    }

    sealed interface Wallet {}

    record Full(List<Payment> means, Optional<Hue> last) implements Wallet {}

    record None() implements Wallet {}

    record Bought(Payment means, Hue colour) {}

    record Seen(Full wallet, Map<Hue, Payment> byHue, Optional<Payment> scarlet) {}

    @Override
    public Wallet initial() {
      return new None();
    }

    @Override
    public Wallet on(Wallet wallet, Order order, Step<Order> step) {
      return switch (order) {
        case Buy _ -> step.ignore(wallet);
        case Look(var to) -> {
          var byHue = step.map(BY_HUE);
          Map<Hue, Payment> entries =
              StreamSupport.stream(byHue.entries().spliterator(), false)
                  .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
          if (wallet instanceof Full full) {
            step.reply(to, new Seen(full, entries, byHue.get(Hue.SCARLET)));
          } else {
            step.refuse(to, "empty");
          }
          yield wallet;
        }
      };
    }
  }

  private NodeConfig config() {
    return NodeConfig.at(dir)
        .partitions(1)
        .blockCacheBytes(8 << 20)
        .memtableBytes(64 << 20)
        .maxLogBytes(64 << 20);
  }

  @Test
  void whatWasWrittenUnderOneNameIsReadByTheClassThatHasItAsItsDurableName() {
    RequestId card = RequestId.of("card");
    try (Node node = Node.open(config(), Before.DEFINITION)) {
      var wallet = Before.TYPE.ref("1");
      node.client()
          .ask(
              card,
              wallet,
              Before.Paid.class,
              to -> new Before.Pay(new Before.Card(7), Before.Colour.BLUE, to))
          .join();
      node.client()
          .ask(
              RequestId.of("coin"),
              wallet,
              Before.Paid.class,
              to -> new Before.Pay(Before.Coin.PENNY, Before.Colour.RED, to))
          .join();
    }
    try (Node node = Node.open(config(), After.DEFINITION)) {
      var wallet = After.TYPE.ref("1");
      assertThat(node.client().query(wallet, After.Seen.class, After.Look::new).join())
          .isEqualTo(
              new After.Seen(
                  new After.Full(
                      List.of(new After.CreditCard(7), After.Change.CENT),
                      Optional.of(After.Hue.SCARLET)),
                  Map.of(
                      After.Hue.BLUE,
                      new After.CreditCard(7),
                      After.Hue.SCARLET,
                      After.Change.CENT),
                  Optional.of(After.Change.CENT)));
      // The request is known, and its answer is remembered, under the names that stayed.
      assertThat(
              node.client()
                  .ask(
                      card,
                      wallet,
                      After.Bought.class,
                      to -> new After.Buy(new After.CreditCard(7), After.Hue.BLUE, to))
                  .join())
          .isEqualTo(new After.Bought(new After.CreditCard(7), After.Hue.BLUE));
    }
  }
}
