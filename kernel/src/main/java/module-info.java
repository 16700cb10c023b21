/** Every guarantee, deterministic: no thread, clock, file or socket inside. */
module dev.perdure.kernel {
  requires static transitive org.jspecify;
  requires transitive dev.perdure;

  exports dev.perdure.kernel.spi;
}
