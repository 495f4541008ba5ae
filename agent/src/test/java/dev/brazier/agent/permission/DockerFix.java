package dev.brazier.agent.permission;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.util.List;

/** Does to a container what the lines of {@code brazier doctor --fix docker} say. */
final class DockerFix {

  private DockerFix() {}

  /**
   * The container started with these options more.
   *
   * @param lines what {@code brazier doctor --fix docker} printed in it
   */
  static Start apply(String lines, Start start) {
    Start fixed = start;
    for (String line : lines.lines().filter(one -> !one.startsWith("#")).toList()) {
      int equals = line.indexOf('=');
      String option = equals < 0 ? line : line.substring(0, equals);
      String value = line.substring(equals + 1);
      fixed =
          switch (option) {
            case "--cap-add" -> fixed.withGranted("CAP_" + value);
            // runc leaves another user than root what it needs to be spared this.
            case "--security-opt" ->
                value.startsWith("seccomp=") ? fixed.withFiltering(filtering(value)) : fixed;
            case "--entrypoint" ->
                fixed.withEntryPoint(List.of(value, Distribution.program().toString()));
            default -> throw new AssertionError("no such change is known: " + line);
          };
    }
    return fixed;
  }

  private static Start.Filtering filtering(String option) {
    if (option.equals("seccomp=unconfined")) {
      return granted -> null;
    }
    CommandRun generated = Distribution.run("seccomp", "generate");
    if (!option.startsWith("seccomp=") || generated.exitCode() != 0) {
      throw new AssertionError("make a profile for " + option + ": " + generated.err());
    }
    JsonObject profile = JsonParser.parseString(generated.out()).getAsJsonObject();
    return granted -> Profile.filter(profile, granted);
  }
}
