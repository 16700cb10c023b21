package dev.perdure.cli;

import dev.perdure.cli.BankBooks.Account;
import dev.perdure.cli.BankBooks.Entry;
import dev.perdure.cli.ServiceClient.Definite;
import dev.perdure.cli.ServiceClient.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The bank as a process that is killed, and its clients. Used by one thread. */
final class BankHarness implements AutoCloseable {
  private static final long PAID_IN = 1_000;
  private static final long SETTLE_SECONDS = 20;
  private static final int AT_ONCE = 32;
  private static final Duration FAR_AWAY = Duration.ofMinutes(30);

  private final Path dir;
  private final int accounts;
  private final KilledService service;
  private final ServiceClient client;
  private final BankClients clients;

  /**
   * A bank that does not run yet.
   *
   * @param mode how its clients take silence, see {@link BankClient}
   */
  BankHarness(Path dir, int accounts, String mode) {
    this.dir = dir;
    this.accounts = accounts;
    this.service = new KilledService(Example.BANK, dir, dir.resolve("service.log"));
    this.client = new ServiceClient(service::address, Deadline.in(FAR_AWAY));
    this.clients = new BankClients(dir, accounts, mode);
  }

  /** The key of an account. */
  static String account(int number) {
    return "a" + number;
  }

  BankClients clients() {
    return clients;
  }

  /** Starts the service and waits until it serves and the clients can find it. */
  void start() throws IOException, InterruptedException {
    service.start();
    service.awaitReady();
    URI address = service.address().orElseThrow();
    Path draft = Files.writeString(dir.resolve("address.draft"), address.toString());
    Files.move(draft, clients.address(), StandardCopyOption.ATOMIC_MOVE);
  }

  void kill() {
    service.kill();
  }

  /** Opens all accounts with something in each. */
  void openAccounts() throws Exception {
    onEach(
        number -> {
          String key = account(number);
          client.tell("account", key, "PayIn", "pay-in-" + key, body().put("amount", PAID_IN));
          return client.tell("account", key, "Enable", "enable-" + key, body());
        });
  }

  /**
   * What the node's data looked like at one moment, while it worked: what a disk would hold that
   * never got to write the rest.
   */
  Path image() throws IOException, InterruptedException {
    signal("STOP");
    try {
      Path image = dir.resolve("image");
      copy(Example.node(dir), image);
      return image;
    } finally {
      signal("CONT");
    }
  }

  /** Puts an image in the place of the dead node's data. */
  void restore(Path image) throws IOException {
    Trees.delete(Example.node(dir));
    Files.move(image, Example.node(dir));
  }

  private void signal(String name) throws IOException, InterruptedException {
    int exitCode =
        new ProcessBuilder("kill", "-" + name, Long.toString(service.pid())).start().waitFor();
    if (exitCode != 0) throw new IOException("kill -" + name + " failed");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  /** What is wrong once nothing is under way any more. */
  List<String> problems() throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
    while (true) {
      // Money on its way is in no account; it arrives by itself.
      List<String> problems = problemsNow();
      if (problems.isEmpty() || System.nanoTime() > until) return problems;
    }
  }

  /** What is wrong now; money that is still on its way is wrong as well. */
  List<String> problemsNow() throws Exception {
    return books().problems(PAID_IN * accounts, clients.ledger());
  }

  private BankBooks books() throws Exception {
    SortedMap<String, Account> read = new TreeMap<>();
    List<Account> all = onEach(number -> read(account(number)));
    for (int i = 0; i < accounts; i++) read.put(account(i), all.get(i));
    return new BankBooks(read);
  }

  private Account read(String key) throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    while (true) {
      JsonNode page =
          reply(client.query("account", key, "ReadBook", body().put("after", entries.size())));
      if (page.path("entries").isEmpty()) break;
      for (JsonNode entry : page.path("entries")) {
        entries.add(
            new Entry(
                entry.path("reference").asString(),
                entry.path("change").asLong(),
                entry.path("amount").asLong()));
      }
    }
    JsonNode balance = reply(client.query("account", key, "Look", body()));
    return new Account(balance.path("amount").asLong(), entries);
  }

  @FunctionalInterface
  private interface OfAccount<R> {
    R call(int number) throws Exception;
  }

  /** Does something with every account, many at once; the results are in their order. */
  private <R> List<R> onEach(OfAccount<R> work) throws Exception {
    List<Callable<R>> calls = new ArrayList<>();
    for (int i = 0; i < accounts; i++) {
      int number = i;
      calls.add(() -> work.call(number));
    }
    List<R> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<R> done : threads.invokeAll(calls)) results.add(done.get());
    }
    return results;
  }

  private static ObjectNode body() {
    return JsonMapper.shared().createObjectNode();
  }

  private static JsonNode reply(Definite answer) {
    if (answer instanceof Reply(var body)) return body;
    throw new IllegalStateException("a query was refused: " + answer);
  }

  @Override
  public void close() {
    clients.close();
    client.close();
    service.close();
  }
}
