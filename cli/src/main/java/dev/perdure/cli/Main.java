package dev.perdure.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The root of the command <code>perdure</code>. It does nothing itself: each subcommand is a class
 * of its own, named in {@code subcommands} below.
 *
 * <p>Exit codes: 0 success, 1 the command failed, 2 it was called wrongly.
 */
@Command(
    name = "perdure",
    description = "Durable reliable state machines: run, inspect and measure them.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {Bench.class, HelpCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with all its subcommands. */
  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  /** Called without a subcommand, which is a wrong call. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which command to run");
  }

  /** Tells the version the jar was built with. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String built = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "perdure " + (built == null ? "(not packaged)" : built), "JVM " + Runtime.version()
      };
    }
  }
}
