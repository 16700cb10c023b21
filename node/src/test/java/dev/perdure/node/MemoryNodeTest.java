package dev.perdure.node;

import dev.perdure.Part;

final class MemoryNodeTest extends NodeVerbs {
  private final Ground ground = new Ground(1);

  @Override
  Node open(Part... parts) {
    return ground.open(parts);
  }
}
