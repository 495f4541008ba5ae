package dev.brazier.flamegraph.input;

/**
 * What a filter did.
 *
 * @param filter the filter
 * @param kept what the stacks that it took add up to, in {@link InputReport#unit}
 * @param all the same of all stacks
 */
public record Selection(StackFilter filter, long kept, long all) {
  /** No filter. */
  public static Selection all(long total) {
    return new Selection(StackFilter.NONE, total, total);
  }
}
