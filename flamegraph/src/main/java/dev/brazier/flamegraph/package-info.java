/**
 * Stacks as text and as pictures.
 *
 * <p>A {@link dev.brazier.flamegraph.CallTree} is the merged form of many stacks. It is made by a
 * {@link dev.brazier.flamegraph.CallTree.Builder}, or read from collapsed text by {@link
 * dev.brazier.flamegraph.CollapsedReader}. {@link dev.brazier.flamegraph.CollapsedWriter} turns it
 * back into text, and {@link dev.brazier.flamegraph.FlameGraph} into one self-contained SVG file:
 *
 * <pre>{@code
 * CallTree.Builder stacks = CallTree.builder();
 * Frame main = new Frame("main", FrameKind.NATIVE, "/usr/bin/burn");
 * Frame read = new Frame("ksys_read", FrameKind.KERNEL, "");
 * stacks.add(List.of(main, read), 3);
 * try (OutputStream out = Files.newOutputStream(Path.of("burn.svg"))) {
 *   FlameGraph.write(stacks.build(), FlameGraphOptions.titled("burn"), out);
 * }
 * }</pre>
 *
 * <p>The page in the picture is made of scripts beside this package's classes, one noun a file:
 * {@code picture.js} unpacks what {@code PackedPicture} wrote, {@code views.js} makes trees of that
 * tree, {@code lenses.js} colours and explains them, {@code chart.js} draws them, {@code state.js}
 * is all that a reader can change, and {@code page.js} joins these. Another script adds a lens to
 * {@code lenses} to colour and explain frames in its own way.
 *
 * <p>What comes out depends on the stacks alone, never on the order in which they came in: the same
 * profile gives the same bytes. Names are foreign text. No name can break the XML, run as script or
 * change the direction of the text around it, and no depth overflows the Java stack.
 *
 * <p>This package does not know where stacks come from. It neither logs nor reads flags.
 */
@NullMarked
package dev.brazier.flamegraph;

import org.jspecify.annotations.NullMarked;
