package dev.brazier.agent.export.pprof;

import static dev.brazier.agent.export.ExportFixture.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.export.ExportFixture;
import dev.brazier.flamegraph.pprof.Function;
import dev.brazier.flamegraph.pprof.Label;
import dev.brazier.flamegraph.pprof.Location;
import dev.brazier.flamegraph.pprof.Mapping;
import dev.brazier.flamegraph.pprof.Profile;
import dev.brazier.flamegraph.pprof.Sample;
import dev.brazier.flamegraph.pprof.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PprofExportTest {

  private final PprofExport export = new PprofExport();

  @Test
  void countsSamplesAndTheTimeTheyStandFor() throws IOException {
    Profile file = file(ExportFixture.timed());

    assertThat(types(file)).containsExactly("samples/count", "cpu/nanoseconds");
    assertThat(text(file, file.getDefaultSampleType())).isEqualTo("cpu");
    assertThat(type(file, file.getPeriodType())).isEqualTo("cpu/nanoseconds");
    assertThat(file.getPeriod()).isEqualTo(ExportFixture.PERIOD);
    assertThat(file.getSample(0).getValueList()).containsExactly(2L, 2 * ExportFixture.PERIOD);
  }

  @Test
  void framesAreInnermostFirst() throws IOException {
    Profile file = file(ExportFixture.timed());

    assertThat(stack(file, file.getSample(0))).containsExactly("vfs_read", "read", "main");
  }

  @Test
  void labelsSayWhereASampleIsFrom() throws IOException {
    Profile file = file(ExportFixture.timed());

    assertThat(labels(file, file.getSample(1)))
        .containsExactly("container=web", "process=nginx", "pid=7", "thread=worker", "tid=71");
  }

  @Test
  void mappingsAreFilesWithTheirBuildIds() throws IOException {
    Profile file = file(ExportFixture.timed());

    assertThat(file.getMappingList())
        .extracting(mapping -> text(file, mapping.getFilename()))
        .containsExactly("nginx", "/usr/lib/libc.so.6", "[kernel]", "sh");
    assertThat(text(file, file.getMapping(1).getBuildId())).isEqualTo(ExportFixture.LIBC.buildId());
    assertThat(file.getMappingList())
        .as("pprof does not look for symbols itself")
        .allMatch(Mapping::getHasFunctions);
  }

  @Test
  void carriesTheTruthHeader() throws IOException {
    Profile file = file(ExportFixture.timed());

    assertThat(file.getTimeNanos()).isEqualTo(1_795_256_130_250_000_000L);
    assertThat(file.getDurationNanos()).isEqualTo(1_000_000_000);
    assertThat(file.getCommentList())
        .extracting(comment -> text(file, comment))
        .anyMatch(comment -> comment.startsWith("testhost, "))
        .contains("engine: BPF", "note: a note");
  }

  @Test
  void inventsNothing() throws IOException {
    Profile file = file(ExportFixture.foreign(5, ExportFixture.MAIN));

    assertThat(types(file)).containsExactly("samples/count");
    assertThat(file.getTimeNanos()).isZero();
    assertThat(file.getPeriod()).isZero();
    assertThat(file.hasPeriodType()).isFalse();
    assertThat(file.getSample(0).getLabelList()).isEmpty();
    assertThat(file.getSample(0).getValueList()).containsExactly(5L);
    assertThat(file.getCommentList())
        .extracting(comment -> text(file, comment))
        .containsExactly("samples: 5");
  }

  @Test
  void keepsHostileNames() throws IOException {
    Profile file = file(ExportFixture.named(ExportFixture.hostileNames()));

    assertThat(file.getFunctionList())
        .extracting(function -> text(file, function.getName()))
        .containsAll(ExportFixture.hostileNames());
    assertThat(file(ExportFixture.named(List.of(ExportFixture.LONE))).getStringTableList())
        .contains(ExportFixture.LONE_KEPT);
  }

  @Test
  void writesDeepStacksAndNone() throws IOException {
    assertThat(file(ExportFixture.deep(65_535)).getSample(0).getLocationIdCount())
        .isEqualTo(65_535);
    assertThat(file(ExportFixture.empty()).getSampleCount()).isZero();
  }

  @Test
  void productsThatAreTooLargeSaturate() throws IOException {
    dev.brazier.agent.profile.Profile huge =
        new dev.brazier.agent.profile.Profile(
            ExportFixture.facts(),
            List.of(
                ExportFixture.stack(ExportFixture.WEB, null, Long.MAX_VALUE, ExportFixture.MAIN)));

    assertThat(file(huge).getSample(0).getValueList())
        .containsExactly(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  @Test
  void theSameProfileGivesTheSameBytes() throws IOException {
    assertThat(written(export, ExportFixture.timed()))
        .isEqualTo(written(new PprofExport(), ExportFixture.timed()));
  }

  private Profile file(dev.brazier.agent.profile.Profile profile) throws IOException {
    Profile file = Profile.parseFrom(written(export, profile));
    assertThat(file.getStringTable(0)).isEmpty();
    return file;
  }

  private static List<String> types(Profile file) {
    return file.getSampleTypeList().stream().map(type -> type(file, type)).toList();
  }

  private static String type(Profile file, ValueType type) {
    return text(file, type.getType()) + "/" + text(file, type.getUnit());
  }

  private static List<String> stack(Profile file, Sample sample) {
    List<String> names = new ArrayList<>();
    for (long id : sample.getLocationIdList()) {
      Location location = file.getLocation((int) id - 1);
      assertThat(location.getId()).isEqualTo(id);
      Function function = file.getFunction((int) location.getLine(0).getFunctionId() - 1);
      names.add(text(file, function.getName()));
    }
    return names;
  }

  private static List<String> labels(Profile file, Sample sample) {
    List<String> labels = new ArrayList<>();
    for (Label label : sample.getLabelList()) {
      String value = label.getStr() == 0 ? "" + label.getNum() : text(file, label.getStr());
      labels.add(text(file, label.getKey()) + "=" + value);
    }
    return labels;
  }

  private static String text(Profile file, long index) {
    return file.getStringTable((int) index);
  }
}
