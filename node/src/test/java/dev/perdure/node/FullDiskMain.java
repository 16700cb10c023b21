package dev.perdure.node;

import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;

/**
 * A node that is sent large events until its disk is full, and more when there is room again. It
 * tells by lines how far it is; the line that it is sent lets it make room.
 *
 * <p>Arguments: a folder on the disk, and whether the disk {@code stays-full} until there is room.
 */
final class FullDiskMain {
  private static final int MACHINES = 10;
  private static final int BYTES = 30_000;
  private static final int AFTERWARDS = 40;
  private static final int FILLER_BYTES = 16 << 20;

  /** How often an event is sent in vain before the disk is held to be full for good. */
  private static final int TRIES = 30;

  private final Random random = new Random(1);
  private final long[] taken = new long[MACHINES];
  private int number;

  /** Under the id {@code number} until it is taken. */
  private Hoard.Keep event = another();

  private FullDiskMain() {}

  public static void main(String[] arguments) throws IOException {
    Path filler = Path.of(arguments[0], "filler");
    boolean staysFull = arguments[1].equals("stays-full");
    if (staysFull) Files.write(filler, new byte[FILLER_BYTES]);
    NodeConfig config =
        NodeConfig.at(Path.of(arguments[0], "data"))
            .partitions(2)
            .blockCacheBytes(8 << 20)
            .memtableBytes(64 << 20)
            .maxLogBytes(64 << 20);
    FullDiskMain self = new FullDiskMain();
    try (Node node = Node.open(config, Hoard.DEFINITION)) {
      while (self.keep(node, staysFull ? TRIES : 1)) {}
      System.out.println("in vain");
      if (System.in.read() < 0) return;
      Files.deleteIfExists(filler);
      FileSizeBound.lift();
      for (int i = 0; i < AFTERWARDS; i++) {
        while (!self.keep(node, TRIES)) {}
      }
      System.out.println(self.account(node));
    }
    try (Node node = Node.open(config, Hoard.DEFINITION)) {
      System.out.println(self.account(node));
    }
  }

  private Hoard.Keep another() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Hoard.Keep(Base64.getEncoder().encodeToString(bytes));
  }

  private static MachineRef<Hoard.Event> ref(int machine) {
    return Hoard.TYPE.ref("hoard" + machine);
  }

  /** Sends the next event until it is taken; false when it is not after so many tries. */
  private boolean keep(Node node, int tries) {
    int machine = number % MACHINES;
    for (int i = 0; i < tries; i++) {
      try {
        node.client().send(RequestId.of("r" + number), ref(machine), event);
        taken[machine]++;
        number++;
        event = another();
        return true;
      } catch (UnavailableException e) {
        System.out.println("outage: " + e.getMessage());
      }
    }
    return false;
  }

  /** Whether every machine has stepped what was taken, and no more. */
  private String account(Node node) {
    for (int i = 0; i < MACHINES; i++) {
      long count = node.client().query(ref(i), Long.class, Hoard.Count::new).join();
      if (count != taken[i]) return "wrong: %s has %d of %d".formatted(ref(i), count, taken[i]);
    }
    return "exact: " + number;
  }
}
