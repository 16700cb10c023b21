package dev.perdure.cli;

import dev.perdure.benchmarks.measure.Result;
import dev.perdure.benchmarks.scaling.Scaling;
import dev.perdure.benchmarks.scaling.ScalingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how the cost of a step grows with machines and partitions. */
@Command(
    name = "scaling",
    description = {
      "The counter with 512 clients and the ring with 64 tokens, with more and more machines, and",
      "with more and more partitions (--partitions is passed over). Writes scaling.csv and",
      "scaling.svg; a line is printed for each run."
    },
    mixinStandardHelpOptions = true)
final class BenchScaling implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BenchSettings settings;
  @Mixin private BenchTimes times;

  @Option(
      names = "--most-machines",
      defaultValue = "1000000",
      description = "Leaves out runs with more machines (default: ${DEFAULT-VALUE}).")
  int mostMachines;

  @Option(
      names = "--most-partitions",
      defaultValue = "64",
      description = "Leaves out runs with more partitions (default: ${DEFAULT-VALUE}).")
  int mostPartitions;

  @Option(names = "--out", description = "Where to put the files (default: target/bench here).")
  Path out = Path.of("target", "bench");

  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchSettings.atLeast("--most-machines", 1, mostMachines);
    BenchSettings.atLeast("--most-partitions", 1, mostPartitions);
    times.check();
    Progress progress = Progress.to(spec.commandLine().getErr());
    PrintWriter lines = spec.commandLine().getOut();
    ScalingReport report = new ScalingReport();
    List<Scaling.Run> runs = Scaling.runs(mostMachines, mostPartitions);
    for (Scaling.Run run : runs) {
      settings.partitions = run.partitions();
      Result result = settings.run(run.workload(), times, BenchStore.ON_DISK, progress::show);
      report.add(run, result);
      lines.println(result.toJson());
      lines.flush();
    }
    progress.say("done");
    report.write(out);
    lines.printf(
        "{\"workload\":\"scaling\",\"runs\":%d,\"verified\":%b}%n", runs.size(), report.verified());
    lines.flush();
    return report.verified() ? 0 : 1;
  }
}
