package dev.perdure.server;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request, taken apart as far as all routes have it in common.
 *
 * @param segments the parts of the path between slashes, decoded
 * @param parameters of the query, decoded
 * @param headers by name in small letters, each with all its lines
 * @param body empty when there is none
 */
record Request(
    String method,
    List<String> segments,
    Map<String, String> parameters,
    Map<String, List<String>> headers,
    byte[] body) {

  Request {
    segments = List.copyOf(segments);
    parameters = Map.copyOf(parameters);
    headers = Map.copyOf(headers);
  }

  /** The parameter of the query. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** The lines of a header; none if it is not there. */
  List<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** Refuses a body that says to be something else than JSON, or does not say what it is. */
  void requireJson() {
    if (body.length == 0) return;
    List<String> types = header("Content-Type");
    if (types.size() == 1 && isJson(types.getFirst())) return;
    throw new Problem(
            ProblemType.WRONG_CONTENT_TYPE,
            types.isEmpty()
                ? "the body has no Content-Type; say application/json"
                : "the Content-Type is not application/json in UTF-8")
        .accepted(List.of(Answer.JSON))
        .header("Accept", Answer.JSON);
  }

  private static boolean isJson(String contentType) {
    String[] parts = contentType.split(";", -1);
    if (!parts[0].strip().equalsIgnoreCase(Answer.JSON)) return false;
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) return false;
    }
    return true;
  }
}
