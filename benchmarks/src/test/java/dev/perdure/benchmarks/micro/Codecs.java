package dev.perdure.benchmarks.micro;

import dev.perdure.kernel.spi.Codec.ValueCodec;
import dev.perdure.node.codec.DurableNames;
import dev.perdure.node.codec.JacksonCodec;
import org.apache.fory.Fory;
import org.apache.fory.ThreadSafeFory;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;
import tools.jackson.dataformat.smile.SmileMapper;

/** Ways to write values as bytes, all behind the seam of the kernel. */
enum Codecs {
  /** What a node writes. */
  JSON {
    @Override
    <T> ValueCodec<T> of(Class<T> type) {
      return new JacksonCodec(DurableNames.AS_IN_CODE).of(type);
    }
  },
  /** JSON bound by Jackson itself. */
  JSON_DATABIND {
    @Override
    <T> ValueCodec<T> of(Class<T> type) {
      return new Bound<>(new JsonMapper(), type);
    }
  },
  CBOR {
    @Override
    <T> ValueCodec<T> of(Class<T> type) {
      return new Bound<>(new CBORMapper(), type);
    }
  },
  SMILE {
    @Override
    <T> ValueCodec<T> of(Class<T> type) {
      return new Bound<>(new SmileMapper(), type);
    }
  },
  /** Fory, reader and writer of one version. */
  FORY {
    @Override
    <T> ValueCodec<T> of(Class<T> type) {
      return new OfFory<>(type, false);
    }
  },
  /** Fory, where a reader of another version is possible. */
  FORY_COMPATIBLE {
    @Override
    <T> ValueCodec<T> of(Class<T> type) {
      return new OfFory<>(type, true);
    }
  },
  /** As fast as it can be: numbers and texts one behind the other. */
  BY_HAND {
    @Override
    <T> ValueCodec<T> of(Class<T> type) {
      return HandWritten.of(type);
    }
  };

  abstract <T> ValueCodec<T> of(Class<T> type);

  private static final class Bound<T> implements ValueCodec<T> {
    private final ObjectWriter writer;
    private final ObjectReader reader;

    Bound(ObjectMapper mapper, Class<T> type) {
      writer = mapper.writerFor(type);
      reader = mapper.readerFor(type);
    }

    @Override
    public byte[] encode(T value) {
      return writer.writeValueAsBytes(value);
    }

    @Override
    public T decode(byte[] bytes) {
      return reader.readValue(bytes);
    }
  }

  private static final class OfFory<T> implements ValueCodec<T> {
    private final Class<T> type;
    private final ThreadSafeFory fory;

    OfFory(Class<T> type, boolean compatible) {
      this.type = type;
      fory =
          Fory.builder()
              .withXlang(false)
              .withCompatible(compatible)
              .requireClassRegistration(true)
              .withAsyncCompilation(false)
              .buildThreadSafeFory();
      if (!type.equals(Long.class)) fory.register(type);
    }

    @Override
    public byte[] encode(T value) {
      return fory.serialize(value);
    }

    @Override
    public T decode(byte[] bytes) {
      return type.cast(fory.deserialize(bytes));
    }
  }
}
