package dev.brazier.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.brazier.agent.export.firefox.FirefoxExport;
import dev.brazier.agent.export.pprof.PprofExport;
import dev.brazier.agent.export.speedscope.SpeedscopeExport;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.Timeline;
import dev.brazier.agent.record.Recording;
import dev.brazier.agent.record.RecordingConfig;
import dev.brazier.agent.record.Workload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's programs read our files of a real recording, and count what we counted. */
final class ExportClientsIT {

  private static final Pattern TOP_LINE =
      Pattern.compile("\\s*(\\d+)\\s+\\S*%\\s+\\S*%\\s+(\\d+)\\s+\\S*%\\s{2}(.*)");

  private static Profile profile = ExportFixture.empty();

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void record() {
    String busy = "i=0; while :; do i=$((i+1)); [ $((i % 999)) = 0 ] && cat /proc/stat; done";
    RecordingConfig config =
        RecordingConfig.defaults()
            .withDuration(Duration.ofSeconds(3))
            .withFrequency(499)
            .withThreads(true)
            .withTimeline(true);
    try (Workload shell = Workload.start("sh", "-c", busy);
        Workload perl =
            Workload.start("perl", "-e", "sub f { my $x; $x += $_ for 1..999 } f while 1");
        Recording recording = Recording.start(config)) {
      profile = recording.run();
      assertThat(shell.alive() && perl.alive()).isTrue();
    }
    assertThat(profile.samples()).isGreaterThan(100);
    Timeline timeline = profile.timeline().orElseThrow();
    assertThat(timeline.size()).isEqualTo(profile.samples());
    assertThat(timeline.nanos(timeline.size() - 1))
        .isLessThan(profile.facts().duration().toNanos());
  }

  @Test
  void pprofPrintsTheSameTable() throws IOException {
    Path file = write(new PprofExport(), profile, "a.pprof");

    String text =
        Workload.run(
            List.of(
                "go",
                "tool",
                "pprof",
                "-top",
                "-nodecount=10000000",
                "-nodefraction=0",
                "-edgefraction=0",
                "-sample_index=samples",
                file.toString()));

    Map<String, Counted> printed = new HashMap<>();
    for (String line : text.lines().toList()) {
      Matcher row = TOP_LINE.matcher(line);
      if (row.matches()) {
        printed.put(
            row.group(3), new Counted(Long.parseLong(row.group(1)), Long.parseLong(row.group(2))));
      }
    }
    assertThat(printed).isEqualTo(byName(profile.stacks()));
  }

  @Test
  void pprofTellsContainersAndThreadsApart() throws IOException {
    Path file = write(new PprofExport(), profile, "a.pprof");

    String text = Workload.run(List.of("go", "tool", "pprof", "-tags", file.toString()));

    assertThat(text).contains("container: Total", "process: Total", "tid: Total", "host", "perl");
  }

  @Test
  void speedscopesSchemaHolds() throws IOException {
    Path schema = NodeClients.folder("speedscope").resolve("dist/release/file-format-schema.json");
    String check =
        """
        const Ajv = require('ajv');
        const fs = require('fs');
        const read = file => JSON.parse(fs.readFileSync(file));
        const valid = new Ajv({strict: false}).compile(read(process.argv[1]));
        for (const file of process.argv.slice(2)) {
          if (!valid(read(file))) throw new Error(JSON.stringify(valid.errors));
        }
        console.log('valid');
        """;
    Path real = write(new SpeedscopeExport(), profile, "a.json");
    Path hostile = write(new SpeedscopeExport(), hostile(), "b.json");

    String modules = "NODE_PATH=" + NodeClients.root().resolve("node_modules");
    String said =
        Workload.run(
            List.of(
                "env",
                modules,
                "node",
                "-e",
                check,
                schema.toString(),
                real.toString(),
                hostile.toString()));

    assertThat(said).contains("valid");
  }

  @Test
  void speedscopeInABrowserShowsTheSameTotals() throws IOException {
    String page = speedscope(profile);

    List<Track> tracks = Tracks.of(profile);
    assertThat(page).contains("(1/" + (tracks.size() + 1) + ")", "all processes");
    long period = profile.facts().weight().period();
    assertThat(page).contains(duration(profile.samples() * period));
    Track busiest = tracks.get(0);
    assertThat(page)
        .contains(TrackNames.thread(busiest).orElseThrow(), duration(busiest.samples() * period));
  }

