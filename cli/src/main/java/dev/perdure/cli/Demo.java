package dev.perdure.cli;

import dev.perdure.cli.PoolAudit.Findings;
import dev.perdure.cli.ServiceClient.Definite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The pool service under load, killed again and again; ends with a verified account. */
@Command(
    name = "demo",
    description = {
      "Runs the pool service as a process of its own, sends it thousands of requests over HTTP,"
          + " kills it with SIGKILL at random moments and starts it again.",
      "In the end it verifies that every pool has exactly the VMs that were ordered last, by the"
          + " service's own answers and by the provider's files; that every request was obeyed"
          + " once, and is answered the same however often it is sent; and that no VM exists that"
          + " no pool has."
    },
    footer = {
      "",
      "The last line of a success is: demo: ok, REQUESTS requests, KILLS kills, STEPS steps",
      "  REQUESTS  different requests; what is repeated under the same Idempotency-Key counts once",
      "  KILLS     SIGKILLs, each followed by a restart on the same data",
      "  STEPS     as GET /v1/statistics shows them, read four times a second and added up over"
          + " all processes; those of the last moments before a kill are missing",
      "",
      "All has to be done 90 seconds after the last request; what has no answer then is told.",
      "",
      "Exit codes: 0 verified, 1 not verified (the data is kept, and it says where), 2 called"
          + " wrongly."
    },
    mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {
  private static final long TICK_MILLIS = 100;
  private static final long SAMPLE_MILLIS = 250;

  /** After the time of requests and kills, for settling and verifying. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(90);

  /** The end of that time, for what follows the settling. */
  private static final Duration VERIFYING = Duration.ofSeconds(20);

  private static final Duration BETWEEN_AUDITS = Duration.ofSeconds(1);
  private static final int PROBLEMS_SHOWN = 30;
  private static final int IDS_SHOWN = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      defaultValue = "40",
      description =
          "Over how many seconds requests and kills are spread; settling and verifying comes"
              + " after it, and may take 90 seconds (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--pools",
      defaultValue = "200",
      description = "How many pools the requests are about (default: ${DEFAULT-VALUE}).")
  private int pools;

  @Option(
      names = "--requests",
      defaultValue = "3000",
      description = "How many different requests (default: ${DEFAULT-VALUE}).")
  private int requests;

  @Option(
      names = "--kills",
      defaultValue = "6",
      description = "How often the service is killed (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--seed",
      description =
          "Decides requests and moments of kills, as far as that is in the demo's hands (default:"
              + " another one each time).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--dir",
      description =
          "An empty directory for the data, kept afterwards (default: a temporary one, removed"
              + " after a success).")
  private Optional<Path> dir = Optional.empty();

  @Override
  public Integer call() throws InterruptedException, IOException {
    check("--seconds", seconds, 1);
    check("--pools", pools, 1);
    check("--requests", requests, 1);
    check("--kills", kills, 0);
    long chosen = seed.orElseGet(() -> System.nanoTime() & 0xffff_ffffL);
    Path data = data();
    Progress progress = Progress.to(spec.commandLine().getOut());
    progress.say(
        "demo: %,d requests for %d pools, %d kills, seed %d, data in %s"
            .formatted(requests, pools, kills, chosen, data));
    boolean ok = false;
    try {
      List<String> problems = new Round(chosen, data, progress).run();
      ok = problems.isEmpty();
      report(problems, progress);
    } finally {
      if (!ok) progress.say("demo: failed; data and log of the service are kept in " + data);
    }
    if (!ok) return Failure.FAILED;
    if (dir.isEmpty()) Trees.delete(data);
    return 0;
  }

  private void check(String option, int value, int least) {
    if (value >= least) return;
    throw new ParameterException(
        spec.commandLine(), "%s must be >= %d: %d".formatted(option, least, value));
  }

  private Path data() throws IOException {
    if (dir.isEmpty()) return Files.createTempDirectory("perdure-demo-");
    Path given = Files.createDirectories(dir.get()).toAbsolutePath();
    try (var files = Files.list(given)) {
      if (files.findAny().isPresent()) {
        throw new Failure(
            Failure.WRONG_CALL, "--dir must be empty, the demo begins afresh: " + given);
      }
    }
    return given;
  }

  private static void report(List<String> problems, Progress progress) {
    problems.stream().limit(PROBLEMS_SHOWN).forEach(problem -> progress.say("  " + problem));
    if (problems.size() > PROBLEMS_SHOWN) {
      progress.say("  and %d more".formatted(problems.size() - PROBLEMS_SHOWN));
    }
  }

  /** What is wrong when the time is over. */
  static List<String> overdue(Unanswered last, PoolLoad load) {
    List<String> problems = new ArrayList<>(load.problems());
    List<String> ids = load.unanswered();
    if (ids.isEmpty()) {
      problems.add(String.valueOf(last.getMessage())); // A query of the audit.
    } else {
      String first = String.join(", ", ids.subList(0, Math.min(IDS_SHOWN, ids.size())));
      String more = ids.size() > IDS_SHOWN ? ", ..." : "";
      problems.add(
          "the time is over, and these requests have no answer: %s%s (%,d in all)"
              .formatted(first, more, ids.size()));
    }
    return problems;
  }

  /** What the task threw that another task, or this thread, waited for. */
  static Throwable cause(ExecutionException e) {
    Throwable cause = e;
    while (cause instanceof ExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** One run of the demo. */
  private final class Round {
    private final long chosen;
    private final Path data;
    private final Progress progress;
    private final long begin = System.nanoTime();
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(seconds).plus(AFTERWARDS));
    private final List<PoolOrder> orders;
    private long sampledMillis;

    Round(long chosen, Path data, Progress progress) {
      this.chosen = chosen;
      this.data = data;
      this.progress = progress;
      this.orders = PoolOrder.plan(chosen, pools, requests);
    }

    /** Returns what is wrong in the end. */
    List<String> run() throws InterruptedException, IOException {
      try (KilledService service =
              new KilledService(Example.POOL, data, data.resolve("service.log"));
          ServiceClient client = new ServiceClient(service::address, deadline);
          PoolLoad load = new PoolLoad(client, orders)) {
        Thread hook = new Thread(service::close, "kill-the-service");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
          service.start();
          service.awaitReady();
          progress.say("the service is up, pid %d".formatted(service.pid()));
          loadAndKill(service, client, load);
          List<String> problems = settleAndVerify(service, client, load);
          service.stop();
          if (problems.isEmpty()) {
            progress.say(
                "demo: ok, %d requests, %d kills, %d steps"
                    .formatted(requests, service.kills(), service.steps()));
          }
          return problems;
        } catch (Unanswered e) {
          return overdue(e, load);
        } catch (ExecutionException e) {
          Throwable cause = cause(e);
          if (cause instanceof Unanswered last) return overdue(last, load);
          return List.of("a request came to no good end: " + cause);
        } finally {
          removeHook(hook);
        }
      }
    }

    private void loadAndKill(KilledService service, ServiceClient client, PoolLoad load)
        throws InterruptedException, IOException, ExecutionException {
      long[] moments = moments();
      Future<?> done = load.start(Duration.ofSeconds(seconds), chosen);
      long start = System.nanoTime();
      int next = 0;
      while (next < moments.length || !done.isDone()) {
        if (next < moments.length && System.nanoTime() - start >= moments[next]) {
          service.kill();
          service.start();
          next++;
        } else {
          Thread.sleep(TICK_MILLIS);
          service.checkAlive();
          sample(service, client);
        }
        progress.show(
            line(
                service,
                "%,d of %,d requests answered, %,d sent, %s"
                    .formatted(
                        load.answered(),
                        requests,
                        client.sent(),
                        service.address().isPresent() ? "serving" : "recovering")));
      }
      done.get();
      service.awaitReady();
      progress.say(
          line(
              service,
              "every one of the %,d requests is answered, %,d were sent"
                  .formatted(requests, client.sent())));
    }

    /** When to kill: at a random moment in each of equal spans of the time. */
    private long[] moments() {
      SplittableRandom random = new SplittableRandom(chosen + 1);
      long[] moments = new long[kills];
      Arrays.setAll(
          moments,
          i -> (long) ((i + random.nextDouble()) * Duration.ofSeconds(seconds).toNanos() / kills));
      return moments;
    }

    private List<String> settleAndVerify(KilledService service, ServiceClient client, PoolLoad load)
        throws InterruptedException, IOException, ExecutionException {
      PoolAudit audit = new PoolAudit(client, Example.cloud(data));
      List<Definite> answers = load.answers();
      Findings found = audit.pools(orders, answers);
      while (!found.problems().isEmpty() && deadline.left().compareTo(VERIFYING) > 0) {
        progress.show(
            line(
                service,
                "settling: %d of %d pools at their goal, %,d VMs"
                    .formatted(found.settled(), found.pools(), found.vms())));
        Thread.sleep(BETWEEN_AUDITS);
        service.checkAlive();
        sample(service, client);
        found = audit.pools(orders, answers);
      }
      progress.show(line(service, "sending every request once more"));
      load.repeatAll();
      sample(service, client);
      List<String> problems = new ArrayList<>(load.problems());
      problems.addAll(audit.answers(orders, answers));
      // Once more: repeated requests must have changed nothing.
      Findings last = audit.pools(orders, answers);
      problems.addAll(last.problems());
      sampledMillis = 0;
      sample(service, client);
      if (problems.isEmpty()) {
        progress.say(
            line(
                service,
                "verified: %d pools have their %,d VMs, and the provider has no other; %,d requests"
                        .formatted(last.pools(), last.vms(), requests)
                    + " were obeyed once and answered the same when sent again"));
      }
      return problems;
    }

    private void sample(KilledService service, ServiceClient client) throws InterruptedException {
      long now = System.nanoTime() / 1_000_000;
      if (now - sampledMillis < SAMPLE_MILLIS) return;
      sampledMillis = now;
      Optional<URI> where = service.address();
      if (where.isEmpty()) return;
      client.steps().ifPresent(steps -> service.seen(where.get(), steps));
    }

    private String line(KilledService service, String what) {
      return String.format(
          Locale.ROOT,
          "%3d s  %d of %d kills, %,d steps; %s",
          Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
          service.kills(),
          kills,
          service.steps(),
          what);
    }

    private static void removeHook(Thread hook) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending, and the hook sees to the service.
      }
    }
  }
}
