package dev.perdure.node;

import dev.perdure.MachineException;
import dev.perdure.kernel.Inspection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Hands what came of an operator's wish to a future, away from the threads of the node. */
final class InspectionReply implements Inspection.Receiver {
  private final CompletableFuture<Inspection.Result> future = new CompletableFuture<>();
  private final Executor executor;

  InspectionReply(Executor executor) {
    this.executor = executor;
  }

  CompletableFuture<Inspection.Result> future() {
    return future;
  }

  @Override
  public void receive(Inspection.Result result) {
    executor.execute(() -> future.complete(result));
  }

  /** No answer will come. */
  void refuse(MachineException why) {
    executor.execute(() -> future.completeExceptionally(why));
  }
}
