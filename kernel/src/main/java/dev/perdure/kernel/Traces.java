package dev.perdure.kernel;

/** Stack traces as text. */
final class Traces {
  private static final int MAX_CAUSES = 8;

  private Traces() {}

  static String of(Throwable failure, int maxLength) {
    StringBuilder text = new StringBuilder();
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
      text.append(depth == 0 ? "" : "Caused by: ").append(at).append('\n');
      for (StackTraceElement frame : at.getStackTrace()) {
        text.append("\tat ").append(frame).append('\n');
        if (text.length() > maxLength) {
          return text.substring(0, maxLength) + "...";
        }
      }
      at = at.getCause();
    }
    return text.toString();
  }
}
