package dev.perdure.examples.appbuilder;

import dev.perdure.Definition;
import dev.perdure.DurableMap;
import dev.perdure.DurableQueue;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Query;
import dev.perdure.QueueKey;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chain: decides each transfer at once, tells the {@link Dlt} its verdict, and seals what it
 * took into blocks, some at a time, of which it tells the {@link BlockchainPrinter}. Who pays must
 * have the money; who is paid may be anybody. The clock for the next block runs only while there is
 * something to seal.
 */
public final class Blockchain implements Machine<Blockchain.State, Blockchain.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("blockchain", Event.class);

  /** The one chain. */
  public static final MachineRef<Event> MAIN = TYPE.ref("chain");

  /** The most transfers in a block. */
  public static final int BLOCK_SIZE = 5;

  /** The usual time from the first transfer that waits to the block. */
  public static final Duration BLOCK_TIME = Duration.ofSeconds(5);

  public static final Definition<?, Event> DEFINITION = definition(BLOCK_TIME);

  /** The longest page of the ledger. */
  public static final int MAX_PAGE = 200;

  /** What the chain can be told. */
  public sealed interface Event {}

  /** Make money for a user: the only way for it to come into being. */
  public record Mint(String user, long amount) implements Event {
    /** Checks name and amount. */
    public Mint {
      ChainTransfer.checkUser(user);
      ChainTransfer.checkAmount(amount);
    }
  }

  /** How much has this user? */
  public record LookUp(String user, ReplyTo<Long> to) implements Event, Query {}

  /**
   * What is in the ledger?
   *
   * @param after how many of the first blocks to leave out
   */
  public record ListBlocks(long after, ReplyTo<Ledger> to) implements Event, Query {}

  /** Tell these two your verdicts and your blocks. */
  record Attach(MachineRef<Dlt.Event> dlt, MachineRef<BlockchainPrinter.Event> printer)
      implements Event {}

  record Validate(ChainTransfer transfer) implements Event {}

  record SealBlock() implements Event {}

  /**
   * A block of the ledger, which never changes.
   *
   * @param number from 1, without gaps
   * @param transfers 1 to {@link #BLOCK_SIZE} transfers, in the order in which they were committed
   */
  public record Block(long number, List<ChainTransfer> transfers) {
    /** Copies the list. */
    public Block {
      transfers = List.copyOf(transfers);
    }
  }

  /** At most {@link #MAX_PAGE} blocks, in order. */
  public record Ledger(List<Block> blocks) {
    /** Copies the list. */
    public Ledger {
      blocks = List.copyOf(blocks);
    }
  }

  /** How many blocks there are, and who hears of what is done; nobody before they are attached. */
  record Chain(long blocks, Optional<Attach> attached) {
    /** The front attaches them before it sends the first transfer. */
    Attach listeners() {
      return attached.orElseThrow();
    }
  }

  sealed interface State {
    Chain chain();
  }

  /** Everything is sealed. */
  record Quiet(Chain chain) implements State {}

  /** Some transfers wait for their block. */
  record Collecting(Chain chain) implements State {
    static State enter(Chain chain, Duration blockTime, Step<Event> step) {
      step.startTimer(DurableTimer.after(blockTime, new SealBlock()).whileIn(Collecting.class));
      return new Collecting(chain);
    }
  }

  private static final MapKey<String, Long> BALANCES =
      MapKey.of("balances", String.class, Long.class);
  private static final QueueKey<ChainTransfer> UNSEALED =
      QueueKey.of("unsealed", ChainTransfer.class);
  private static final MapKey<Long, Block> LEDGER = MapKey.of("ledger", Long.class, Block.class);

  private final Duration blockTime;

  private Blockchain(Duration blockTime) {
    this.blockTime = blockTime;
  }

  /**
   * A chain with another block time.
   *
   * @param blockTime how long the first transfer waits for its block; more than zero
   */
  public static Definition<?, Event> definition(Duration blockTime) {
    if (!blockTime.isPositive()) {
      throw new IllegalArgumentException("a block time is more than zero, not " + blockTime);
    }
    return Definition.of(TYPE, State.class, () -> new Blockchain(blockTime));
  }

  @Override
  public State initial() {
    return new Quiet(new Chain(0, Optional.empty()));
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Mint(var user, var amount) -> {
        add(user, amount, step);
        yield state;
      }
      case Attach attach -> {
        Chain chain = new Chain(state.chain().blocks(), Optional.of(attach));
        yield switch (state) {
          case Quiet _ -> new Quiet(chain);
          case Collecting _ -> new Collecting(chain);
        };
      }
      case Validate(var transfer) -> validate(state, transfer, step);
      case SealBlock _ ->
          switch (state) {
            case Collecting collecting -> seal(collecting, step);
            case Quiet _ -> step.reject(state, "there is nothing to seal");
          };
      case LookUp(var user, var to) -> {
        step.reply(to, balance(user, step));
        yield state;
      }
      case ListBlocks(var after, var to) -> {
        step.reply(to, page(after, step.map(LEDGER)));
        yield state;
      }
    };
  }

  private State validate(State state, ChainTransfer transfer, Step<Event> step) {
    if (balance(transfer.from(), step) < transfer.amount()) {
      tell(state, transfer, TransferStatus.ABORTED, step);
      return state;
    }
    add(transfer.from(), -transfer.amount(), step);
    add(transfer.to(), transfer.amount(), step);
    step.queue(UNSEALED).add(transfer);
    tell(state, transfer, TransferStatus.COMMITTED, step);
    return switch (state) {
      case Quiet(var chain) -> Collecting.enter(chain, blockTime, step);
      case Collecting _ -> state;
    };
  }

  private static void tell(
      State state, ChainTransfer transfer, TransferStatus verdict, Step<Event> step) {
    step.send(state.chain().listeners().dlt(), new Dlt.Decided(transfer.number(), verdict));
  }

  private State seal(Collecting state, Step<Event> step) {
    DurableQueue<ChainTransfer> unsealed = step.queue(UNSEALED);
    List<ChainTransfer> transfers = new ArrayList<>();
    while (transfers.size() < BLOCK_SIZE && !unsealed.isEmpty()) {
      transfers.add(unsealed.poll().orElseThrow());
    }
    Chain chain = new Chain(state.chain().blocks() + 1, state.chain().attached());
    step.map(LEDGER).put(chain.blocks(), new Block(chain.blocks(), transfers));
    step.send(chain.listeners().printer(), new BlockchainPrinter.BlockSealed(chain.blocks()));
    return unsealed.isEmpty() ? new Quiet(chain) : Collecting.enter(chain, blockTime, step);
  }

  private static long balance(String user, Step<Event> step) {
    return step.map(BALANCES).get(user).orElse(0L);
  }

  private static void add(String user, long amount, Step<Event> step) {
    step.map(BALANCES).put(user, Math.addExact(balance(user, step), amount));
  }

  private static Ledger page(long after, DurableMap<Long, Block> all) {
    List<Block> page = new ArrayList<>();
    for (var block : all.entriesAfter(after)) {
      page.add(block.getValue());
      if (page.size() == MAX_PAGE) break;
    }
    return new Ledger(page);
  }
}
