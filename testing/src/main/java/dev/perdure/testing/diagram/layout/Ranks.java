package dev.perdure.testing.diagram.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layer of each node: even numbers, so that between any two there is one for labels. Links
 * point down, but for those that close a circle.
 */
final class Ranks {
  private final Graph graph;
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Set<Graph.Link> upward = new LinkedHashSet<>();
  private final Set<String> done = new LinkedHashSet<>();
  private final Set<String> open = new LinkedHashSet<>();
  private final List<String> bottomUp = new ArrayList<>();

  private Ranks(Graph graph) {
    this.graph = graph;
  }

  static Map<String, Integer> of(Graph graph) {
    Ranks ranks = new Ranks(graph);
    graph.nodes().forEach(node -> ranks.visit(node.id()));
    return ranks.longestPaths();
  }

  private void visit(String node) {
    if (!done.add(node)) return;
    open.add(node);
    for (Graph.Link link : graph.links()) {
      if (!link.from().equals(node)) continue;
      if (open.contains(link.to())) {
        upward.add(link);
      } else {
        visit(link.to());
      }
    }
    open.remove(node);
    bottomUp.add(node);
  }

  private Map<String, Integer> longestPaths() {
    graph.nodes().forEach(node -> ranks.put(node.id(), 0));
    for (String node : bottomUp.reversed()) {
      for (Graph.Link link : graph.links()) {
        if (link.from().equals(node) && !upward.contains(link)) {
          ranks.merge(link.to(), rank(node) + 2, Math::max);
        }
      }
    }
    return ranks;
  }

  private int rank(String node) {
    return ranks.getOrDefault(node, 0);
  }
}
