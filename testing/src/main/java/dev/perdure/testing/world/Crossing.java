package dev.perdure.testing.world;

/** What of a seam is crossed where a node may die, and others may run in between. */
enum Crossing {
  // ---- opening a store
  EPOCH("opening, before its epoch is taken"),
  EPOCH_TAKEN("opening, its epoch taken"),
  OPENING_HEAD("opening, a read of the head"),
  OPENING_SCAN("opening, a scan"),

  // ---- working
  GET("a read of a key"),
  SCAN("a scan"),
  PUBLISH("before a record is published"),
  PUBLISHED("a record published and not committed"),
  HAND_OVER("a message handed over"),

  // ---- committing
  COMMIT("commit, before it is written"),
  /** The one place where the log has a tail that is not synced: crashes are drawn to it. */
  COMMIT_WRITTEN("commit, written and not synced", 12),
  COMMIT_SYNCED("commit, synced and not applied"),
  COMMIT_APPLIED("commit, durable and not told"),
  ONLY_READS("release of what needs no commit"),

  // ---- releasing
  FRAME("release of a message to another store"),
  ACKNOWLEDGEMENT("release of an acknowledgement"),
  ANSWER("release of an answer"),
  /** Calls are few, and each is released once. */
  CALL("release of an activity call", 4),

  // ---- loading request ids
  LOAD("a load, before it is written"),
  LOAD_HALF("a load, written in part"),
  LOADED("a load, written and not told");

  /** How many times the rate of a crash it has here. */
  final int weight;

  private final String text;

  Crossing(String text) {
    this(text, 1);
  }

  Crossing(String text, int weight) {
    this.text = text;
    this.weight = weight;
  }

  /** For people, as what a node was doing. */
  @Override
  public String toString() {
    return text;
  }
}
