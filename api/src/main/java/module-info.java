/** What user code imports; depends on nothing. */
module dev.perdure {
  requires static org.jspecify;

/* With the first public type: exports dev.perdure; */
}
