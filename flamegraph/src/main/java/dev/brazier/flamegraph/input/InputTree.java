package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.CallTree;

/**
 * A file of stacks, merged.
 *
 * @param tree the stacks, under a row for their container and process where the file tells them
 * @param report how it was read
 */
public record InputTree(CallTree tree, InputReport report) {}
