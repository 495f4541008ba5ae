package dev.brazier.container.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MappingsTest {
  private static final String MAPS =
      """
      55d0c0000000-55d0c0002000 r-xp 00001000 fe:00 260875                     /usr/bin/a b
      55d0c1000000-55d0c1021000 rw-p 00000000 00:00 0                          [heap]
      7f0000000000-7f0000001000 rwxp 00000000 00:00 0
      7f0000001000-7f0000003000 r-xp 00002000 00:01 2056                       /memfd:doublemapper (deleted)
      7f0000003000-7f0000004000 r-xp 00000000 fe:00 77                         /opt/old\\012name.so (deleted)
      7f0000004000-7f0000005000 rw-s 00000000 00:01 12                         /dev/zero (deleted)
      7f0000005000-7f0000006000 rw-p 00000000 00:00 0                          [anon:dalvik-main space]
      7f0000006000-7f0000007000 rwxp 00000000 00:00 0                          //anon
      7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]
      7ffc00100000-7ffc00104000 r--p 00000000 00:00 0                          [vvar]
      7ffc00104000-7ffc00106000 r-xp 00000000 00:00 0                          [vdso]
      7fffffffe000-7ffffffff000 --xp 00000000 00:00 0                          [uprobes]
      ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
      """;

  @Test
  void readsOnlyCodeWhenAskedTo() throws Exception {
    assertThat(Mappings.parseCode(MAPS).asList())
        .isEqualTo(
            Mappings.parse(MAPS).asList().stream().filter(m -> m.permissions().execute()).toList())
        .hasSize(8);
  }

  @Test
  void refusesWhatIsNoMappingEvenIfItMightBeData() {
    assertThatThrownBy(() -> Mappings.parseCode("x\n")).isInstanceOf(ProcFormatException.class);
  }

  @Test
  void tellsKindsApart() throws Exception {
    assertThat(Mappings.parse(MAPS))
        .extracting(Mapping::kind)
        .containsExactly(
            MappingKind.FILE,
            MappingKind.HEAP,
            MappingKind.ANONYMOUS,
            MappingKind.MEMFD,
            MappingKind.FILE,
            MappingKind.NAMED_ANONYMOUS,
            MappingKind.NAMED_ANONYMOUS,
            MappingKind.ANONYMOUS,
            MappingKind.STACK,
            MappingKind.KERNEL_PAGE,
            MappingKind.VDSO,
            MappingKind.UPROBES,
            MappingKind.KERNEL_PAGE);
  }

  @Test
  void readsEveryField() throws Exception {
    Mapping first = Mappings.parse(MAPS).asList().get(0);

    assertThat(first)
        .isEqualTo(
            new Mapping(
                0x55d0c0000000L,
                0x55d0c0002000L,
                new Permissions(true, false, true, false),
                0x1000,
                new DeviceNumber(254, 0),
                260875,
                "/usr/bin/a b",
                false,
                MappingKind.FILE));
    assertThat(first.permissions()).hasToString("r-xp");
    assertThat(first.fileOffsetOf(0x55d0c0000010L)).isEqualTo(0x1010);
  }

  @Test
  void separatesTheDeletionMarkFromThePath() throws Exception {
    Mapping deleted = Mappings.parse(MAPS).at(0x7f0000003000L).orElseThrow();

    assertThat(deleted.deleted()).isTrue();
    assertThat(deleted.path()).isEqualTo("/opt/old\nname.so");
  }

  @Test
  void findsTheMappingAtAnAddress() throws Exception {
    Mappings mappings = Mappings.parse(MAPS);

    assertThat(mappings.at(0x55d0c0001fffL)).isPresent();
    assertThat(mappings.at(0x55d0c0002000L)).isEmpty();
    assertThat(mappings.at(0)).isEmpty();
    assertThat(mappings.at(-1)).isEmpty();
    assertThat(mappings.at(0xffffffffff600abcL))
        .get()
        .extracting(Mapping::path)
        .isEqualTo("[vsyscall]");
    for (Mapping mapping : mappings) {
      assertThat(mappings.at(mapping.start())).contains(mapping);
      assertThat(mappings.at(mapping.end() - 1)).contains(mapping);
    }
  }

  @Test
  void sortsWhatComesUnsorted() throws Exception {
    Mappings mappings =
        Mappings.parse(
            "3000-4000 r-xp 0 0:0 0\n1000-2000 r-xp 0 0:0 0\nf000000000000000-f000000000001000 r-xp 0 0:0 0");

    assertThat(mappings)
        .extracting(Mapping::start)
        .containsExactly(0x1000L, 0x3000L, 0xf000000000000000L);
  }

  @Test
  void kernelThreadHasNoMappings() throws Exception {
    assertThat(Mappings.parse("").size()).isZero();
  }

  @Test
  void refusesATornLine() {
    assertThatThrownBy(() -> Mappings.parse("55d0c0000000-55d0c00"))
        .isInstanceOf(ProcFormatException.class);
    assertThatThrownBy(() -> Mappings.parse("2000-1000 r-xp 0 0:0 0"))
        .isInstanceOf(ProcFormatException.class)
        .hasMessageContaining("empty range");
  }
}
