package dev.perdure.server;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One thing that can be asked of the server: what it is for, described once, and the code that does
 * it. Requests are matched, checked and documented from this.
 *
 * @param method GET or POST
 * @param template the path, with {@code {name}} for a part that varies
 * @param id what generated clients call it
 * @param summary one line
 * @param parameters of path, query and headers; a query may have no others
 * @param hasBody whether there is an event in the body
 * @param successes what comes back when all is well
 * @param problems what else may come back, beside what every route can answer
 */
record Route(
    String method,
    String template,
    String id,
    String summary,
    List<Parameter> parameters,
    boolean hasBody,
    List<Success> successes,
    Set<ProblemType> problems,
    Handler handler) {

  /** Problems that any request can have. */
  static final Set<ProblemType> EVERYWHERE =
      EnumSet.of(
          ProblemType.MALFORMED_REQUEST,
          ProblemType.BAD_PARAMETER,
          ProblemType.WRONG_ORIGIN,
          ProblemType.METHOD_NOT_ALLOWED,
          ProblemType.TOO_LARGE,
          ProblemType.WRONG_HOST,
          ProblemType.OVERLOADED,
          ProblemType.HEADERS_TOO_LARGE,
          ProblemType.FAULT,
          ProblemType.UNAVAILABLE);

  Route {
    parameters = List.copyOf(parameters);
    successes = List.copyOf(successes);
    problems = Set.copyOf(problems);
  }

  /** Does what is asked. */
  @FunctionalInterface
  interface Handler {
    /**
     * The answer.
     *
     * @throws Problem if there is none
     */
    Answer answer(Request request);
  }

  /** Where a parameter stands. */
  enum Place {
    PATH,
    QUERY,
    HEADER
  }

  /** A parameter. */
  record Parameter(String name, Place place, boolean required, String meaning, Json schema) {
    static Parameter path(String name, String meaning, Json schema) {
      return new Parameter(name, Place.PATH, true, meaning, schema);
    }

    static Parameter query(String name, String meaning, Json schema) {
      return new Parameter(name, Place.QUERY, false, meaning, schema);
    }

    static Parameter header(String name, boolean required, String meaning, Json schema) {
      return new Parameter(name, Place.HEADER, required, meaning, schema);
    }
  }

  /** A good answer. */
  record Success(int status, String meaning, Json schema) {}

  /** Whether the path of a request is one of this route. */
  boolean matches(List<String> segments) {
    String[] parts = parts();
    if (parts.length != segments.size()) return false;
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].startsWith("{") && !parts[i].equals(segments.get(i))) return false;
    }
    return true;
  }

  /** Refuses parameters of the query that the route does not have: a typo must not pass. */
  void checkParameters(Request request) {
    List<String> known = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (parameter.place() == Place.QUERY) known.add(parameter.name());
    }
    for (String name : request.parameters().keySet()) {
      if (!known.contains(name)) {
        throw Problems.badParameter(
                name,
                "the query has the parameter '%s', which this path does not know".formatted(name))
            .accepted(known);
      }
    }
  }

  private String[] parts() {
    return template.substring(1).split("/", -1);
  }
}
