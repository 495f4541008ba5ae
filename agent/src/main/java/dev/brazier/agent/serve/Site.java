package dev.brazier.agent.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All addresses of a server, as paths: {@code /TOKEN/} is the index, {@code /TOKEN/1/NAME} the
 * first exhibit. {@code /KEY} leads there once: a browser is started with it, as other users can
 * read the arguments of a process.
 */
final class Site {

  private static final int SECRET_BYTES = 16;

  private final String token;
  private final String key;
  private final AtomicBoolean keyUsed = new AtomicBoolean();
  private final Map<String, Resource> resources = new HashMap<>();
  private final String entrance;

  Site(List<Exhibit> exhibits, SecureRandom random) {
    this.token = secret(random);
    this.key = secret(random);
    Map<String, Exhibit> addresses = new LinkedHashMap<>();
    for (Exhibit exhibit : exhibits) {
      addresses.put(addresses.size() + 1 + "/" + encoded(exhibit.savedAs()), exhibit);
    }
    addresses.forEach((address, exhibit) -> resources.put(address, resource(exhibit)));
    resources.put("", new IndexPage(addresses, Instant.now()));
    String first = addresses.size() == 1 ? addresses.keySet().iterator().next() : "";
    this.entrance = "/" + token + "/" + first;
  }

  /** The path to begin at: the only exhibit, or the index. */
  String entrance() {
    return entrance;
  }

  /** The path that leads to the entrance once. */
  String key() {
    return "/" + key;
  }

  /** Whether this is the key and had not been used. */
  boolean takeKey(String path) {
    return equal(path, key()) && keyUsed.compareAndSet(false, true);
  }

  /** Whether this is the key, used or not. */
  boolean isKey(String path) {
    return equal(path, key());
  }

  /**
   * What lies at a path; empty without the token, or where nothing lies.
   *
   * @param path as the request has it, without its query: never decoded, never resolved
   */
  Optional<Resource> find(String path) {
    int end = path.indexOf('/', 1);
    if (end < 0 || !equal(path.substring(0, end), "/" + token)) {
      return Optional.empty();
    }
    return Optional.ofNullable(resources.get(path.substring(end + 1)));
  }

  private static Resource resource(Exhibit exhibit) {
    return exhibit
        .drawing()
        .<Resource>map(drawing -> new DrawnFile(exhibit, drawing))
        .orElseGet(() -> new PlainFile(exhibit));
  }

  private static String secret(SecureRandom random) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Takes as long for a guess that is nearly right as for any other. */
  private static boolean equal(String guess, String secret) {
    return MessageDigest.isEqual(
        guess.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }

  /** A name as a segment of a path: all that browsers could write in two ways is escaped. */
  private static String encoded(String name) {
    StringBuilder segment = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0)) {
        segment.append(c);
      } else {
        segment.append("%%%02X".formatted((int) c));
      }
    }
    return segment.toString();
  }
}
