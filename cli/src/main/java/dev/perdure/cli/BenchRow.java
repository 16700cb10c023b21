package dev.perdure.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * One row of the table of all workloads.
 *
 * @param title what it is, and where its size is scaled down
 * @param arguments what {@code perdure bench} is called with
 * @param jvm options of the JVM besides those of this one
 * @param figure what counts of its result
 */
record BenchRow(
    String title,
    List<String> arguments,
    List<String> jvm,
    Function<JsonNode, String> figure,
    Optional<Goal> goal) {

  /** What is to be reached. */
  record Goal(String text, Predicate<JsonNode> reached) {}

  /** A row without options for the JVM, and without a goal. */
  static BenchRow of(String title, Function<JsonNode, String> figure, String... arguments) {
    return new BenchRow(title, List.of(arguments), List.of(), figure, Optional.empty());
  }

  BenchRow goal(String text, Predicate<JsonNode> reached) {
    return new BenchRow(title, arguments, jvm, figure, Optional.of(new Goal(text, reached)));
  }

  BenchRow jvm(String... options) {
    return new BenchRow(title, arguments, List.of(options), figure, goal);
  }

  /** With more arguments. */
  BenchRow with(String... more) {
    List<String> all = new java.util.ArrayList<>(arguments);
    all.addAll(List.of(more));
    return new BenchRow(title, all, jvm, figure, goal);
  }
}
