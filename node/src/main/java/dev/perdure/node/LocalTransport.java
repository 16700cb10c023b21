package dev.perdure.node;

import dev.perdure.kernel.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages between the stores of one node: puts them into the queue of the partition they
 * are for. What comes for a store that does not serve is lost, and sent again until acknowledged.
 */
final class LocalTransport implements Transport {
  private volatile @Nullable Stores stores;

  /** Where partitions are found; before anything is sent. */
  void connect(Stores all) {
    stores = all;
  }

  @Override
  public void send(Frame frame) {
    Stores known = stores;
    if (known != null) known.pass(frame.target(), new Input.Arrived(frame));
  }

  @Override
  public void acknowledge(int source, int target, long seq, boolean again) {
    Stores known = stores;
    if (known != null) known.pass(source, new Input.Acknowledged(target, seq, again));
  }
}
