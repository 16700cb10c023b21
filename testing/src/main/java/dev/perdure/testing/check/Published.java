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
  private final long atMillis;
  private final long knownDurable;
  private boolean committed;

  /**
   * @param atMillis what the clock of its node showed
   * @param knownDurable up to which record its partition knew that all is durable
   */
  public Published(RecordView view, List<Observed> observed, long atMillis, long knownDurable) {
    this.view = view;
    this.observed = observed;
    this.atMillis = atMillis;
    this.knownDurable = knownDurable;
  }

  public RecordView view() {
    return view;
  }

  public List<Observed> observed() {
    return observed;
  }

  long atMillis() {
    return atMillis;
  }

  long knownDurable() {
    return knownDurable;
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
