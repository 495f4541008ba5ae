package dev.brazier.container.elf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The small files beside {@code tiny.c} in the test resources. */
public final class Fixture {
  private Fixture() {}

  /** The bytes of one of them. */
  public static byte[] bytes(String name) {
    try (InputStream in = Fixture.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no fixture " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of them as an ELF file. */
  public static ElfFile elf(String name) throws IOException, MalformedElfException {
    return ElfFile.read(ByteSource.of(bytes(name)));
  }

  /** What readelf says about the code symbols of one of them. */
  public static List<Symbol> symbols(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8).lines().map(Symbol::parse).toList();
  }

  /** One line: address, type, size, name. */
  public record Symbol(long address, String type, long size, String name) {
    static Symbol parse(String line) {
      String[] fields = line.split(" ", 4);
      return new Symbol(
          Long.parseUnsignedLong(fields[0], 16), fields[1], Long.parseLong(fields[2]), fields[3]);
    }
  }
}
