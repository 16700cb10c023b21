/** The simulator: programs of users and the kernel itself, under every fault, from one seed. */
module dev.perdure.testing {
  requires static transitive org.jspecify;
  requires transitive dev.perdure;
  requires dev.perdure.kernel;
  requires dev.perdure.node;
  requires java.logging;
  requires jdk.compiler;
  requires static transitive org.junit.jupiter.api;

  exports dev.perdure.testing;
  exports dev.perdure.testing.coverage;
  exports dev.perdure.testing.diagram;
  exports dev.perdure.testing.explore;
  exports dev.perdure.testing.junit;
  exports dev.perdure.testing.linear;
  exports dev.perdure.testing.report;
}
