/** What user code imports; depends on nothing. */
module dev.perdure {
  requires static transitive org.jspecify;

  exports dev.perdure;
}
