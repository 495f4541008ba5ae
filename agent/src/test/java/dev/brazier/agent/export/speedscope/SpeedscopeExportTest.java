package dev.brazier.agent.export.speedscope;

import static dev.brazier.agent.export.ExportFixture.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brazier.agent.export.ExportFixture;
import dev.brazier.agent.profile.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpeedscopeExportTest {

  private final SpeedscopeExport export = new SpeedscopeExport();

  @Test
  void beginsWithAllProcessesUnderTheirContainers() throws IOException {
    JsonObject file = parsed(ExportFixture.timed());

    JsonObject all = profile(file, 0);
    assertThat(all.get("name").getAsString()).isEqualTo("all processes");
    assertThat(all.get("endValue").getAsLong()).isEqualTo(6 * ExportFixture.PERIOD);
    assertThat(stacks(file, all))
        .containsExactly(
            "web;web: nginx (7);main;read;vfs_read",
            "web;web: nginx (7);main",
            "host;sh (8);" + ExportFixture.STRIPPED.name());
  }

  @Test
  void showsEachThreadInTheOrderOfTimeWithItsPauses() throws IOException {
    JsonObject file = parsed(ExportFixture.timed());

    JsonObject nginx = profile(file, 2);
    assertThat(nginx.get("name").getAsString()).isEqualTo("web: nginx (7), nginx (7)");
    assertThat(stacks(file, nginx)).containsExactly("main;read;vfs_read", "", "main;read;vfs_read");
    assertThat(weights(nginx)).containsExactly(10_000_000L, 20_000_000L, 10_000_000L);
  }

  @Test
  void keepsSamplesWithoutATime() throws IOException {
    JsonObject shell = profile(parsed(ExportFixture.timed()), 1);

    assertThat(weights(shell).stream().mapToLong(Long::longValue).sum())
        .isEqualTo(shell.get("endValue").getAsLong());
    assertThat(weights(shell)).filteredOn(weight -> weight == ExportFixture.PERIOD).hasSize(3);
  }

  @Test
  void jitterOfTheTimerIsNoPause() throws IOException {
    JsonObject worker = profile(parsed(ExportFixture.timed()), 3);

    assertThat(weights(worker)).as("the first sample was taken at 20.5 ms").hasSize(2);
  }

  @Test
  void countsWhatStandsForNoTimeInNoUnit() throws IOException {
    JsonObject file = parsed(ExportFixture.foreign(5, ExportFixture.MAIN));

    assertThat(profile(file, 1).get("unit").getAsString()).isEqualTo("none");
    assertThat(weights(profile(file, 1))).containsExactly(5L);
    assertThat(file.get("name").getAsString()).isEqualTo("profile");
  }

  @Test
  void keepsHostileNames() throws IOException {
    JsonObject file = parsed(ExportFixture.named(ExportFixture.hostileNames()));

    assertThat(frameNames(file)).containsAll(ExportFixture.hostileNames());
    assertThat(frameNames(parsed(ExportFixture.named(List.of(ExportFixture.LONE)))))
        .contains(ExportFixture.LONE_KEPT);
  }

  @Test
  void writesDeepStacksAndNone() throws IOException {
    JsonObject deep = parsed(ExportFixture.deep(65_535));
    assertThat(profile(deep, 1).getAsJsonArray("samples").get(0).getAsJsonArray()).hasSize(65_535);

    JsonObject none = parsed(ExportFixture.empty());
    assertThat(none.getAsJsonArray("profiles")).hasSize(1);
  }

  @Test
  void theSameProfileGivesTheSameBytes() throws IOException {
    assertThat(written(export, ExportFixture.timed()))
        .isEqualTo(written(new SpeedscopeExport(), ExportFixture.timed()));
  }

  private JsonObject parsed(Profile profile) throws IOException {
    String text = new String(written(export, profile), StandardCharsets.UTF_8);
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static JsonObject profile(JsonObject file, int index) {
    JsonObject profile = file.getAsJsonArray("profiles").get(index).getAsJsonObject();
    assertThat(profile.getAsJsonArray("samples")).hasSameSizeAs(profile.getAsJsonArray("weights"));
    return profile;
  }

  private static List<String> frameNames(JsonObject file) {
    List<String> names = new ArrayList<>();
    for (JsonElement frame : file.getAsJsonObject("shared").getAsJsonArray("frames")) {
      names.add(frame.getAsJsonObject().get("name").getAsString());
    }
    return names;
  }

  private static List<String> stacks(JsonObject file, JsonObject profile) {
    List<String> names = frameNames(file);
    List<String> stacks = new ArrayList<>();
    for (JsonElement sample : profile.getAsJsonArray("samples")) {
      List<String> frames = new ArrayList<>();
      sample.getAsJsonArray().forEach(frame -> frames.add(names.get(frame.getAsInt())));
      stacks.add(String.join(";", frames));
    }
    return stacks;
  }

  private static List<Long> weights(JsonObject profile) {
    JsonArray weights = profile.getAsJsonArray("weights");
    List<Long> values = new ArrayList<>();
    weights.forEach(weight -> values.add(weight.getAsLong()));
    return values;
  }
}
