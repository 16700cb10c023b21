/** The embedded store on RocksDB. */
@SuppressWarnings("requires-automatic") // RocksDB ships without a module descriptor.
module dev.perdure.store {
  requires static transitive org.jspecify;
  requires transitive dev.perdure.kernel;
  requires rocksdbjni;

/* With the first public type: exports dev.perdure.store; */
}
