package dev.brazier.flamegraph;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.io.IOException;

/**
 * What another package adds to a flame graph: a drawing above the frames of the still picture, and
 * to the page data, style and a script.
 *
 * <p>The script runs behind all others but the one that starts the page. It adds to {@code STATE}
 * and {@code KEYS}, and replaces functions of {@code addition}; see {@code lenses.js}.
 */
public interface PictureAddition {

  /** CSS that follows the page's own, without {@code ]]>}. */
  String style();

  /** The script, without {@code ]]>}; lines that begin with {@code //} are left out. */
  String script();

  /**
   * Draws what readers without scripts see.
   *
   * @param top where there is room, in pixels from the upper edge
   * @return how high it is, in pixels
   */
  double draw(Canvas canvas, double top);

  /**
   * Writes what the script reads.
   *
   * @param drawn for each node of the tree the frame in which stacks that end there are counted:
   *     its number in the page times two, and one more where the node itself is left out and the
   *     frame is the innermost caller that is not
   * @throws IOException if it cannot be written
   */
  void write(PackedData out, int[] drawn) throws IOException;

  /** A part of the still picture, as wide as that. */
  interface Canvas {

    /** Where there is room, in pixels from the left edge. */
    double left();

    /** How much room there is from there, in pixels. */
    double width();

    /**
     * Fills an area.
     *
     * @param name the class of the area, by which the style may colour it otherwise
     * @param color the fill where no style counts
     */
    void fill(String name, Color color, Path2D area);

    /** Writes a text of 12 pixels, of which a character is {@link #character} wide. */
    void text(String text, double left, double baseline);

    /** How wide a character is, in pixels. */
    double character();
  }
}