  @Test
  void speedscopeInABrowserIsNotAtTheMercyOfNames() throws IOException {
    String page = speedscope(hostile());

    assertThat(page)
        .contains("<title>cpu-clock profile of testhost - speedscope</title>")
        .contains("fire \ud83d\udd25");
  }

  @Test
  void theFirefoxProfilersOwnCodeCountsTheSame() throws IOException, InterruptedException {
    Path file = write(new FirefoxExport(), profile, "a.json");
    Path hostile = write(new FirefoxExport(), hostile(), "b.json");
    try (FirefoxClient client = new FirefoxClient(folder)) {
      client.load(file);
      List<Track> tracks = Tracks.of(profile);
      for (int thread = 0; thread < Math.min(3, tracks.size()); thread++) {
        Map<String, Counted> shown = new HashMap<>();
        for (JsonElement function : client.functions(thread)) {
          JsonObject row = function.getAsJsonObject();
          shown.put(
              row.get("nameWithLibrary").getAsString(),
              new Counted(row.get("selfSamples").getAsLong(), row.get("totalSamples").getAsLong()));
        }
        assertThat(shown).isEqualTo(byNameAndModule(tracks.get(thread)));
      }
    }
    try (FirefoxClient client = new FirefoxClient(folder)) {
      client.load(hostile);
      assertThat(client.functions(0)).isNotEmpty();
    }
  }

  private record Counted(long self, long total) {
    Counted and(long moreSelf, long moreTotal) {
      return new Counted(self + moreSelf, total + moreTotal);
    }
  }

  private static Map<String, Counted> byName(List<ProfileStack> stacks) {
    Map<String, Counted> counts = new HashMap<>();
    for (ProfileStack stack : stacks) {
      count(stack.frames().stream().map(ProfileFrame::name).toList(), stack.samples(), counts);
    }
    return counts;
  }

  private static Map<String, Counted> byNameAndModule(Track track) {
    Map<String, Counted> counts = new HashMap<>();
    for (int entry = 0; entry < track.size(); entry++) {
      List<String> names = new ArrayList<>();
      for (ProfileFrame frame : profile.stacks().get(track.stack(entry)).frames()) {
        String module = frame.module();
        names.add(module.isEmpty() ? frame.name() : module + "!" + frame.name());
      }
      count(names, track.count(entry), counts);
    }
    return counts;
  }

  private static void count(List<String> names, long samples, Map<String, Counted> counts) {
    for (String name : new HashSet<>(names)) {
      boolean innermost = name.equals(names.get(names.size() - 1));
      counts.merge(
          name,
          new Counted(innermost ? samples : 0, samples),
          (before, more) -> before.and(more.self, more.total));
    }
  }

  private static Profile hostile() {
    List<String> names = new ArrayList<>(ExportFixture.hostileNames());
    names.add("</script><script>document.title='PWNED'</script>");
    names.add(ExportFixture.LONE);
    return ExportFixture.named(names);
  }

  private Path write(ProfileExport export, Profile written, String name) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      export.write(written, out);
    }
    return file;
  }

  /** What is in the page when speedscope has read a file, as its own command opens it. */
  private String speedscope(Profile shown) throws IOException {
    Path file = write(new SpeedscopeExport(), shown, "a.json");
    String content = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    Path script =
        Files.writeString(
            folder.resolve("a.js"),
            "speedscope.loadFileFromBase64(\"a.json\", " + new Gson().toJson(content) + ")");
    Path page = NodeClients.folder("speedscope").resolve("dist/release/index.html");
    return Workload.run(
        List.of(
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--user-data-dir=" + folder.resolve("browser"),
            "--virtual-time-budget=20000",
            "--dump-dom",
            "file://" + page + "#view=sandwich&localProfilePath=" + script));
  }

  /** As speedscope writes it. */
  private static String duration(long nanos) {
    double seconds = nanos / 1e9;
    if (seconds >= 60) {
      return "%d:%02d".formatted((int) (seconds / 60), (int) seconds % 60);
    }
    return seconds >= 1
        ? String.format(Locale.ROOT, "%.2fs", seconds)
        : String.format(Locale.ROOT, "%.2fms", seconds * 1e3);
  }
}
