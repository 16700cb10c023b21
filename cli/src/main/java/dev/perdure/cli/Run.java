package dev.perdure.cli;

import dev.perdure.Part;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import dev.perdure.server.HttpConfig;
import dev.perdure.server.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves an example over HTTP until the process is told to end. */
@Command(
    name = "run",
    description = {
      "Serves an example over HTTP, on loopback unless the settings say otherwise.",
      "When it serves it prints one line: ready http://HOST:PORT",
      "SIGTERM or Ctrl-C closes it: what is under way is finished first, and nothing is lost."
    },
    footer = {
      "",
      "Settings that are not options here come from the environment (PERDURE_...) and from the"
          + " file; options go before the environment, the environment before the file."
          + " perdure settings lists them all.",
      "",
      "Exit codes: 0 closed by the end of standard input, 1 it could not be opened or served,"
          + " 2 called wrongly or with bad settings, 130 and 143 closed by Ctrl-C and SIGTERM."
    },
    mixinStandardHelpOptions = true)
final class Run implements Callable<Integer> {
  /** Options that are settings of the node. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "--dir", "PERDURE_DIR",
          "--port", "PERDURE_HTTP_PORT",
          "--durability", "PERDURE_DURABILITY");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "EXAMPLE",
      description = "What to serve: pool (VMs at a provider that fails) or bank (accounts).")
  private String example;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where the data is and stays: the node's in its folder node, and that of the pool's"
              + " simulated provider in its folder cloud (default: data/EXAMPLE here, unless the"
              + " settings name a dir).")
  private Optional<Path> dir = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of HTTP; 0 for any that is free (default: 8080).")
  private Optional<String> port = Optional.empty();

  @Option(
      names = "--durability",
      paramLabel = "SYNC|OS",
      description =
          "What an acknowledged event survives: SYNC power loss, OS the death of the process"
              + " (default: SYNC).")
  private Optional<String> durability = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A file of settings, lines of NAME = VALUE.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--until-eof",
      description =
          "Close also when standard input ends: for a program that starts this one, so that it"
              + " never outlives it.")
  private boolean untilEof;

  @Override
  public Integer call() throws InterruptedException {
    Example served =
        Example.named(example)
            .orElseThrow(
                () ->
                    new Failure(
                        Failure.WRONG_CALL,
                        "there is no example '" + example + "'. There are:\n" + Example.list()));
    Closing closing = new Closing(open(served, settings(served)));
    Runtime.getRuntime().addShutdownHook(new Thread(closing::run, "close"));
    if (untilEof) {
      awaitEnd(System.in);
      closing.run();
    } else {
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private NodeConfig settings(Example served) {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    Map<String, String> options = new TreeMap<>();
    dir.ifPresent(value -> options.put("--dir", value.toString()));
    port.ifPresent(value -> options.put("--port", value));
    durability.ifPresent(value -> options.put("--durability", value));
    options.forEach((option, value) -> environment.put(VARIABLES.get(option), value));
    try {
      return NodeConfig.read(file, environment, Path.of("data", served.word()));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      for (String option : options.keySet()) {
        message =
            message.replace(
                "environment variable " + VARIABLES.get(option) + ")", "option " + option + ")");
      }
      throw new Failure(Failure.WRONG_CALL, message);
    }
  }

  /** Opens node and server, in this order; a server that cannot be opened closes the node. */
  private Open open(Example served, NodeConfig settings) {
    Path home = settings.dir().toAbsolutePath().normalize();
    Node node = node(served, settings.dir(Example.node(home)), home);
    HttpServer server;
    try {
      server = HttpServer.start(node, HttpConfig.of(settings));
    } catch (IllegalStateException e) {
      node.close();
      throw new Failure(
          Failure.FAILED,
          e.getMessage() + " Choose another port with --port; 0 is any that is free.");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: data in %s, durability %s%n", served.word(), home, settings.durability());
    if (settings.durability() == Durability.OS) {
      out.println(
          "durability OS: what is acknowledged survives the death of this process, but the last of"
              + " it may be lost with power or the operating system");
    }
    out.printf("ready http://%s:%d%n", inUrl(settings.httpHost()), server.port());
    out.flush();
    return new Open(node, server);
  }

  private static Node node(Example served, NodeConfig settings, Path home) {
    try {
      return Node.open(settings, served.parts(home).toArray(Part[]::new));
    } catch (StoreException e) {
      throw new Failure(Failure.FAILED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(Failure.FAILED, "%s cannot be used: %s".formatted(home, reason(e)));
    }
  }

  /** An address of IPv6 has colons, which a URL wants in brackets. */
  private static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private static void awaitEnd(InputStream in) {
    byte[] ignored = new byte[1_024];
    try {
      while (in.read(ignored) >= 0) {
        // What comes means nothing; only the end does.
      }
    } catch (IOException e) {
      // Input that cannot be read has ended as well.
    }
  }

  private record Open(Node node, HttpServer server) {}

  /** Closes once, whoever comes first: the end of input or a signal; the other waits. */
  private static final class Closing {
    private final Open open;
    private boolean closed;

    Closing(Open open) {
      this.open = open;
    }

    synchronized void run() {
      if (closed) return;
      closed = true;
      open.server().close();
      open.node().close();
    }
  }
}
