package dev.perdure.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients of a node, each on a thread of its own; what they found is had by {@link #results}. */
public final class Clients<R> implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<R>> running = new ArrayList<>();

  /** Starts another client. */
  public void start(Callable<R> client) {
    running.add(threads.submit(client));
  }

  /** Waits for all of them. */
  public List<R> results() throws Exception {
    List<R> results = new ArrayList<>();
    for (Future<R> client : running) results.add(client.get());
    return results;
  }

  /** Ends what a failed test left running. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
