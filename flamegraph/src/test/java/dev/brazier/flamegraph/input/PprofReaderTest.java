package dev.brazier.flamegraph.input;

import static dev.brazier.flamegraph.input.Collapsed.read;
import static dev.brazier.flamegraph.input.Collapsed.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.flamegraph.pprof.Function;
import dev.brazier.flamegraph.pprof.Label;
import dev.brazier.flamegraph.pprof.Line;
import dev.brazier.flamegraph.pprof.Location;
import dev.brazier.flamegraph.pprof.Mapping;
import dev.brazier.flamegraph.pprof.Profile;
import dev.brazier.flamegraph.pprof.Sample;
import dev.brazier.flamegraph.pprof.ValueType;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PprofReaderTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "samples",
          "count",
          "cpu",
          "nanoseconds",
          "main",
          "inner",
          "vfs_read",
          "thread",
          "worker",
          "tid",
          "trace",
          "/usr/bin/burn",
          "[kernel.kallsyms]",
          "/lib/libc.so.6");

  @Test
  void readsStacksWithWhatIsInlined() {
    InputTree input =
        read(profile().build().toByteArray(), InputOptions.DEFAULT.withPerThread(true));

    assertThat(input.report().format()).isEqualTo(InputFormat.PPROF);
    assertThat(input.report().event()).isEqualTo("cpu");
    assertThat(input.report().unit()).isEqualTo("nanoseconds");
    assertThat(input.report().events()).isEqualTo(Map.of("samples", 2L, "cpu", 2L));
    assertThat(text(input))
        .isEqualTo(
            """
            [libc.so.6] 10
            worker (7);main;inner_[i];vfs_read_[k] 30""");
    assertThat(input.report().notes()).containsExactly("labels that are not shown: trace");
  }

  @Test
  void takesTheValueThatIsAskedFor() {
    byte[] file = profile().build().toByteArray();

    assertThat(text(read(file, InputOptions.DEFAULT.withEvent("samples"))))
        .isEqualTo("[libc.so.6] 1\nmain;inner_[i];vfs_read_[k] 3");
    assertThat(read(file, InputOptions.DEFAULT.withRecordsOnly(true)).report().unit())
        .isEqualTo("samples");
    assertThat(read(file, InputOptions.DEFAULT.withEvent("alloc")).report().stacks()).isZero();
  }

  @Test
  void skipsSamplesThatMakeNoSense() {
    Profile.Builder profile = profile();
    profile.addSample(Sample.newBuilder().addLocationId(99).addValue(1).addValue(1));
    profile.addSample(Sample.newBuilder().addLocationId(1).addValue(1));
    profile.addSample(Sample.newBuilder().addLocationId(1).addValue(1).addValue(-1));

    InputReport report = read(profile.build().toByteArray(), InputOptions.DEFAULT).report();

    assertThat(report.records()).isEqualTo(5);
    assertThat(report.firstSkipped())
        .extracting(SkippedRecord::toString)
        .containsExactly(
            "sample 3: location 99 is not in the file",
            "sample 4: 1 values where there should be 2",
            "sample 5: negative count");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      nullValues = "-",
      value = {
        // The outermost stay until one comes that is not named.
        "main - main;inner_[i];vfs_read_[k] 0",
        "inner - main;vfs_read_[k] 1",
        "vfs_read - main;inner_[i] 1",
        "main|vfs_read - main;inner_[i];vfs_read_[k] 0",
        "inner|vfs_read - main;vfs_read_[k] 1",
        "inner|vfs_read inner main;inner_[i] 1",
        "vfs - main;inner_[i];vfs_read_[k] 0",
        ".*read - main;inner_[i] 1",
      })
  void leavesOutTheFramesThatTheFileNames(
      String drop, @Nullable String keep, String stack, int shortened) {
    InputTree input = read(withDropped(drop, keep).toByteArray(), InputOptions.DEFAULT);

    assertThat(text(input)).isEqualTo("[libc.so.6] 10\n" + stack + " 30");
    String note =
        "frames that the file asks to leave out are left out, in " + shortened + " samples";
    assertThat(input.report().notes().contains(note)).isEqualTo(shortened > 0);
  }

  @ParameterizedTest
  @CsvSource({"'(?=vfs)', (?=vfs)", "'*', *", "'(x+x+)+y', (x+x+)+y", "'(x|y)+z', (x|y)+z"})
  void showsAllFramesWhereAPatternIsNotUnderstood(String drop, String named) {
    String name = "x".repeat(100_000);
    Profile.Builder profile = withDropped(drop, null).toBuilder().setStringTable(7, name);

    InputTree input = read(profile.build().toByteArray(), InputOptions.DEFAULT);

    assertThat(text(input)).isEqualTo("[libc.so.6] 10\nmain;inner_[i];" + name + "_[k] 30");
    assertThat(input.report().notes().get(0))
        .contains("pattern that is not understood", named)
        .endsWith(": they are shown");
  }

  private static Profile withDropped(String drop, @Nullable String keep) {
    Profile.Builder profile = profile().setDropFrames(TEXTS.size()).addStringTable(drop);
    return keep == null
        ? profile.build()
        : profile.setKeepFrames(TEXTS.size() + 1).addStringTable(keep).build();
  }

  @Test
  void tellsParametersFromPartsOfNames() {
    assertThat(PprofPruning.withoutParameters("f(int)")).isEqualTo("f");
    assertThat(PprofPruning.withoutParameters("A::operator()(int)")).isEqualTo("A::operator()");
    assertThat(PprofPruning.withoutParameters("(anonymous namespace)::f(g()) const"))
        .isEqualTo("(anonymous namespace)::f");
    assertThat(PprofPruning.withoutParameters("..f")).isEqualTo(".f");
    assertThat(PprofPruning.withoutParameters("")).isEmpty();
  }

  @Test
  void refusesAFileThatIsCutShort() {
    byte[] whole = profile().build().toByteArray();
    byte[] cut = Arrays.copyOf(whole, whole.length - 4);

    assertThatThrownBy(
            () -> StackInput.readTree(new ByteArrayInputStream(cut), InputOptions.DEFAULT))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("the pprof profile is cut short or damaged: ");
  }

  @Test
  void survivesDamage() {
    byte[] file = profile().build().toByteArray();

    Mutations.survive(file, InputOptions.DEFAULT.withFormat(InputFormat.PPROF), 3_000);
    Mutations.survive(file, InputOptions.DEFAULT, 1_000);
  }

  private static Profile.Builder profile() {
    Profile.Builder profile =
        Profile.newBuilder()
            .addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
            .addSampleType(ValueType.newBuilder().setType(3).setUnit(4))
            .addMapping(Mapping.newBuilder().setId(1).setFilename(12))
            .addMapping(Mapping.newBuilder().setId(2).setFilename(13))
            .addMapping(Mapping.newBuilder().setId(3).setFilename(14))
            .addLocation(location(1, 1).addLine(line(2)).addLine(line(1)))
            .addLocation(location(2, 2).addLine(line(3)))
            .addLocation(location(3, 3))
            .addAllStringTable(TEXTS);
    for (int i = 1; i <= 3; i++) {
      profile.addFunction(Function.newBuilder().setId(i).setName(i + 4));
    }
    return profile
        .addSample(
            Sample.newBuilder()
                .addAllLocationId(List.of(2L, 1L))
                .addAllValue(List.of(3L, 30L))
                .addLabel(Label.newBuilder().setKey(8).setStr(9))
                .addLabel(Label.newBuilder().setKey(10).setNum(7))
                .addLabel(Label.newBuilder().setKey(11).setNum(8)))
        .addSample(Sample.newBuilder().addLocationId(3).addAllValue(List.of(1L, 10L)));
  }

  private static Location.Builder location(long id, long mapping) {
    return Location.newBuilder().setId(id).setMappingId(mapping);
  }

  private static Line line(long function) {
    return Line.newBuilder().setFunctionId(function).build();
  }
}
