/**
 * Stacks from other tools' files: collapsed text, {@code perf script}, bpftrace, bcc, JFR and
 * pprof, packed with gzip or Zstandard or not.
 *
 * <p>{@link dev.brazier.flamegraph.input.StackInput} tells the format by the content and gives the
 * stacks one by one, with where and when they were seen as far as the file tells, or merged:
 *
 * <pre>{@code
 * try (InputStream in = Files.newInputStream(Path.of("perf.txt.gz"))) {
 *   InputTree input = StackInput.readTree(in, InputOptions.DEFAULT);
 *   System.out.println(input.report().stacks() + " stacks of " + input.report().event());
 * }
 * }</pre>
 *
 * <p>A {@link dev.brazier.flamegraph.input.StackFilter} in the options takes whole stacks by the
 * names in them, whatever the format; the report says how much it took.
 *
 * <p>The frames that a pprof profile asks to leave out ({@code drop_frames}, {@code keep_frames})
 * are left out as pprof does it, and the report says in how many samples.
 *
 * <p>Recordings of Flight Recorder are read by the JDK's own reader, after what it does not check
 * is checked. It takes NUL, and the halves of characters beyond 16 bits, for bytes that are no
 * text: a name has U+FFFD in their place.
 *
 * <p>All of it streams: what is kept grows with the distinct names and stacks, not with the file.
 * Nothing is dropped silently: {@link dev.brazier.flamegraph.input.InputReport} counts what could
 * not be understood and shows the first of it, and says which events were left out.
 */
@NullMarked
package dev.brazier.flamegraph.input;

import org.jspecify.annotations.NullMarked;
