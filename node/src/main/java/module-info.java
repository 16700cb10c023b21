/** The real world around the kernel: threads, clock, client, activities, codec, metrics. */
module dev.perdure.node {
  requires static transitive org.jspecify;
  requires transitive dev.perdure;
  requires transitive dev.perdure.kernel;
  requires dev.perdure.store;
  requires org.jctools.core;
  requires tools.jackson.core;

  exports dev.perdure.node;
  exports dev.perdure.node.codec;
}
