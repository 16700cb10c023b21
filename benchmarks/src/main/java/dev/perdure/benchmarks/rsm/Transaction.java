package dev.perdure.benchmarks.rsm;

import dev.perdure.kernel.spi.Write;
import java.util.ArrayList;
import java.util.List;

/** What commits together: writes in one partition. Made by one thread, then given to the log. */
final class Transaction {
  private final int partition;
  private final List<Write> writes = new ArrayList<>();

  Transaction(int partition) {
    this.partition = partition;
  }

  int partition() {
    return partition;
  }

  List<Write> writes() {
    return writes;
  }

  void put(byte[] key, byte[] value) {
    writes.add(new Write.Put(key, value));
  }

  void delete(byte[] key) {
    writes.add(new Write.Delete(key));
  }
}
