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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Java believes about the maps of {@code syscalls.h} is what clang made of them. */
final class SyscallObjectTest {
  private final KernelObjectBtf object = KernelObjectBtf.of("syscalls", "x86_64");

  SyscallObjectTest() throws IOException {}

  @Test
  void bothMachinesUseOneWireFormat() throws IOException {
    KernelObjectBtf other = KernelObjectBtf.of("syscalls", "aarch64");

    for (String record : List.of("refused_key", "refused_call", "made_key", "thread")) {
      assertThat(other.structure(record)).isEqualTo(object.structure(record));
    }
    assertThat(other.enumeration("call_counter")).isEqualTo(object.enumeration("call_counter"));
  }

  @ParameterizedTest
  @CsvSource({
    "refused_key, RefusedKey",
    "refused_call, RefusedCall",
    "made_key, MadeKey",
  })
  void everyMemberLiesWhereTheCodecReadsIt(String record, String layout) throws Exception {
    Map<String, Integer> java = new LinkedHashMap<>();
    for (Field field :
        Class.forName(SyscallLayout.class.getName() + "$" + layout).getDeclaredFields()) {
      java.put(field.getName(), field.getInt(null));
    }
    KernelObjectBtf.Structure c = object.structure(record);

    assertThat(java.remove("BYTES")).isEqualTo(c.bytes());
    assertThat(java)
        .isEqualTo(
            c.members().entrySet().stream()
                .collect(
                    toMap(
                        member -> member.getKey().toUpperCase(Locale.ROOT), Map.Entry::getValue)));
  }

  @Test
  void everyCounterHasItsIndex() {
    Map<String, Integer> c = new LinkedHashMap<>(object.enumeration("call_counter"));

    assertThat(c.remove("CALL_COUNTERS")).isGreaterThanOrEqualTo(c.size());
    assertThat(
            Arrays.stream(SyscallCounter.values())
                .collect(toMap(counter -> "CALLS_" + counter.name(), counter -> counter.index)))
        .isEqualTo(c);
  }
}
