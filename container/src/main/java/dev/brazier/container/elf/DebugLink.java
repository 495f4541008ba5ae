package dev.brazier.container.elf;

/**
 * The contents of {@code .gnu_debuglink}: where the symbols went that were stripped off.
 *
 * @param fileName the name of the debug file, without any folder
 * @param crc32 the CRC-32 of the whole debug file, as {@link java.util.zip.CRC32} computes it
 */
public record DebugLink(String fileName, long crc32) {}
