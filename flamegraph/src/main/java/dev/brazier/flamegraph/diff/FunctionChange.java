package dev.brazier.flamegraph.diff;

/**
 * One function before and after. Counts are as they were read; changes are shares.
 *
 * @param name the function's name; foreign text
 * @param module the file that holds it, or empty
 * @param selfBefore stacks before that end in it
 * @param selfAfter stacks after that end in it
 * @param totalBefore stacks before that pass through it, each once however often it calls itself
 * @param totalAfter stacks after that pass through it
 * @param selfChange what its own share grew by, negative where it shrank: normalised, a share of
 *     all stacks after less one of all stacks before; absolute, a share of all stacks before
 * @param totalChange the same of its share with callees
 */
public record FunctionChange(
    String name,
    String module,
    long selfBefore,
    long selfAfter,
    long totalBefore,
    long totalAfter,
    double selfChange,
    double totalChange) {

  /** What either share grew by at most: negative where both shrank. */
  public double growth() {
    return Math.max(selfChange, totalChange);
  }
}
