package dev.brazier.agent.permission;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The seccomp profiles that containers run under, and what each of them refuses. */
enum Profile {
  UNCONFINED("") {
    @Override
    boolean refuses(String call, Set<String> granted) {
      return false;
    }
  },
  MOBY_CURRENT("moby-current.json") {
    @Override
    boolean refuses(String call, Set<String> granted) {
      String opener = call.equals("bpf") ? "CAP_BPF" : "CAP_PERFMON";
      return !granted.contains(opener) && !granted.contains("CAP_SYS_ADMIN");
    }
  },
  PODMAN_4_3("podman-4.3.json"),
  DOCKER_20_10("docker-20.10.json");

  private static final String ARCHITECTURE =
      System.getProperty("os.arch").equals("amd64") ? "amd64" : "arm64";

  private final String file;

  Profile(String file) {
    this.file = file;
  }

  /**
   * Whether a container is refused {@code bpf} or {@code perf_event_open}.
   *
   * @param granted what the runtime was told to grant, which decides about the profile's rules
   */
  boolean refuses(String call, Set<String> granted) {
    return !granted.contains("CAP_SYS_ADMIN");
  }

  /**
   * The filter in the form of the OCI runtime specification; null for none. A runtime leaves the
   * rules for other machines and other capabilities out.
   */
  @Nullable JsonObject filter(Set<String> granted) {
    return this == UNCONFINED ? null : filter(read("/seccomp/" + file), granted);
  }

  /** The file that is given to Docker and podman. */
  void write(Path to) throws IOException {
    Files.writeString(to, read("/seccomp/" + file).toString());
  }

  /** The same for a profile in Docker's form. */
  static JsonObject filter(JsonObject profile, Set<String> granted) {
    JsonObject filter = new JsonObject();
    filter.add("defaultAction", profile.get("defaultAction"));
    if (profile.has("defaultErrnoRet")) {
      filter.add("defaultErrnoRet", profile.get("defaultErrnoRet"));
    }
    filter.add("architectures", architectures(profile));
    JsonArray syscalls = new JsonArray();
    for (JsonElement element : profile.getAsJsonArray("syscalls")) {
      JsonObject rule = element.getAsJsonObject();
      if (applies(rule, granted)) {
        syscalls.add(only(rule, "names", "action", "errnoRet", "args"));
      }
    }
    filter.add("syscalls", syscalls);
    return filter;
  }

  private static JsonArray architectures(JsonObject profile) {
    JsonArray flat = profile.getAsJsonArray("architectures");
    if (flat != null) {
      return flat;
    }
    String wanted = ARCHITECTURE.equals("amd64") ? "SCMP_ARCH_X86_64" : "SCMP_ARCH_AARCH64";
    JsonArray architectures = new JsonArray();
    for (JsonElement element : profile.getAsJsonArray("archMap")) {
      JsonObject entry = element.getAsJsonObject();
      if (entry.get("architecture").getAsString().equals(wanted)) {
        architectures.add(wanted);
        architectures.addAll(entry.getAsJsonArray("subArchitectures"));
      }
    }
    return architectures;
  }

  private static boolean applies(JsonObject rule, Set<String> granted) {
    Set<String> architecture = Set.of(ARCHITECTURE);
    return holds(rule, "includes", "arches", architecture, true)
        && holds(rule, "includes", "caps", granted, true)
        && !holds(rule, "excludes", "arches", architecture, false)
        && !holds(rule, "excludes", "caps", granted, false);
  }

  /** Whether one of a rule's conditions is met; {@code absent} where it has none. */
  private static boolean holds(
      JsonObject rule, String side, String kind, Set<String> present, boolean absent) {
    if (!(rule.get(side) instanceof JsonObject conditions) || !conditions.has(kind)) {
      return absent;
    }
    for (JsonElement condition : conditions.getAsJsonArray(kind)) {
      if (present.contains(condition.getAsString())) {
        return true;
      }
    }
    return false;
  }

  private static JsonObject only(JsonObject rule, String... keys) {
    JsonObject kept = new JsonObject();
    Arrays.stream(keys)
        .filter(key -> rule.has(key) && !rule.get(key).isJsonNull())
        .forEach(key -> kept.add(key, rule.get(key)));
    return kept;
  }

  private static JsonObject read(String resource) {
    try (InputStream in = Profile.class.getResourceAsStream(resource)) {
      return JsonParser.parseReader(
              new InputStreamReader(Objects.requireNonNull(in, resource), StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
