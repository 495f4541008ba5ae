package dev.brazier.agent.export.firefox;

import static dev.brazier.agent.export.ExportFixture.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.brazier.agent.export.ExportFixture;
import dev.brazier.agent.export.JsonOutput;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FirefoxExportTest {

  private final FirefoxExport export = new FirefoxExport();

  @Test
  void hasATrackForEachThreadOfEachProcess() throws IOException {
    FirefoxFile file = file(ExportFixture.timed());

    assertThat(file.threads())
        .extracting(
            thread ->
                "%s %s %s %s"
                    .formatted(
                        thread.get("pid").getAsString(),
                        thread.get("tid").getAsInt(),
                        thread.get("isMainThread").getAsBoolean(),
                        thread.get("processName").getAsString()))
        .containsExactly("8 8 true sh (8)", "7 7 true web: nginx (7)", "7 71 false web: nginx (7)");
  }

  @Test
  void tellsWhenSamplesWereTakenAndWhatTheyStandFor() throws IOException {
    FirefoxFile file = file(ExportFixture.timed());

    JsonObject nginx = file.threads().get(1);
    assertThat(nginx.getAsJsonObject("samples").toString())
        .contains("\"time\":[10,40]")
        .contains("\"weight\":[1,1]")
        .contains("\"threadCPUDelta\":[10000000,10000000]");
    assertThat(file.stack(nginx, 1)).isEqualTo("main;read;vfs_read");
    assertThat(file.meta().get("startTime").getAsString()).isEqualTo("1795256130250");
    assertThat(file.meta().get("interval").getAsInt()).isEqualTo(10);
  }

  @Test
  void keepsSamplesWithoutATimeAfterTheOthers() throws IOException {
    JsonObject shell = file(ExportFixture.timed()).threads().get(0);

    assertThat(shell.getAsJsonObject("samples").toString()).contains("\"time\":[30,900,910]");
  }

  @Test
  void endsAfterTheLastSampleThoughTheDurationWasOverBefore() throws IOException {
    assertThat(file(ExportFixture.timed()).meta().get("profilingEndTime").getAsInt())
        .isEqualTo(1000);
    Profile late = ExportFixture.named(Collections.nCopies(150, "late"));

    assertThat(file(late).meta().get("profilingEndTime").getAsInt()).isEqualTo(1500);
  }

  @Test
  void saysSoWhenTimesAreMadeUp() throws IOException {
    FirefoxFile file = file(ExportFixture.foreign(3, ExportFixture.MAIN));

    assertThat(file.meta().get("extra").toString()).contains("times are made up");
    assertThat(file.threads().get(0).getAsJsonObject("samples").toString())
        .contains("\"weight\":[3]")
        .doesNotContain("threadCPUDelta");
  }

  @Test
  void identifiesLibrariesByTheirBuildIds() throws IOException {
    JsonObject lib = file(ExportFixture.timed()).libs().get(0).getAsJsonObject();

    assertThat(lib.get("debugName").getAsString()).isEqualTo("libc.so.6");
    assertThat(lib.get("codeId").getAsString()).isEqualTo(ExportFixture.LIBC.buildId());
    assertThat(lib.get("breakpadId").getAsString()).isEqualTo("67452301AB89EFCD0123456789ABCDEF0");
    assertThat(Libraries.breakpadId("")).isEmpty();
    assertThat(Libraries.breakpadId("0123")).hasSize(33);
  }

  @Test
  void aPidThatWasGivenTwiceIsTwoProcesses() throws IOException {
    ProfileProcess later = new ProfileProcess(7, 900, "nginx", "web");
    ProfileProcess renamed = new ProfileProcess(7, 900, "sh", "web");
    List<ProfileStack> stacks = new ArrayList<>();
    for (ProfileProcess process : List.of(ExportFixture.WEB, later, renamed)) {
      stacks.add(ExportFixture.stack(process, null, 1, ExportFixture.MAIN));
    }

    FirefoxFile file = file(new Profile(ExportFixture.facts(), stacks));

    assertThat(file.threads())
        .extracting(thread -> thread.get("pid").getAsString())
        .containsExactly("7", "7.1", "7.1");
  }

  @Test
  void keepsHostileNames() throws IOException {
    FirefoxFile file = file(ExportFixture.named(ExportFixture.hostileNames()));

    assertThat(file.functionNames()).containsAll(ExportFixture.hostileNames());
  }

  @Test
  void sharesTheCallersOfManyRandomStacks() throws IOException {
    Random random = new Random(3);
    List<ProfileStack> stacks = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      ProfileFrame[] frames = new ProfileFrame[1 + random.nextInt(12)];
      List<String> names = new ArrayList<>();
      for (int depth = 0; depth < frames.length; depth++) {
        names.add("f" + random.nextInt(5));
        frames[depth] = ProfileFrame.named(names.get(depth), Kind.NATIVE, "m");
      }
      stacks.add(ExportFixture.stack(ExportFixture.WEB, null, 1, frames));
      expected.add(String.join(";", names));
    }

    FirefoxFile file = file(new Profile(ExportFixture.facts(), stacks));

    JsonObject thread = file.threads().get(0);
    for (int sample = 0; sample < expected.size(); sample++) {
      assertThat(file.stack(thread, sample)).isEqualTo(expected.get(sample));
    }
  }

  @Test
  void writesDeepStacksEmptyOnesAndNone() throws IOException {
    FirefoxFile deep = file(ExportFixture.deep(20_000));
    assertThat(deep.stack(deep.threads().get(0), 0)).hasSize(20_000 * "main;".length() - 1);

    FirefoxFile frameless = file(ExportFixture.deep(0));
    assertThat(frameless.stack(frameless.threads().get(0), 0)).isEmpty();
    assertThat(file(ExportFixture.empty()).threads()).isEmpty();
  }

  @Test
  void theSameProfileGivesTheSameBytes() throws IOException {
    assertThat(written(export, ExportFixture.timed()))
        .isEqualTo(written(new FirefoxExport(), ExportFixture.timed()));
  }

  @Test
  void millisecondsAreExact() {
    assertThat(JsonOutput.milliseconds(1_234_567).toString()).isEqualTo("1.234567");
    assertThat(JsonOutput.milliseconds(0).toString()).isEqualTo("0");
    assertThat(JsonOutput.milliseconds(1_000_000_000_000_000_000L).toString())
        .isEqualTo("1000000000000");
  }

  private FirefoxFile file(Profile profile) throws IOException {
    return new FirefoxFile(written(export, profile)).checked();
  }
}
