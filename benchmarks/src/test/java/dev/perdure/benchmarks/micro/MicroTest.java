package dev.perdure.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs, with each of its parameters, once. */
final class MicroTest {
  static List<String> benchmarks() {
    return BenchmarkList.defaultList()
        .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
        .stream()
        .map(benchmark -> benchmark.getUsername())
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void everyBenchmarkRuns(String benchmark) throws RunnerException {
    Options once =
        new OptionsBuilder()
            .include("^" + benchmark.replace(".", "\\.") + "$")
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .shouldFailOnError(true)
            .addProfiler(CpuTime.class)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(once).run();
    assertThat(results)
        .isNotEmpty()
        .allSatisfy(
            result -> {
              assertThat(result.getPrimaryResult().getScore()).isPositive();
              assertThat(result.getSecondaryResults()).containsKey("cpu");
            });
  }

  @ParameterizedTest
  @MethodSource("classes")
  void everyClassIsKnown(Class<?> type) {
    assertThat(benchmarks()).anyMatch(name -> name.startsWith(type.getName() + "."));
  }

  static Stream<Class<?>> classes() {
    return Stream.of(
        CodecBench.class,
        GroupBench.class,
        HopBench.class,
        RequestIdBench.class,
        RocksCommitBench.class,
        StepBench.class);
  }
}
