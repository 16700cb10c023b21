package dev.perdure.server;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps web pages away. A server on loopback is out of reach for other computers, but not for the
 * pages in this computer's browser:
 *
 * <ul>
 *   <li>A page whose own name is made to point to 127.0.0.1 (DNS rebinding) sends that name as
 *       {@code Host}. On loopback, only names of loopback and those in the settings are let in.
 *   <li>A page may send forms to any server (CSRF). Browsers put the page's {@code Origin} on
 *       these; one that is not the server itself is refused. And what changes a machine wants a
 *       header or a content type that no form can have.
 * </ul>
 *
 * <p>This tells browsers from programs, and not one program from another: whoever can connect can
 * call. Anything more is the business of a proxy in front.
 */
final class CallerCheck {
  private final boolean checksHost;
  private final Set<String> hosts = new HashSet<>();

  /**
   * The check for a server with these settings.
   *
   * @param bound the interface that it is bound to
   */
  CallerCheck(HttpConfig config, InetAddress bound) {
    config.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    // Bound to other interfaces, it has names that it cannot know.
    checksHost = bound.isLoopbackAddress() || !hosts.isEmpty();
    hosts.add(config.host().toLowerCase(Locale.ROOT));
  }

  /**
   * Lets the request pass.
   *
   * @throws Problem if it is not meant for this server, or comes from the page of another
   */
  void check(Request request) {
    List<String> lines = request.header("Host");
    String host = lines.isEmpty() ? "" : lines.getFirst();
    if (checksHost && !known(name(host))) {
      throw new Problem(
          ProblemType.WRONG_HOST,
          "the Host is none of this server's; address it as localhost, or add the name to its"
              + " settings");
    }
    for (String origin : request.header("Origin")) {
      if (!origin.equalsIgnoreCase("http://" + host)
          && !origin.equalsIgnoreCase("https://" + host)) {
        throw new Problem(
            ProblemType.WRONG_ORIGIN, "a page of another origin may not call this server");
      }
    }
  }

  private boolean known(String name) {
    return hosts.contains(name)
        || name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}");
  }

  /** The host without its port. */
  private static String name(String host) {
    int colon = host.lastIndexOf(':');
    boolean port = colon >= 0 && colon > host.lastIndexOf(']');
    return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
  }
}
