package dev.perdure.node.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types as users write them, package-private and without annotations, written and read back. */
final class Specimens {
  static final JacksonCodec CODEC = new JacksonCodec(DurableNames.AS_IN_CODE);

  private Specimens() {}

  record Sku(String value) {}

  record Item(@Nullable Sku sku, int count) {}

  enum Colour {
    RED,
    GREEN {
      @Override
      boolean calm() {
        return true;
      }
    };

    boolean calm() {
      return false;
    }
  }

  sealed interface Shop {}

  record Open(int seats) implements Shop {}

  sealed interface Shut extends Shop {}

  record Holiday(LocalDate until) implements Shut {}

  record Ruin() implements Shut {}

  enum Odd implements Shop {
    POP_UP,
    MARKET
  }

  record Node(String name, List<Node> children) {}

  record Count(int value) {}

  static <T> T copy(Class<T> type, T value) {
    ValueCodec<T> values = CODEC.of(type);
    return values.decode(values.encode(value));
  }

  static <T> String json(Class<T> type, T value) {
    return new String(CODEC.of(type).encode(value), UTF_8);
  }

  static <T> T read(Class<T> type, String json) {
    return CODEC.of(type).decode(json.getBytes(UTF_8));
  }
}
