package dev.brazier.agent.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a process or thread name matches one of some globs ({@code *} and {@code ?}). */
final class CommFilter {

  private final List<Pattern> patterns = new ArrayList<>();
  private final Map<String, Boolean> decided = new HashMap<>();

  CommFilter(List<String> globs) {
    for (String glob : globs) {
      patterns.add(Pattern.compile(regex(glob), Pattern.DOTALL));
    }
  }

  /** Whether there is nothing to filter. */
  boolean passesAll() {
    return patterns.isEmpty();
  }

  boolean passes(String processName, String threadName) {
    return passesAll() || matches(processName) || matches(threadName);
  }

  private boolean matches(String name) {
    return decided.computeIfAbsent(
        name, unused -> patterns.stream().anyMatch(p -> p.matcher(name).matches()));
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }
}
