package dev.brazier.agent.serve;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names under which a visitor may call the server. */
final class Hosts {

  private static final int HTTP_PORT = 80;

  private final Set<String> allowed;

  Hosts(int port) {
    this.allowed =
        Set.of("127.0.0.1" + suffix(port), "localhost" + suffix(port), "[::1]" + suffix(port));
  }

  /** Whether a {@code Host} header names this server; null is none and does not. */
  boolean contain(@Nullable String host) {
    return host != null && allowed.contains(host.toLowerCase(Locale.ROOT));
  }

  /** Browsers leave the usual port out. */
  private static String suffix(int port) {
    return port == HTTP_PORT ? "" : ":" + port;
  }
}
