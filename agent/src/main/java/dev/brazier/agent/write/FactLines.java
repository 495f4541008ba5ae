package dev.brazier.agent.write;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.Profile.HotFunction;
import dev.brazier.agent.profile.Profile.UnnamedShare;
import dev.brazier.agent.profile.ProfileFacts;
import dev.brazier.agent.profile.ProfileFacts.SampleBalance;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.StackOutcome;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The truth header in words: the lines that go into every picture and into the closing summary. */
public final class FactLines {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);
  private static final int UNNAMED_SHOWN = 4;
  private static final int HOTTEST_SHOWN = 5;
  private static final int LONGEST_NAME = 76;

  private static final Comparator<Map.Entry<StackOutcome, Long>> WHOLE_THEN_MOST =
      Comparator.comparing((Map.Entry<StackOutcome, Long> share) -> !share.getKey().whole())
          .thenComparing(Map.Entry.<StackOutcome, Long>comparingByValue().reversed())
          .thenComparing(Map.Entry.comparingByKey());

  private FactLines() {}

  /**
   * For a picture: taken where, when and how; what was lost; how stacks ended; what has no name.
   */
  public static List<String> of(Profile profile) {
    ProfileFacts facts = profile.facts();
    List<UnnamedShare> unnamed = profile.unnamed();
    List<String> lines = new ArrayList<>();
    String heading = heading(facts);
    if (!heading.isEmpty()) {
      lines.add(heading);
    }
    if (facts.recorded()) {
      lines.add("engine: " + facts.engine());
      lines.add("samples: " + samples(facts.samples()));
      lines.add("stacks: " + stacks(profile));
      lines.add("frames without a name: " + unnamed(profile, unnamed));
    } else {
      lines.add(String.format(Locale.ROOT, "%s: %,d", facts.weight().unit(), profile.samples()));
    }
    facts.notes().forEach(note -> lines.add("note: " + note));
    Remedies.of(profile, unnamed).forEach(remedy -> lines.add("hint: " + remedy));
    return lines;
  }

  /** Where, when, how long, what and how often: as much of it as is known. */
  private static String heading(ProfileFacts facts) {
    List<String> parts = new ArrayList<>();
    parts.add(facts.host());
    facts
        .started()
        .ifPresent(started -> parts.add(DATE.format(started.atZone(ZoneId.systemDefault()))));
    if (!facts.duration().isZero()) {
      parts.add(String.format(Locale.ROOT, "%.1f s", facts.duration().toMillis() / 1000.0));
    }
    String rate = facts.rate().isEmpty() ? "" : " at " + facts.rate();
    String cpus = facts.cpus() == 0 ? "" : String.format(Locale.ROOT, " on %d CPUs", facts.cpus());
    parts.add(facts.event() + rate + cpus);
    parts.removeIf(String::isEmpty);
    return String.join(", ", parts);
  }

  /** For a terminal, after the recording. */
  public static List<String> summary(Profile profile) {
    ProfileFacts facts = profile.facts();
    List<UnnamedShare> unnamed = profile.unnamed();
    List<String> lines = new ArrayList<>();
    lines.add("engine    " + facts.engine());
    lines.add("samples   " + samples(facts.samples()));
    lines.add("stacks    " + stacks(profile));
    lines.add("unnamed   " + unnamed(profile, unnamed));
    facts.notes().forEach(note -> lines.add("note      " + note));
    Remedies.of(profile, unnamed).forEach(remedy -> lines.add("hint      " + remedy));
    String label = "hottest   ";
    for (HotFunction hot : profile.hottest(HOTTEST_SHOWN)) {
      lines.add(label + hot(hot, profile.samples()));
      label = "          ";
    }
    return lines;
  }

  private static String hot(HotFunction hot, long samples) {
    ProfileFrame frame = hot.frame();
    String module =
        frame.module().isEmpty() || frame.unnamed().isPresent() ? "" : "  " + frame.module();
    return "%6s  %s%s"
        .formatted(Shares.percent(hot.self(), samples), shortened(frame.name()), module);
  }

  /** Instances of templates have names of a thousand characters: both ends tell the most. */
  private static String shortened(String name) {
    if (name.length() <= LONGEST_NAME) {
      return name;
    }
    int half = LONGEST_NAME / 2;
    return name.substring(0, half) + "…" + name.substring(name.length() - half);
  }

  private static String samples(SampleBalance balance) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT, "%,d wanted, %,d received", balance.wanted(), balance.received()));
    line.append(String.format(Locale.ROOT, ", %,d lost", balance.lost()));
    if (balance.lost() > 0) {
      line.append(" (ring full on ").append(byCpu(balance.lostByCpu())).append(')');
    }
    if (balance.idle() > 0) {
      line.append(String.format(Locale.ROOT, "; %,d idle left out", balance.idle()));
    }
    if (balance.outsideTargets() > 0) {
      line.append(
          String.format(Locale.ROOT, "; %,d outside the targets", balance.outsideTargets()));
    }
    if (balance.hidden() > 0) {
      line.append(
          String.format(
              Locale.ROOT,
              "; %,d in processes that this PID namespace cannot see",
              balance.hidden()));
    }
    return line.toString();
  }

  private static String byCpu(Map<Integer, Long> lost) {
    return new TreeMap<>(lost)
        .entrySet().stream()
            .map(
                entry ->
                    String.format(Locale.ROOT, "cpu %d: %,d", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String stacks(Profile profile) {
    Map<StackOutcome, Long> outcomes = profile.outcomes();
    long samples = profile.samples();
    if (samples == 0) {
      return "none";
    }
    return outcomes.entrySet().stream()
        .sorted(WHOLE_THEN_MOST)
        .map(
            entry ->
                "%s %s".formatted(Shares.percent(entry.getValue(), samples), entry.getKey().text()))
        .collect(Collectors.joining(", "));
  }

  private static String unnamed(Profile profile, List<UnnamedShare> shares) {
    long frames = profile.sampledFrames();
    if (shares.isEmpty() || frames == 0) {
      return String.format(Locale.ROOT, "none of %,d", frames);
    }
    long without = shares.stream().mapToLong(UnnamedShare::frames).sum();
    String worst =
        shares.stream()
            .limit(UNNAMED_SHOWN)
            .map(
                share ->
                    String.format(
                        Locale.ROOT,
                        "%,d %s%s",
                        share.frames(),
                        share.module().isEmpty() ? "" : share.module() + ": ",
                        share.reason().text()))
            .collect(Collectors.joining("; "));
    String more = shares.size() > UNNAMED_SHOWN ? "; …" : "";
    return String.format(
        Locale.ROOT,
        "%,d of %,d (%s): %s%s",
        without,
        frames,
        Shares.percent(without, frames),
        worst,
        more);
  }
}
