/**
 * When stacks were seen: a flame graph under a heat map of time, in one file.
 *
 * <p>Time goes up a column of some second and on at the foot of the next one, so that what repeats
 * within seconds is seen as a pattern, as in Netflix's FlameScope (Brendan Gregg's subsecond-offset
 * heat map). In the page a range of time that is selected shows its flame graph:
 *
 * <pre>{@code
 * int[] path = {stacks.addPath(frameIds, depth, count)}; // for each distinct stack
 * CallTree tree = stacks.build(path); // "path" now holds the nodes in which the stacks end
 * HeatMap.write(tree, times, FlameGraphOptions.titled("burn"), out);
 * }</pre>
 *
 * <p>The file holds the frames once, as in any flame graph, and for each box of the grid the frames
 * in which its stacks end; {@code heatmap.js} sums these up for a range and hands the page another
 * count for each frame. So search, zoom, table and all else work on the range.
 */
@NullMarked
package dev.brazier.flamegraph.heatmap;

import org.jspecify.annotations.NullMarked;
