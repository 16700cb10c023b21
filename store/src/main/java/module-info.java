/** The embedded store on RocksDB, and the store in memory. */
@SuppressWarnings("requires-automatic") // RocksDB ships without a module descriptor.
module dev.perdure.store {
  requires static transitive org.jspecify;
  requires transitive dev.perdure.kernel;
  requires rocksdbjni;

  exports dev.perdure.store;
}
