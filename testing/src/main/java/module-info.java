/** The simulator: programs of users and the kernel itself, under every fault, from one seed. */
module dev.perdure.testing {
  requires static transitive org.jspecify;
  requires transitive dev.perdure;
  requires jdk.compiler;

  exports dev.perdure.testing.diagram;
}
