/** HTTP ingress and administration of a node. */
module dev.perdure.server {
  requires static transitive org.jspecify;
  requires transitive dev.perdure.node;
  requires io.helidon.webserver;
  requires io.helidon.http;

  exports dev.perdure.server;
}
