package dev.brazier.container.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.container.elf.MalformedElfException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class ElfFileTest {
  private static final int E_SHOFF = 40;

  @Test
  void readsWhatTheHeaderSays() throws Exception {
    ElfFile elf = Fixture.elf("tiny.so");

    assertThat(elf.type()).isEqualTo(ElfType.SHARED);
    assertThat(elf.machine()).isEqualTo(ElfMachine.X86_64);
    assertThat(elf.entry()).isZero();
    assertThat(Fixture.elf("tiny-arm64.so").machine()).isEqualTo(ElfMachine.AARCH64);
  }

  @Test
  void readsSegmentsAndSections() throws Exception {
    ElfFile elf = Fixture.elf("tiny.so");

    assertThat(elf.segments()).filteredOn(ElfSegment::isCode).hasSize(1);
    assertThat(elf.sections().get(0).name()).isEmpty();
    ElfSection text = elf.section(".text").orElseThrow();
    assertThat(text.isCode()).isTrue();
    assertThat(text.address()).isEqualTo(0x360);
    assertThat(elf.section(".dynstr").orElseThrow().type()).isEqualTo(ElfSection.STRTAB);
    assertThat(elf.section(".none")).isEmpty();
  }

  @Test
  void readsTheBuildIdFromSectionsAndFromSegments() throws Exception {
    byte[] bytes = Fixture.bytes("tiny.so");
    BuildId id = ElfFile.read(ByteSource.of(bytes)).buildId().orElseThrow();
    word(bytes).putLong(E_SHOFF, 0);

    assertThat(id.hex()).hasSize(40);
    assertThat(ElfFile.read(ByteSource.of(bytes)).sections()).isEmpty();
    assertThat(ElfFile.read(ByteSource.of(bytes)).buildId()).contains(id);
    assertThat(Fixture.elf("tiny.so.debug").buildId()).contains(id);
    assertThat(Fixture.elf("tiny-arm64.so").buildId()).isPresent().isNotEqualTo(id);
  }

  @Test
  void readsTheLinkToTheDebugFile() throws Exception {
    CRC32 crc = new CRC32();
    crc.update(Fixture.bytes("tiny.so.debug"));

    assertThat(Fixture.elf("tiny-stripped.so").debugLink())
        .contains(new DebugLink("tiny.so.debug", crc.getValue()));
    assertThat(Fixture.elf("tiny.so").debugLink()).isEmpty();
  }

  @Test
  void translatesFileOffsetsThroughTheLoadedSegments() throws Exception {
    ElfFile elf = Fixture.elf("tiny.so");
    ElfSection data = elf.section(".data").orElseThrow();

    assertThat(elf.fileOffsetToElfAddress(0x360)).hasValue(0x360);
    assertThat(data.offset()).isNotEqualTo(data.address());
    assertThat(elf.fileOffsetToElfAddress(data.offset())).hasValue(data.address());
    assertThat(elf.fileOffsetToElfAddress(1 << 20)).isEmpty();
    assertThat(elf.fileOffsetToElfAddress(-1)).isEmpty();
  }

  @Test
  void prefersTheExecutableSegmentWhereTwoHoldAnOffset() {
    ElfSegment data = new ElfSegment(ElfSegment.LOAD, 4, 0, 0x1000, 0x2000, 0x2000, 0x1000);
    ElfSegment code = new ElfSegment(ElfSegment.LOAD, 5, 0x1000, 0x8000, 0x1000, 0x1000, 0x1000);

    CodeSegments segments = new CodeSegments(Arrays.asList(data, code));

    assertThat(segments.toElfAddress(0x1800)).isEqualTo(OptionalLong.of(0x8800));
    assertThat(segments.toElfAddress(0x800)).isEqualTo(OptionalLong.of(0x1800));
  }

  @Test
  void inflatesCompressedSections() throws Exception {
    ElfFile elf = Fixture.elf("tiny-zlib.so");
    ElfSection section = elf.section(".debug_info").orElseThrow();

    assertThat(section.isCompressed()).isTrue();
    ByteBuffer contents = elf.contents(section, 1 << 20);
    assertThat(contents.getInt(0)).isEqualTo(contents.limit() - 4); // the length of the one unit
    assertThatThrownBy(() -> elf.contents(section, 200)).isInstanceOf(MalformedElfException.class);
  }

  @Test
  void refusesZstdByName() throws Exception {
    byte[] bytes = Fixture.bytes("tiny-zlib.so");
    ElfSection section = ElfFile.read(ByteSource.of(bytes)).section(".debug_info").orElseThrow();
    word(bytes).putInt((int) section.offset(), 2);

    assertThatThrownBy(() -> ElfFile.read(ByteSource.of(bytes)).contents(section, 1 << 20))
        .isInstanceOf(MalformedElfException.class)
        .hasMessageContaining("zstd");
  }

  @Test
  void saysWhyAFileIsRefused() {
    byte[] bits32 = Fixture.bytes("tiny.so");
    bits32[4] = 1;
    byte[] bigEndian = Fixture.bytes("tiny.so");
    bigEndian[5] = 2;
    byte[] far = Fixture.bytes("tiny.so");
    word(far).putLong(E_SHOFF, Long.MAX_VALUE - 5);

    assertRefused(new byte[0], Fault.NOT_ELF, "not an ELF file");
    assertRefused("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), Fault.NOT_ELF, "not an ELF file");
    assertRefused(bits32, Fault.UNSUPPORTED, "32-bit");
    assertRefused(bigEndian, Fault.UNSUPPORTED, "big-endian");
    assertRefused(far, Fault.MALFORMED, "outside the file");
    assertRefused(Arrays.copyOf(far, 40), Fault.MALFORMED, "inside the ELF header");
  }

  @Test
  void noticesAFileThatShrinksUnderIt() throws Exception {
    byte[] bytes = Fixture.bytes("tiny.so");
    ByteSource shrinking =
        new ByteSource() {
          @Override
          public long size() {
            return bytes.length;
          }

          @Override
          public int read(long position, ByteBuffer into) throws IOException {
            return ByteSource.of(Arrays.copyOf(bytes, 100)).read(position, into);
          }
        };

    assertThatThrownBy(() -> ElfFile.read(shrinking))
        .isInstanceOf(MalformedElfException.class)
        .hasMessageContaining("truncated");
  }

  private static void assertRefused(byte[] bytes, Fault fault, String text) {
    assertThatThrownBy(() -> ElfFile.read(ByteSource.of(bytes)))
        .isInstanceOf(MalformedElfException.class)
        .hasMessageContaining(text)
        .asInstanceOf(InstanceOfAssertFactories.type(MalformedElfException.class))
        .extracting(MalformedElfException::fault)
        .isEqualTo(fault);
  }

  private static ByteBuffer word(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
