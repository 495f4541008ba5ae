package dev.brazier.container.symbol;

import java.time.Instant;

/**
 * One state of one file: what changes when the file is replaced or written to.
 *
 * @param device the number of its file system
 * @param inode its number there
 * @param size in bytes
 * @param modified when its contents last changed
 */
public record FileKey(long device, long inode, long size, Instant modified) {}
