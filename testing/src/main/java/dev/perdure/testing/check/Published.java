package dev.perdure.testing.check;

import dev.perdure.kernel.RecordView;
import java.util.List;

/**
 * A step record on its way to the store, with what was seen of how it was made. One run's thread
 * alone uses it.
 */
public final class Published {
  private final RecordView view;
  private final List<Observed> observed;
  private boolean committed;

  public Published(RecordView view, List<Observed> observed) {
    this.view = view;
    this.observed = observed;
  }

  public RecordView view() {
    return view;
  }

  public List<Observed> observed() {
    return observed;
  }

  /** Whether it is durable. */
  public boolean isCommitted() {
    return committed;
  }

  /** It became durable. */
  void commit() {
    committed = true;
  }
}
