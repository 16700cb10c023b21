package dev.perdure.server;

import java.util.List;

/** What goes back for one request; the server adds what is the same for all. */
record Answer(int status, String contentType, byte[] body, List<Header> headers) {
  static final String JSON = "application/json";

  Answer {
    headers = List.copyOf(headers);
  }

  /** A header of the answer. */
  record Header(String name, String value) {}

  /** 200 with JSON. */
  static Answer ok(Json body) {
    return ok(body.bytes());
  }

  /** 200 with JSON that is bytes already. */
  static Answer ok(byte[] json) {
    return new Answer(200, JSON, json, List.of());
  }
}
