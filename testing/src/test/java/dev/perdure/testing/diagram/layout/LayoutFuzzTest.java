package dev.perdure.testing.diagram.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.diagram.layout.Placed.Box;
import dev.perdure.testing.diagram.layout.Placed.Point;
import dev.perdure.testing.diagram.layout.Placed.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs at random: nothing covers anything else, and everything is where it belongs. */
final class LayoutFuzzTest {
  static java.util.stream.LongStream seeds() {
    return java.util.stream.LongStream.concat(
        java.util.stream.LongStream.range(0, 60),
        java.util.stream.LongStream.of(new Random().nextLong()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverIsPlacedCanBeRead(long seed) {
    Graph graph = graph(new Random(seed));
    Placed placed = Layout.of(graph);
    List<Box> solid = new ArrayList<>(placed.boxes().values());
    for (int i = 0; i < graph.links().size(); i++) {
      Graph.Link link = graph.links().get(i);
      Route route = placed.routes().get(i);
      if (link.labelWidth() > 0) {
        solid.add(
            new Box(
                route.label().x() - link.labelWidth() / 2,
                route.label().y() - link.labelHeight() / 2,
                link.labelWidth(),
                link.labelHeight()));
      }
      assertTouches(route.points().getFirst(), box(placed.boxes(), link.from()));
      assertTouches(route.points().getLast(), box(placed.boxes(), link.to()));
    }
    for (int i = 0; i < solid.size(); i++) {
      for (int j = i + 1; j < solid.size(); j++) {
        assertThat(overlap(solid.get(i), solid.get(j)))
            .as("%s and %s overlap", solid.get(i), solid.get(j))
            .isFalse();
      }
      assertInside(solid.get(i), new Box(0, 0, placed.width(), placed.height()));
    }
    assertFrames(graph, placed);
  }

  private static void assertFrames(Graph graph, Placed placed) {
    for (Graph.Group group : graph.groups()) {
      Box frame = placed.frames().get(group.id());
      for (Graph.Node node : graph.nodes()) {
        boolean member = graph.around(node.group()).contains(group.id());
        if (member) {
          assertThat(frame).isNotNull();
          assertInside(box(placed.boxes(), node.id()), box(placed.frames(), group.id()));
        } else if (frame != null) {
          assertThat(overlap(box(placed.boxes(), node.id()), frame))
              .as("%s is in the frame of %s", node, group)
              .isFalse();
        }
      }
    }
  }

  private static Graph graph(Random random) {
    List<Graph.Group> groups = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String within =
          groups.isEmpty() || random.nextBoolean()
              ? ""
              : groups.get(random.nextInt(groups.size())).id();
      groups.add(new Graph.Group("group" + i, within));
    }
    List<Graph.Node> nodes = new ArrayList<>();
    int size = 1 + random.nextInt(10);
    for (int i = 0; i < size; i++) {
      String group =
          groups.isEmpty() || random.nextBoolean()
              ? ""
              : groups.get(random.nextInt(groups.size())).id();
      nodes.add(new Graph.Node("n" + i, 10 + random.nextInt(200), 10 + random.nextInt(90), group));
    }
    List<Graph.Link> links = new ArrayList<>();
    for (int i = size == 1 ? 0 : random.nextInt(25); i > 0; i--) {
      int from = random.nextInt(size);
      int to = (from + 1 + random.nextInt(size - 1)) % size;
      boolean labelled = random.nextInt(5) > 0;
      links.add(
          new Graph.Link(
              "n" + from,
              "n" + to,
              labelled ? 10 + random.nextInt(150) : 0,
              labelled ? 16 * (1 + random.nextInt(4)) : 0));
    }
    return new Graph(nodes, links, groups);
  }

  private static Box box(Map<String, Box> boxes, String id) {
    Box box = boxes.get(id);
    if (box == null) throw new AssertionError("nothing is placed for " + id);
    return box;
  }

  private static boolean overlap(Box one, Box other) {
    return one.left() + one.width() > other.left() + 1
        && other.left() + other.width() > one.left() + 1
        && one.bottom() > other.top() + 1
        && other.bottom() > one.top() + 1;
  }

  private static void assertInside(Box inner, Box outer) {
    assertThat(
            inner.left() >= outer.left() - 1
                && inner.top() >= outer.top() - 1
                && inner.left() + inner.width() <= outer.left() + outer.width() + 1
                && inner.bottom() <= outer.bottom() + 1)
        .as("%s is inside %s", inner, outer)
        .isTrue();
  }

  private static void assertTouches(Point end, Box box) {
    assertThat(end.x()).isBetween(box.left() - 1, box.left() + box.width() + 1);
    assertThat(Math.min(Math.abs(end.y() - box.top()), Math.abs(end.y() - box.bottom())))
        .isLessThan(1);
  }
}
