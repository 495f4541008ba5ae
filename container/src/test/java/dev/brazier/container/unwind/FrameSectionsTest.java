package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ElfFile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where frame information is found: sections, compressed ones, segments, other files. */
final class FrameSectionsTest {
  private static final List<String> ONE_FUNCTION =
      List.of("1000: r7+8 fp same ra cfa-8", "1004: r7+16 fp same ra cfa-8", "1100: NO_CFI");
  private static final int[] CODE = {0x44, 0x0e, 16};
  private static final int PROGBITS = 1;
  private static final int NOBITS = 8;
  private static final int COMPRESSED = 0x800;

  @TempDir private Path root = Path.of("");

  @Test
  void readsTheSectionForDebuggers() {
    assertThat(RowText.of(Compiled.of(ElfImage.x86().section(".debug_frame", debugFrame()))))
        .isEqualTo(ONE_FUNCTION);
  }

  @Test
  void readsCompressedSections() {
    byte[] plain = debugFrame().toByteArray();
    byte[] flagged = concat(header(1, plain.length), deflated(plain));
    byte[] old =
        concat(
            ByteBuffer.allocate(12).putInt(0x5a4c4942).putLong(plain.length).array(),
            deflated(plain));

    ElfImage image = ElfImage.x86().section(".debug_frame", PROGBITS, COMPRESSED, 0, flagged);
    assertThat(RowText.of(Compiled.of(image))).isEqualTo(ONE_FUNCTION);
    image = ElfImage.x86().section(".zdebug_frame", PROGBITS, 0, 0, old);
    assertThat(RowText.of(Compiled.of(image))).isEqualTo(ONE_FUNCTION);
    image = ElfImage.x86().section(".zdebug_frame", PROGBITS, 0, 0, plain);
    assertThat(Compiled.of(image).faults()).hasSize(1);
  }

  @Test
  void addsToTheSectionForExceptionsWhatThatLacks() {
    FrameBytes loaded = FrameBytes.ehFrame().cie().fde(0x2000, 0x100, CODE);
    FrameBytes debug =
        FrameBytes.debugFrame()
            .cie()
            .fde(0x2000, 0x100, 0x0e, 32) // known already
            .fde(0x2100, 0x10, 0x0e, 24);
    UnwindTable table =
        Compiled.of(ElfImage.x86().section(".eh_frame", loaded).section(".debug_frame", debug));

    assertThat(RowText.of(table))
        .containsExactly(
            "1000: r7+8 fp same ra cfa-8",
            "1004: r7+16 fp same ra cfa-8",
            "1100: r7+24 fp same ra cfa-8",
            "1110: NO_CFI");
  }

  @Test
  void findsTheSectionWithoutSectionHeaders() {
    byte[] frames =
        FrameBytes.ehFrame().cie().fde(0x2000, 0x100, CODE).bytes(1, 2, 3, 4).toByteArray();
    ElfImage image = ElfImage.x86();
    int at = ElfImage.CODE + 0x3000;
    for (int i = 0; i < frames.length; i++) {
      image.code(at + i, frames[i]);
    }
    // version, encodings, the section relative to this field, and one function
    image.code(ElfImage.CODE + 0x2000, 1, 0x1b, 3, 0x3b, 0xfc, 0x0f, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
    image
        .segment(1, 4, at, FrameBytes.ADDRESS, 0x1000)
        .segment(0x6474e550, 4, ElfImage.CODE + 0x2000, FrameBytes.ADDRESS - 0x1000, 16);

    assertThat(RowText.of(Compiled.of(image))).isEqualTo(ONE_FUNCTION);
    assertThat(Compiled.of(image).faults()).isEmpty();
  }

  @Test
  void findsTheDebugFileByItsLink() throws Exception {
    byte[] debug = ElfImage.x86().section(".debug_frame", debugFrame()).build();
    Files.createDirectories(root.resolve("usr/lib/.debug"));
    Files.write(root.resolve("usr/lib/.debug/program.debug"), debug);
    CRC32 crc = new CRC32();
    crc.update(debug);
    FrameBytes link = FrameBytes.ehFrame();
    "program.debug".chars().forEach(link::bytes);
    link.bytes(0, 0, 0).u32(crc.getValue());
    ElfFile program = ElfImage.x86().section(".gnu_debuglink", link).elf();

    assertThat(RowText.of(UnwindCompiler.compile(program, "/usr/lib/program", this::roots)))
        .isEqualTo(ONE_FUNCTION);
    assertThat(UnwindCompiler.compile(program, "/usr/bin/program", this::roots).rows()).isZero();
    assertThat(UnwindCompiler.compile(program).rows()).isZero();
  }

  @Test
  void findsTheDebugFileByTheBuildId() throws Exception {
    FrameBytes note =
        FrameBytes.ehFrame().u32(4).u32(4).u32(3).bytes('G', 'N', 'U', 0, 0xab, 0xcd, 0xef, 0x12);
    byte[] debug =
        ElfImage.x86()
            .section(".note.gnu.build-id", 7, 0, 0, note.toByteArray())
            .section(".eh_frame", NOBITS, 0, FrameBytes.ADDRESS, new byte[0])
            .section(".debug_frame", debugFrame())
            .build();
    Path folder = root.resolve("usr/lib/debug/.build-id/ab");
    Files.createDirectories(folder);
    Files.write(folder.resolve("cdef12.debug"), debug);
    ElfFile program =
        ElfImage.x86().section(".note.gnu.build-id", 7, 0, 0, note.toByteArray()).elf();

    assertThat(RowText.of(UnwindCompiler.compile(program, "", this::roots)))
        .isEqualTo(ONE_FUNCTION);
  }

  @Test
  void hasNothingToSayAboutAFileWithoutAnyOfThem() {
    UnwindTable table = Compiled.of(ElfImage.x86());

    assertThat(table.rows()).isZero();
    assertThat(table.faults()).isEmpty();
    assertThat(table.find(0x1000)).isEqualTo(-1);
    assertThat(UnwindTable.empty().rows()).isZero();
  }

  private List<Path> roots() {
    return List.of(root);
  }

  private static FrameBytes debugFrame() {
    return FrameBytes.debugFrame().cie().fde(0x2000, 0x100, CODE);
  }

  private static byte[] header(long type, long size) {
    FrameBytes header = FrameBytes.ehFrame();
    // Elf64_Chdr: type, reserved, size, alignment
    return header.u32(type).u32(0).number(size, 8).number(1, 8).toByteArray();
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    byte[] buffer = new byte[plain.length + 64];
    int length = deflater.deflate(buffer);
    deflater.end();
    return Arrays.copyOf(buffer, length);
  }

  private static byte[] concat(byte[] one, byte[] other) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(one);
    out.writeBytes(other);
    return out.toByteArray();
  }
}
