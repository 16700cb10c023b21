package dev.perdure.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells, in the result of a workload by the protocol of the original, how many times as many steps
 * a second the same workload has made on a node before: {@value #TIMES}.
 */
final class BenchRatio {
  static final String TIMES = "node_times";

  private static final String RSM = "rsm";

  private BenchRatio() {}

  /** Puts it into the result of a row, if it is such a one and the other was verified. */
  static JsonNode put(BenchRow row, JsonNode result, Map<BenchRow, Optional<JsonNode>> before) {
    List<String> arguments = row.arguments();
    if (!arguments.getFirst().equals(RSM) || !(result instanceof ObjectNode object)) return result;
    List<String> onANode = arguments.subList(1, arguments.size());
    for (Map.Entry<BenchRow, Optional<JsonNode>> other : before.entrySet()) {
      Optional<JsonNode> known = other.getValue().filter(BenchTable::isVerified);
      if (other.getKey().arguments().equals(onANode) && known.isPresent()) {
        double times =
            BenchRows.value(known.get(), "steps_per_s") / BenchRows.value(result, "steps_per_s");
        object.put(TIMES, times);
      }
    }
    return object;
  }
}
