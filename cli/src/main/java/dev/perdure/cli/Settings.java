package dev.perdure.cli;

import dev.perdure.node.NodeConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells every setting of a node. */
@Command(
    name = "settings",
    description = "Lists the settings of a node: what each is for, its bounds and its default.",
    mixinStandardHelpOptions = true)
final class Settings implements Runnable {
  @Spec private CommandSpec spec;

  @Option(names = "--markdown", description = "As a table in Markdown, with the variables.")
  private boolean markdown;

  @Override
  public void run() {
    spec.commandLine().getOut().print(markdown ? NodeConfig.markdown() : NodeConfig.help());
    spec.commandLine().getOut().flush();
  }
}
