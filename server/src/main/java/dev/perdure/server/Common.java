package dev.perdure.server;

import dev.perdure.MachineRef;
import dev.perdure.node.Operator.Page;
import dev.perdure.node.Operator.ParkedEvent;
import dev.perdure.server.Route.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What several routes have in common: parameters, paging, and the JSON of a ref. */
final class Common {
  static final int MAX_PAGE = 1_000;

  private static final int USUAL_PAGE = 100;

  static final Parameter TYPE =
      Parameter.path("type", "The name of the machine type", Schemas.text());
  static final Parameter KEY =
      Parameter.path(
          "key",
          "The key of the machine, percent-encoded: a slash in it is %2F",
          Schemas.machineKey());
  static final Parameter PLACEMENT =
      Parameter.query(
          "placement",
          "The placement tag, for a machine type whose machines are placed, and for no other",
          Schemas.machineKey());
  static final Parameter LIMIT =
      Parameter.query(
          "limit",
          "The most entries of the page; %d unless said otherwise".formatted(USUAL_PAGE),
          Schemas.whole(1, MAX_PAGE));
  static final Parameter AFTER =
      Parameter.query(
          "after", "'next' of the page before; nothing for the first page", Schemas.text());

  private Common() {}

  /** How many entries a page is to have. */
  static int limit(Request request) {
    String text = request.parameter("limit").orElse(String.valueOf(USUAL_PAGE));
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    int limit = digits && !text.isEmpty() && text.length() <= 4 ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_PAGE) {
      throw Problems.badParameter(
          "limit", "the parameter limit must be a number from 1 to %d".formatted(MAX_PAGE));
    }
    return limit;
  }

  /** Where a page begins. */
  static Optional<String> after(Request request) {
    return request.parameter("after");
  }

  /** A page of a listing. */
  static <T> Json page(Page<T> page, Function<T, Json> entry) {
    List<Json> items = new ArrayList<>();
    page.items().forEach(item -> items.add(entry.apply(item)));
    return Json.object()
        .with("items", new Json.Items(items))
        .with("next", page.next().map(Json.Text::new));
  }

  /** The address of a machine, as it is in the JSON of states and events. */
  static Json.Members ref(MachineRef<?> machine) {
    return Json.object()
        .with("type", machine.type())
        .with(
            "placement",
            machine.placed()
                ? Optional.of(new Json.Text(machine.placement().tag()))
                : Optional.<Json>empty())
        .with("key", machine.key());
  }

  /** A parked event, and why it is. */
  static Json.Members parked(ParkedEvent parked) {
    return Json.object()
        .with("event", parked.event())
        .with("body", new Json.Ready(parked.eventJson()))
        .with("attempts", parked.attempts())
        .with("at", parked.at().toString())
        .with("reason", parked.reason())
        .with("detail", parked.detail());
  }
}
