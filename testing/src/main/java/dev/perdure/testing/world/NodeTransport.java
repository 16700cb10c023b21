package dev.perdure.testing.world;

import dev.perdure.kernel.spi.Transport;

/** Puts frames and acknowledgements of one incarnation on the wire. */
final class NodeTransport implements Transport {
  private final World world;
  private final Incarnation node;

  NodeTransport(World world, Incarnation node) {
    this.world = world;
    this.node = node;
  }

  @Override
  public void send(Frame frame) {
    world.cross(node, Crossing.FRAME);
    world.checks().left(frame);
    world.wire.send(frame);
  }

  @Override
  public void acknowledge(int source, int target, long seq, boolean again) {
    world.cross(node, Crossing.ACKNOWLEDGEMENT);
    world.checks().acknowledged(source, target, seq);
    world.wire.acknowledge(source, target, seq, again);
  }
}
