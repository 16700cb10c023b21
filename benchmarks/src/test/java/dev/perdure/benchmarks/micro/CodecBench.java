package dev.perdure.benchmarks.micro;

import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What codecs cost for the state, the event and the answer of a counter's step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class CodecBench {
  /** By name, as the class that JMH makes of this one sees no more. */
  @Param({"JSON", "JSON_DATABIND", "CBOR", "SMILE", "FORY", "FORY_COMPATIBLE", "BY_HAND"})
  public String codec = "";

  @Param({"STATE", "EVENT", "REPLY"})
  public String value = "";

  private ValueCodec<Object> values = Sample.REPLY.codec(Codecs.BY_HAND);
  private Object decoded = "";
  private byte[] encoded = new byte[0];

  @Setup
  public void choose() {
    Sample sample = Sample.valueOf(value);
    values = sample.codec(Codecs.valueOf(codec));
    decoded = sample.value();
    encoded = values.encode(decoded);
  }

  @Benchmark
  public byte[] encode() {
    return values.encode(decoded);
  }

  @Benchmark
  public Object decode() {
    return values.decode(encoded);
  }
}
