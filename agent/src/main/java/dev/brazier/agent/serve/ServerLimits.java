package dev.brazier.agent.serve;

import java.time.Duration;

/**
 * What a server bears.
 *
 * @param connections connections at once; those beyond are closed at once
 * @param idle how long a connection may stay without a byte in either direction
 */
record ServerLimits(int connections, Duration idle) {

  /** A browser opens six connections; this is room for forty of them. */
  static final ServerLimits DEFAULT = new ServerLimits(256, Duration.ofSeconds(60));

  /** Longest first line of a request, in bytes. */
  static final int LINE_BYTES = 4096;

  /** Longest head of a request, in bytes. */
  static final int HEAD_BYTES = 16_384;

  ServerLimits {
    if (connections < 1 || idle.isZero() || idle.isNegative()) {
      throw new IllegalArgumentException("server limits " + connections + ", " + idle);
    }
  }
}
