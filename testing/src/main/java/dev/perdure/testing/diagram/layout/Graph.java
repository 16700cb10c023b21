package dev.perdure.testing.diagram.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is to be placed.
 *
 * @param nodes in the order in which they should come, as far as arrows allow
 * @param links between different nodes; several may join the same two
 * @param groups outer ones before those within them
 */
public record Graph(List<Node> nodes, List<Link> links, List<Group> groups) {
  /** Keeps copies, and checks that all that is spoken of is there. */
  public Graph {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
    groups = List.copyOf(groups);
    Map<String, Node> known = nodes.stream().collect(Collectors.toMap(Node::id, node -> node));
    for (Link link : links) {
      if (link.from().equals(link.to())
          || !known.containsKey(link.from())
          || !known.containsKey(link.to())) {
        throw new IllegalArgumentException("not a link between two nodes: " + link);
      }
    }
  }

  /**
   * A box.
   *
   * @param group the innermost group that it is in, or empty
   */
  public record Node(String id, double width, double height, String group) {}

  /** An arrow, and the size of its label, zero for none. */
  public record Link(String from, String to, double labelWidth, double labelHeight) {}

  /**
   * A frame around nodes.
   *
   * @param within the group around it, or empty
   */
  public record Group(String id, String within) {}

  /** The groups around something, from the outermost to the given one. */
  List<String> around(String group) {
    List<String> path = new ArrayList<>();
    for (String at = group; !at.isEmpty(); at = within(at)) path.addFirst(at);
    return path;
  }

  private String within(String group) {
    return groups.stream()
        .filter(each -> each.id().equals(group))
        .map(Group::within)
        .findFirst()
        .orElse("");
  }
}
