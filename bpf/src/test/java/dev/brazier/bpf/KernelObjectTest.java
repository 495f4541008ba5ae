package dev.brazier.bpf;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Java believes about the records of {@code sample.h} is what clang made of them. */
final class KernelObjectTest {
  private final KernelObjectBtf object = KernelObjectBtf.of("x86_64");

  KernelObjectTest() throws IOException {}

  @Test
  void bothMachinesUseOneWireFormat() throws IOException {
    KernelObjectBtf other = KernelObjectBtf.of("aarch64");

    for (String record :
        List.of(
            "sample_record",
            "file_request",
            "file_key",
            "file_state",
            "unwind_rule",
            "unwind_table")) {
      assertThat(other.structure(record)).isEqualTo(object.structure(record));
    }
    for (String words :
        List.of(
            "frame_tag",
            "frame_marker",
            "stack_end",
            "sample_flag",
            "counter",
            "cfa_rule",
            "saved_rule",
            "table_state")) {
      assertThat(other.enumeration(words)).isEqualTo(object.enumeration(words));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sample_record, SampleLayout$SampleRecord",
    "file_request, SampleLayout$FileRequest",
    "file_key, SampleLayout$FileKey",
    "file_state, SampleLayout$FileState",
    "unwind_rule, UnwindLayout$UnwindRule",
    "unwind_table, UnwindLayout$UnwindTable"
  })
  void everyMemberLiesWhereTheDecoderReadsIt(String record, String layout) throws Exception {
    Map<String, Integer> java =
        constants(Class.forName(SampleLayout.class.getPackageName() + "." + layout));
    KernelObjectBtf.Structure c = object.structure(record);

    assertThat(c.members()).isNotEmpty();
    c.members().forEach((member, at) -> assertThat(java).containsEntry(upper(member), at));
    if (java.containsKey("BYTES")) {
      assertThat(c.bytes()).isEqualTo(java.get("BYTES"));
    }
  }

  @Test
  void commsAreAsLongAsTheDecoderTakesThem() {
    KernelObjectBtf.Structure sample = object.structure("sample_record");

    assertThat(sample.offset("process_comm") - sample.offset("comm"))
        .isEqualTo(sample.offset("frames") - sample.offset("process_comm"))
        .isEqualTo(SampleLayout.COMM_BYTES);
  }

  @Test
  void everyEndOfAStackHasItsNumber() {
    assertThat(numbers(StackEnd.values(), end -> end.number))
        .isEqualTo(object.enumeration("stack_end").entrySet().stream().collect(without("END_")));
  }

  @Test
  void everyRuleHasItsNumber() {
    assertThat(numbers(CfaRule.values(), rule -> rule.number))
        .isEqualTo(object.enumeration("cfa_rule").entrySet().stream().collect(without("CFA_")));
    assertThat(numbers(SavedRule.values(), rule -> rule.number))
        .isEqualTo(object.enumeration("saved_rule").entrySet().stream().collect(without("SAVED_")));
    assertThat(object.enumeration("table_state"))
        .containsOnly(
            Map.entry("TABLE_PENDING", UnwindLayout.TABLE_PENDING),
            Map.entry("TABLE_NONE", UnwindLayout.TABLE_NONE),
            Map.entry("TABLE_REFUSED", UnwindLayout.TABLE_REFUSED));
  }

  @Test
  void everyCounterHasItsIndex() {
    Map<String, Integer> c = new LinkedHashMap<>(object.enumeration("counter"));

    assertThat(c.remove("COUNTERS")).isGreaterThanOrEqualTo(c.size());
    assertThat(numbers(Counter.values(), counter -> counter.index))
        .isEqualTo(c.entrySet().stream().collect(without("COUNT_")));
  }

  @Test
  void everyTagHasItsKindOfFrame() {
    object
        .enumeration("frame_tag")
        .forEach(
            (name, tag) ->
                assertThat("FRAME_" + FrameWord.kind((long) tag << FrameWord.TAG_SHIFT).name())
                    .isEqualTo(name));
  }

  @Test
  void everyFlagAndMarkerHasItsNumber() {
    assertThat(object.enumeration("frame_marker"))
        .containsExactly(Map.entry("MARKER_SIGNAL", FrameWord.SIGNAL));
    assertThat(object.enumeration("sample_flag"))
        .containsExactly(
            Map.entry("SAMPLE_IN_USER", SampleLayout.SampleRecord.IN_USER),
            Map.entry("SAMPLE_LOCATED", SampleLayout.SampleRecord.LOCATED));
    assertThat(object.enumeration("file_flag"))
        .containsExactly(Map.entry("FILE_VDSO", SampleLayout.FileRequest.VDSO));
  }

  private static String upper(String member) {
    return member.toUpperCase(Locale.ROOT);
  }

  private static Map<String, Integer> constants(Class<?> layout) throws IllegalAccessException {
    Map<String, Integer> constants = new LinkedHashMap<>();
    for (Field field : layout.getDeclaredFields()) {
      if (field.getType() == int.class) {
        constants.put(field.getName(), field.getInt(null));
      }
    }
    return constants;
  }

  private static <E extends Enum<E>> Map<String, Integer> numbers(
      E[] values, Function<E, Integer> number) {
    return Arrays.stream(values).collect(toMap(Enum::name, number));
  }

  private static Collector<Map.Entry<String, Integer>, ?, Map<String, Integer>> without(
      String prefix) {
    return toMap(constant -> constant.getKey().substring(prefix.length()), Map.Entry::getValue);
  }
}
