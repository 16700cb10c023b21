package dev.perdure.kernel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One class per way to be nondeterministic, for {@link DeterminismTest}; nobody runs them. */
@SuppressWarnings("unused")
final class PlantedViolations {
  /** A part of the message that tells what to use instead. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Instead {
    String value();
  }

  private PlantedViolations() {}

  @Instead("Clock")
  static final class CurrentTimeMillis {
    long now() {
      return System.currentTimeMillis();
    }
  }

  @Instead("Clock")
  static final class NanoTimeByReference {
    LongSupplier now() {
      return System::nanoTime;
    }
  }

  @Instead("Clock")
  static final class InstantNow {
    Instant now() {
      return Instant.now();
    }
  }

  @Instead("Clock")
  static final class LocalDateNow {
    LocalDate now() {
      return LocalDate.now(ZoneOffset.UTC);
    }
  }

  @Instead("Clock")
  static final class ClockField {
    final Clock clock;

    ClockField(Clock clock) {
      this.clock = clock;
    }
  }

  @Instead("node")
  static final class StartsAThread {
    void start() {
      Thread.ofVirtual().start(() -> {});
    }
  }

  @Instead("node")
  static final class Atomic {
    final AtomicLong count = new AtomicLong();
  }

  @Instead("node")
  static final class Stage {
    CompletionStage<String> stage() {
      return CompletableFuture.completedStage("");
    }
  }

  @Instead("node")
  static final class ParallelStream {
    long count(List<String> list) {
      return list.parallelStream().count();
    }
  }

  @Instead("Entropy")
  static final class MathRandom {
    double random() {
      return Math.random();
    }
  }

  @Instead("Entropy")
  static final class RandomUuid {
    Supplier<UUID> ids() {
      return UUID::randomUUID;
    }
  }

  @Instead("give it a seed")
  static final class RandomWithoutSeed {
    int random() {
      return new Random().nextInt();
    }
  }

  @Instead("Entropy")
  static final class Shuffle {
    void shuffle(List<String> list) {
      Collections.shuffle(list);
    }
  }

  @Instead("Store")
  static final class ReadsAStream {
    InputStream stream() {
      return new ByteArrayInputStream(new byte[0]);
    }
  }

  @Instead("Store")
  static final class NamesAFile {
    Path path() {
      return Path.of("file");
    }
  }

  @Instead("Transport")
  static final class NamesASocket {
    SocketAddress address() {
      return InetSocketAddress.createUnresolved("localhost", 1);
    }
  }

  @Instead("LinkedHashMap")
  static final class UnorderedMap {
    final Map<String, String> map = new HashMap<>();
  }

  @Instead("LinkedHashMap")
  static final class UnorderedSet {
    final Set<String> set = new HashSet<>();
  }

  @Instead("LinkedHashMap")
  static final class IdentityMap {
    final IdentityHashMap<String, String> map = new IdentityHashMap<>();
  }

  @Instead("Collections.unmodifiable")
  static final class ImmutableCopy {
    Map<String, String> copy(Map<String, String> map) {
      return Map.copyOf(map);
    }
  }

  @Instead("Collectors.toMap")
  static final class CollectedMap {
    Map<String, Integer> lengths(List<String> list) {
      return list.stream().collect(Collectors.toMap(s -> s, String::length));
    }
  }

  @Instead("bound the memory by count")
  static final class Weak {
    final WeakReference<String> reference = new WeakReference<>("");
  }

  /** Records, enums, lambdas, switches over sealed families, exceptions: all allowed. */
  static final class Harmless {
    sealed interface Family {}

    record One(long value, List<String> names) implements Family {}

    record Two(Map<String, Long> counts) implements Family, Serializable {}

    enum Colour {
      RED,
      GREEN
    }

    static final class Trouble extends UncheckedIOException {
      private static final long serialVersionUID = 1;

      Trouble(UncheckedIOException cause) {
        super(cause.getCause());
      }
    }

    final Map<String, Long> ordered = new LinkedHashMap<>(Map.of());
    final Random random = new Random(1);

    String describe(Family family, Colour colour) {
      Supplier<String> lambda = (Supplier<String> & Serializable) () -> "" + family;
      return switch (family) {
        case One(long value, var names) when value > 0 -> names + lambda.get();
        case One one -> one.toString();
        case Two two -> new TreeMap<>(two.counts()) + colourName(colour);
      };
    }

    private static String colourName(Colour colour) {
      return switch (colour) {
        case RED -> "red";
        case GREEN -> new ArrayList<>(List.of("green")).getFirst();
      };
    }
  }
}
