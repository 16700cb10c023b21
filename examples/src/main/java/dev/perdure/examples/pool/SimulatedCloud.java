package dev.perdure.examples.pool;

import dev.perdure.Activity.Attempt;
import dev.perdure.examples.pool.VmManager.Gone;
import java.io.IOException;
import java.io.Serial;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * A cloud provider as bad as they come: requests get lost on the way, answers get lost on the way
 * back though the work was done, some requests hang and are done later, when nobody waits any more,
 * and some calls are answered twice, by an attempt that had been given up and by a later one. What
 * it promises is what the better ones promise: a name makes one VM at most, however often it is
 * asked for, and a released name makes none ever again.
 *
 * <p>Its VMs are files in a directory, one for each name, and so they go on living when the process
 * is killed. A name's file holds the VM's id, or says that the name is released. It appears by a
 * link, which fails where there is a file, and changes by a rename, which replaces whatever is
 * there: each is one action of the file system, so there is no moment in which a crash, or another
 * attempt under the same name, could find half of it. (It is not synced: it outlives the process,
 * not the machine's power.)
 *
 * <p>Safe for use by any number of threads. What befalls an attempt depends on the seed, the
 * attempt's idempotency key and its number, and not on the order of threads.
 */
public final class SimulatedCloud {
  private static final String RELEASED = "released";
  private static final int MAX_LATE = 1_000;
  private static final long LONGEST_HELD_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Path names;
  private final Path drafts;
  private final long seed;
  private final Trouble trouble;

  /** Requests that are still on their way. They are lost with the process, as packets are. */
  private final Queue<Request<?>> late = new ConcurrentLinkedQueue<>();

  /** By idempotency key, the attempt whose answer waits for a later attempt of the same call. */
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

  private final LongAdder answeredTwice = new LongAdder();

  /**
   * How many of a hundred attempts go wrong, and how.
   *
   * @param lostRequests are never done, and fail
   * @param lostAnswers are done, and fail all the same
   * @param hangs never come back, and are done at some later time
   * @param doubles are done at once and answer only when the call is attempted again, which then
   *     has two answers
   */
  public record Trouble(int lostRequests, int lostAnswers, int hangs, int doubles) {
    /** Every attempt works. */
    public static final Trouble NONE = new Trouble(0, 0, 0, 0);

    /** About half of the attempts go wrong. */
    public static final Trouble USUAL = new Trouble(24, 24, 1, 1);

    /** Checks that these are parts of a hundred. */
    public Trouble {
      if (lostRequests < 0 || lostAnswers < 0 || hangs < 0 || doubles < 0) {
        throw new IllegalArgumentException("a percentage must be >= 0");
      }
      if (lostRequests + lostAnswers + hangs + doubles > 100) {
        throw new IllegalArgumentException("more than 100 percent of attempts go wrong");
      }
    }
  }

  /** An attempt that went wrong, as far as its caller can tell. */
  public static final class CloudException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    CloudException(String message) {
      super(message);
    }
  }

  @FunctionalInterface
  private interface Request<R> {
    R run() throws IOException, CloudException;
  }

  /**
   * Opens the provider's books, or begins them.
   *
   * @param dir the provider's own directory, made when it is not there
   * @param seed decides which attempts go wrong
   * @param trouble how many of them
   * @throws IOException if the directory cannot be made
   */
  public SimulatedCloud(Path dir, long seed, Trouble trouble) throws IOException {
    this.names = Files.createDirectories(dir.resolve("names"));
    this.drafts = Files.createDirectories(dir.resolve("drafts"));
    this.seed = seed;
    this.trouble = trouble;
  }

  /**
   * The body of {@link VmManager#CREATE}.
   *
   * @return the VM of this name, made by this attempt or by one before
   * @throws CloudException if the request or its answer got lost, or the name is released
   * @throws InterruptedException if the attempt hung and was interrupted
   */
  public VmId create(VmName name, Attempt attempt)
      throws IOException, CloudException, InterruptedException {
    return serve(attempt, () -> createNow(name, attempt.idempotencyKey()));
  }

  /**
   * The body of {@link VmManager#RELEASE}. There need be no VM: the name is barred all the same.
   *
   * @throws CloudException if the request or its answer got lost
   * @throws InterruptedException if the attempt hung and was interrupted
   */
  public Gone release(VmName name, Attempt attempt)
      throws IOException, CloudException, InterruptedException {
    return serve(attempt, () -> releaseNow(name));
  }

  /** Every VM there is, read from the books: what its owner has to pay for. */
  public NavigableMap<VmName, VmId> vms() throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(names)) {
      files = listed.toList();
    }
    NavigableMap<VmName, VmId> vms = new TreeMap<>();
    for (Path file : files) {
      String content = Files.readString(file);
      if (!content.equals(RELEASED)) vms.put(nameOf(file), new VmId(content));
    }
    return Collections.unmodifiableNavigableMap(vms);
  }

  /** How many calls were answered by an attempt that had been given up, besides a later one. */
  public long answeredTwice() {
    return answeredTwice.sum();
  }

  private <R> R serve(Attempt attempt, Request<R> request)
      throws IOException, CloudException, InterruptedException {
    int luck = luck(attempt);
    int untilHung = trouble.hangs();
    int untilDouble = untilHung + trouble.doubles();
    int untilLost = untilDouble + trouble.lostRequests();
    int untilUnheard = untilLost + trouble.lostAnswers();
    letGo(attempt);
    if (luck < untilHung) {
      if (late.size() < MAX_LATE) late.add(request);
      new CountDownLatch(1).await();
    }
    serveLate();
    if (luck < untilDouble) {
      R answer = request.run();
      holdBack(attempt);
      return answer;
    }
    if (luck < untilLost) throw new CloudException("the request got lost");
    R answer = request.run();
    if (luck < untilUnheard) throw new CloudException("the answer got lost");
    return answer;
  }

  /** The call is attempted again: the answer that was held back goes out, beside this one's. */
  private void letGo(Attempt attempt) {
    CountDownLatch earlier = held.remove(attempt.idempotencyKey());
    if (earlier == null) return;
    answeredTwice.increment();
    earlier.countDown();
  }

  /** Waits for the next attempt of the call, but not for ever; an answer cannot be called back. */
  private void holdBack(Attempt attempt) {
    CountDownLatch next = new CountDownLatch(1);
    held.put(attempt.idempotencyKey(), next);
    long end = System.nanoTime() + LONGEST_HELD_NANOS;
    boolean over = false;
    while (!over) {
      try {
        boolean _ = next.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        over = true;
      } catch (InterruptedException _) {
        // Given up by who asked; the provider does not know, and answers all the same.
      }
    }
    held.remove(attempt.idempotencyKey(), next);
  }

  /** A request that hung arrives at last. Nobody hears what becomes of it. */
  private void serveLate() throws IOException {
    Request<?> request = late.poll();
    if (request == null) return;
    try {
      request.run();
    } catch (CloudException _) {
      // The name was released in the meantime: just what the release is for.
    }
  }

  private VmId createNow(VmName name, String idempotencyKey) throws IOException, CloudException {
    Path file = file(name);
    byte[] origin = (name.value() + '/' + idempotencyKey).getBytes(StandardCharsets.UTF_8);
    Path draft = draft("i-" + UUID.nameUUIDFromBytes(origin));
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException _) {
      // Made by another attempt, or released: the file says which.
    } finally {
      Files.delete(draft);
    }
    String content = Files.readString(file);
    if (content.equals(RELEASED)) throw new CloudException("released for good: " + name.value());
    return new VmId(content);
  }

  private Gone releaseNow(VmName name) throws IOException {
    Files.move(draft(RELEASED), file(name), StandardCopyOption.ATOMIC_MOVE);
    return new Gone();
  }

  private Path draft(String content) throws IOException {
    return Files.writeString(Files.createTempFile(drafts, "vm-", ""), content);
  }

  private Path file(VmName name) {
    return names.resolve("vm-" + URLEncoder.encode(name.value(), StandardCharsets.UTF_8));
  }

  private static VmName nameOf(Path file) {
    String encoded = file.getFileName().toString().substring("vm-".length());
    return new VmName(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
  }

  /** 0 to 99: the same for the same attempt, and without pattern from one attempt to the next. */
  int luck(Attempt attempt) {
    long mixed = seed * 31 + attempt.idempotencyKey().hashCode();
    return new SplittableRandom(mixed * 31 + attempt.number()).nextInt(100);
  }
}
