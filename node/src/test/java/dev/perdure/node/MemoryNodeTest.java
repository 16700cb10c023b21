package dev.perdure.node;

import dev.perdure.Part;
import dev.perdure.kernel.spi.Clock;

final class MemoryNodeTest extends NodeVerbs {
  private final Ground ground = new Ground(1);

  @Override
  Node open(Part... parts) {
    return ground.around(real -> real).open(parts);
  }

  @Override
  Node openAt(Clock clock, Part... parts) {
    return ground.around(real -> real.clock(clock)).open(parts);
  }
}
