/** HTTP ingress and administration of a node. */
module dev.perdure.server {
  requires static transitive org.jspecify;
  requires transitive dev.perdure.node;
  requires io.helidon.webserver;

/* With the first public type: exports dev.perdure.server; */
}
