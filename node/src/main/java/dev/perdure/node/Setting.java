package dev.perdure.node;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One setting of a node: what it is called everywhere, what it can be, and which component of
 * {@link NodeConfig} it is. {@link Settings#ALL} has them all.
 *
 * @param name as in files: small letters and hyphens, units last
 * @param kind what values there are
 * @param standard the default, for people; empty if there is none
 * @param meaning one sentence for people
 * @param value reads the setting
 * @param change sets it
 */
record Setting<T>(
    String name,
    Kind<T> kind,
    String standard,
    String meaning,
    Function<NodeConfig, T> value,
    BiFunction<NodeConfig, T, NodeConfig> change) {

  /** The name among the environment variables. */
  String variable() {
    return Settings.VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The config with the setting as the text says, or else what the text should be. */
  NodeConfig apply(NodeConfig config, String text) {
    T parsed =
        kind.parse(text)
            .filter(kind::within)
            .orElseThrow(() -> new IllegalArgumentException(kind.expected()));
    return change.apply(config, parsed);
  }

  void check(T candidate) {
    if (!kind.within(candidate)) {
      throw new IllegalArgumentException(
          "%s must be %s: %s".formatted(name, kind.expected(), candidate));
    }
  }

  void check(NodeConfig config) {
    check(value.apply(config));
  }

  /** What values a setting can have. */
  sealed interface Kind<T> {
    /** The value that the text means, in bounds or not. */
    Optional<T> parse(String text);

    boolean within(T value);

    /** What is expected, with unit and bounds. */
    String expected();
  }

  /** A whole number. */
  record Count(int min, int max) implements Kind<Integer> {
    @Override
    public Optional<Integer> parse(String text) {
      try {
        return Optional.of(Integer.parseInt(text));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public boolean within(Integer value) {
      return value >= min && value <= max;
    }

    @Override
    public String expected() {
      return String.format(Locale.ROOT, "a whole number from %,d to %,d", min, max);
    }
  }

  /** A number of bytes. */
  record Size(long min, long max) implements Kind<Long> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) ?([A-Za-z]*)");
    private static final Map<String, Long> UNITS =
        Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("kb", 1_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("tb", 1_000_000_000_000L),
            Map.entry("kib", 1L << 10),
            Map.entry("mib", 1L << 20),
            Map.entry("gib", 1L << 30),
            Map.entry("tib", 1L << 40));

    @Override
    public Optional<Long> parse(String text) {
      Matcher matcher = TEXT.matcher(text);
      if (!matcher.matches()) return Optional.empty();
      Long unit = UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
      if (unit == null) return Optional.empty();
      long count = Long.parseLong(matcher.group(1));
      return Math.multiplyHigh(count, unit) == 0 && count * unit >= 0
          ? Optional.of(count * unit)
          : Optional.empty();
    }

    @Override
    public boolean within(Long value) {
      return value >= min && value <= max;
    }

    @Override
    public String expected() {
      return "a size from %s to %s, such as 1MiB, 64 MB or 1048576"
          .formatted(print(min), print(max));
    }

    /** The size in the largest binary unit that leaves no rest. */
    static String print(long bytes) {
      String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
      long count = bytes;
      int unit = 0;
      while (count != 0 && count % 1024 == 0 && unit < units.length - 1) {
        count /= 1024;
        unit++;
      }
      return count + " " + units[unit];
    }
  }

  /** A length of time. */
  record Time(Duration min, Duration max) implements Kind<Duration> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15}) ?(ms|s|m|h|d)");

    @Override
    public Optional<Duration> parse(String text) {
      Matcher matcher = TEXT.matcher(text);
      try {
        if (!matcher.matches()) return Optional.of(Duration.parse(text));
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
            switch (matcher.group(2)) {
              case "ms" -> Duration.ofMillis(count);
              case "s" -> Duration.ofSeconds(count);
              case "m" -> Duration.ofMinutes(count);
              case "h" -> Duration.ofHours(count);
              default -> Duration.ofDays(count);
            });
      } catch (DateTimeException | ArithmeticException e) {
        return Optional.empty();
      }
    }

    @Override
    public boolean within(Duration value) {
      return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    @Override
    public String expected() {
      return "a duration from %s to %s, such as 500ms, 30s, 15m, 24h, 7d or PT1H"
          .formatted(print(min), print(max));
    }

    private static String print(Duration duration) {
      long millis = duration.toMillis();
      if (millis % 1000 != 0 || millis == 0) return millis + " ms";
      if (millis % 86_400_000 == 0) return duration.toDays() + " d";
      if (millis % 3_600_000 == 0) return duration.toHours() + " h";
      return millis % 60_000 == 0 ? duration.toMinutes() + " m" : duration.toSeconds() + " s";
    }
  }

  /** One of some constants of an enum. */
  static <C extends Enum<C>> Choice<C> choice(List<C> constants) {
    return new Choice<>(
        constants.stream().collect(Collectors.toMap(Enum::name, Function.identity())));
  }

  /** One of some named values. */
  record Choice<C extends Enum<C>>(Map<String, C> constants) implements Kind<C> {
    @Override
    public Optional<C> parse(String text) {
      return Optional.ofNullable(constants.get(text.toUpperCase(Locale.ROOT)));
    }

    @Override
    public boolean within(C value) {
      return constants.containsValue(value);
    }

    @Override
    public String expected() {
      return "one of "
          + constants.values().stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
    }
  }

  /** A folder. */
  record Folder() implements Kind<Path> {
    @Override
    public Optional<Path> parse(String text) {
      try {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }

    @Override
    public boolean within(Path value) {
      return !value.toString().isEmpty();
    }

    @Override
    public String expected() {
      return "a path";
    }
  }

  /** The name or address of a network interface. */
  record Host() implements Kind<String> {
    @Override
    public Optional<String> parse(String text) {
      return Optional.of(text);
    }

    @Override
    public boolean within(String value) {
      return value.matches("[A-Za-z0-9.:_%-]{1,255}");
    }

    @Override
    public String expected() {
      return "a host name or address";
    }
  }
}
