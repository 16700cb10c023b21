package dev.perdure.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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
    footer = {
      "",
      "perdure COMMAND --help tells all about a command.",
      "Exit codes: 0 success, 1 the command failed, 2 it was called wrongly."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      Run.class,
      Demo.class,
      Bench.class,
      Simulate.class,
      Diagram.class,
      Settings.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    // Programs read what is printed here: digits are ASCII in every language.
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(args));
  }

  /** The command line with all its subcommands. */
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(Main::failed);
  }

  /** What a command says of itself is told without its stack; anything else is a bug, with it. */
  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (e instanceof Failure failure) {
      err.println("perdure: " + failure.getMessage());
      return failure.exitCode();
    }
    err.println("perdure: a fault of this program:");
    e.printStackTrace(err);
    return Failure.FAILED;
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
