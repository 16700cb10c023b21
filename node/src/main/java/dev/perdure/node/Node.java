package dev.perdure.node;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.Part;

/**
 * One process of the system: opens a data directory and runs the machines in it.
 *
 * <pre>{@code
 * try (Node node = Node.open(NodeConfig.at(dir), OrderMachine.DEFINITION, CHARGE.with(gateway::charge))) {
 *   node.client().send(RequestId.of("req-1"), OrderMachine.TYPE.ref("42"), new AddItem(500));
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public interface Node extends AutoCloseable {

  /**
   * Opens a node on its data directory, which it makes if need be and locks against other
   * processes. Returns when it serves.
   *
   * @throws IllegalArgumentException naming everything that is wrong with the parts
   * @throws dev.perdure.kernel.spi.StoreException when the directory cannot be opened
   */
  static Node open(NodeConfig config, Part... parts) {
    return RunningNode.open(config, java.util.List.of(parts));
  }

  /** The way in from outside. */
  Client client();

  /** The way in for events that are not objects yet, such as the JSON of an HTTP request. */
  Ingress ingress();

  /** The view of operators. */
  Operator operator();

  /** The settings it was opened with. */
  NodeConfig config();

  /** The partition where a machine lives. */
  int partitionOf(MachineRef<?> machine);

  /**
   * Refuses new requests, lets what is under way come to its end for at most {@link
   * NodeConfig#closeTimeout}, and closes the store. What is left goes on at the next opening;
   * nothing is lost.
   */
  @Override
  void close();
}
