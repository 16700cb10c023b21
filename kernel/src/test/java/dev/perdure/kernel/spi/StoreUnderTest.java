package dev.perdure.kernel.spi;

/** What a test of an engine tells the contract about it. */
public interface StoreUnderTest {
  /** How many partitions the stores of most tests have. */
  int PARTITIONS = 4;

  /** An empty store with partitions 0 to {@code partitions - 1}; the contract closes it. */
  Store create(int partitions);

  /** An empty store with {@link #PARTITIONS} partitions. */
  default Store create() {
    return create(PARTITIONS);
  }

  /**
   * Makes the next commit of {@code store} end with an unknown outcome.
   *
   * @param written whether it is to be written all the same; an engine that cannot choose does what
   *     it can
   */
  void breakNextCommit(Store store, boolean written);

  /**
   * What an owner does after an unknown outcome before it reads the heads: closes the store and
   * opens it anew over the same data, unless the store goes on by itself.
   */
  Store recover(Store store);

  /**
   * Lets a process go on with one {@link CommitHistory}, of values of {@link
   * KillContract#VALUE_BYTES}, and kills it ({@code kill -9}) in the middle of its work once it has
   * committed {@code count} groups more. Where an engine has no process of its own to kill, it
   * models what a killed one leaves.
   *
   * @return the last group that was acknowledged before the process was dead
   */
  long commitUntilKilled(int count) throws Exception;

  /** Opens what the killed process left; the contract closes it. */
  Store openAfterKill() throws Exception;
}
