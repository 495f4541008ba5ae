package dev.brazier.flamegraph;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.SVGHints;
import org.jfree.svg.SVGUnits;
import org.jspecify.annotations.Nullable;

/**
 * The picture for readers without scripts: title, facts, legend, and the frames that are wide
 * enough to see, drawn once by jfreesvg at a fixed width.
 *
 * <p>jfreesvg writes into a buffer that is ours, and is kept from asking AWT about fonts, which
 * would cost up to a quarter of a second: all text is in a logical monospace font, whose advance is
 * known. It repeats the whole style at each string; what is not stated once for all of them becomes
 * an attribute.
 */
final class StillPicture {
  /** The advance of common monospace fonts as a share of their size: 0.55 to 0.602. */
  private static final double ADVANCE = 0.603;

  private static final int MARGIN = FlameGraphOptions.MARGIN;
  private static final int ROW = 18;
  private static final int LINE = 18;
  private static final int TEXT_SIZE = 12;
  private static final int TITLE_SIZE = 18;
  private static final double CHARACTER = TEXT_SIZE * ADVANCE;
  private static final double PADDING = 3;

  private static final int MOST_ROWS = 256;
  private static final int MOST_FRAMES = 5_000;

  /** Narrower frames are not drawn, in pixels. */
  static final double LEAST_WIDTH = 1.2;

  private static final double GAP = 0.5;

  private static final Color GROUND = new Color(0xfffdfa);

  /** {@link Palette#LIGHT_INK} as jfreesvg writes it. */
  private static final String INK = "rgb(28,25,23)";

  private static final int LONGEST_LEGEND = 32;

  private static final String STYLE = " style='";
  private static final String FILL = "fill:rgb(";
  private static final String NO_STROKE = ";stroke:none";
  private static final String TEXT_FILL = "fill: rgb(";
  private static final String FONT_SIZE = "; font-size: ";

  private final Picture picture;
  private final FlameGraphOptions options;
  private final CallTree tree;
  private final StringBuilder markup = new StringBuilder(1 << 15);
  private final int pictureWidth;
  private final SVGGraphics2D graphics;
  private final double scale;
  private final double leastWidth;
  private final int rows;
  private double y = MARGIN;

  StillPicture(Picture picture, FlameGraphOptions options) {
    this.picture = picture;
    this.options = options;
    this.tree = picture.tree();
    this.pictureWidth = options.stillWidth();
    this.graphics = new SVGGraphics2D(pictureWidth, pictureWidth, SVGUnits.PX, markup);
    this.scale = tree.total() == 0 ? 0 : (double) options.framesWidth() / tree.total();
    this.leastWidth = leastWidth();
    this.rows = Math.min(visibleRows(), MOST_ROWS);
    graphics.setGeomDoubleConverter(Figures::tenths);
    graphics.setFontFunction(family -> family);
    graphics.setFont(new LogicalFont(TEXT_SIZE));
  }

  /** Draws all of it. */
  StillPicture draw(List<String> lines, @Nullable PictureAddition addition) {
    drawHeading(options.title(), lines);
    if (addition != null) {
      y += addition.draw(new Panel(), y);
    }
    drawLegend();
    drawFrames();
    drawLabels();
    if (visibleRows() > rows) {
      y += LINE;
      drawText("\u2026 and " + (visibleRows() - rows) + " deeper rows", MARGIN, y);
    }
    y += MARGIN;
    return this;
  }

  /** The height of what was drawn, in pixels. */
  int height() {
    return (int) Math.ceil(y);
  }

  /** The markup, to stand in an SVG element with a {@code viewBox} of width and height. */
  String markup() {
    StringBuilder ground = new StringBuilder();
    SVGGraphics2D behind = new SVGGraphics2D(pictureWidth, pictureWidth, SVGUnits.PX, ground);
    behind.setPaint(GROUND);
    begin(behind, "ground");
    behind.fillRect(0, 0, pictureWidth, height());
    end(behind, "ground");
    StringBuilder text = new StringBuilder(markup.length());
    text.append("<g id='still' fill='").append(INK).append("' font-family='");
    text.append(LogicalFont.FAMILY).append("' font-size='").append(TEXT_SIZE).append("'>");
    text.append(ground);
    text.append(markup).append("</g>");
    return withAttributes(text.toString());
  }

  /** Only attributes count where a site's policy forbids styles, and any rule outweighs them. */
  private static String withAttributes(String markup) {
    StringBuilder text = new StringBuilder(markup.length());
    int done = 0;
    for (int at; (at = markup.indexOf(STYLE, done)) >= 0; ) {
      int from = at + STYLE.length();
      int end = markup.indexOf('\'', from);
      text.append(markup, done, at).append(attribute(markup.substring(from, end)));
      done = end + 1;
    }
    return text.append(markup, done, markup.length()).toString();
  }

  /** What stands for a style as jfreesvg writes it, of a filled path or a text. */
  private static String attribute(String style) {
    if (style.startsWith(FILL)) {
      int end = style.endsWith(NO_STROKE) ? style.length() - NO_STROKE.length() : style.length();
      return " fill='" + style.substring("fill:".length(), end) + "'";
    }
    int size = style.lastIndexOf(FONT_SIZE);
    if (style.startsWith(TEXT_FILL) && size > 0) {
      // The ink and the family of texts are stated once around all of them.
      String pixels = style.substring(size + FONT_SIZE.length(), style.length() - "px;".length());
      return pixels.equals(Integer.toString(TEXT_SIZE)) ? "" : " font-size='" + pixels + "'";
    }
    return STYLE + style + "'";
  }

  private void drawHeading(String title, List<String> lines) {
    graphics.setPaint(Palette.LIGHT_INK);
    begin(graphics, "ink");
    graphics.setFont(new LogicalFont(TITLE_SIZE));
    y += TITLE_SIZE;
    drawText(cut(title, options.framesWidth() / (TITLE_SIZE * ADVANCE)), MARGIN, y);
    graphics.setFont(new LogicalFont(TEXT_SIZE));
    if (!options.subtitle().isEmpty()) {
      y += LINE;
      drawText(cut(options.subtitle(), options.framesWidth() / CHARACTER), MARGIN, y);
    }
    y += LINE / 2.0;
    double x = MARGIN;
    for (String line : lines) {
      String shown = cut(line, options.framesWidth() / CHARACTER);
      double width = (shown.length() + 3) * CHARACTER;
      boolean starts = x == MARGIN || x + width > pictureWidth;
      y += starts ? LINE : 0;
      x = starts ? MARGIN : x;
      drawText(shown, x, y);
      x += width;
    }
    end(graphics, "ink");
  }

  private void drawLegend() {
    y += LINE + 6;
    double x = MARGIN;
    for (Legend.Entry entry : legend()) {
      String label = cut(entry.label(), LONGEST_LEGEND);
      double width = ROW + 5 + (label.length() + 2) * CHARACTER;
      if (x + width > pictureWidth && x > MARGIN) {
        x = MARGIN;
        y += LINE + 2;
      }
      fill(entry.tint(), box(new Path2D.Double(), x, y - 13, ROW));
      drawInk(label, x + ROW + 5, y);
      x += width;
    }
    y += 12;
  }

  /** Draws the boxes of one colour as one path: a fifth of the bytes of a path each. */
  private void drawFrames() {
    Map<Palette.Tint, Path2D> paths = new LinkedHashMap<>();
    for (int drawn = 0; drawn < picture.size(); drawn++) {
      int node = picture.node(drawn);
      int row = tree.depth(node);
      if (row < rows && width(drawn) >= leastWidth) {
        Palette.Tint tint = drawn == 0 ? Palette.root() : tint(node);
        Path2D path = paths.computeIfAbsent(tint, any -> new Path2D.Double());
        box(path, x(drawn), rowY(row), width(drawn) - GAP);
      }
    }
    paths.forEach(this::fill);
  }

  private void fill(Palette.Tint tint, Path2D path) {
    fill(tint.name(), tint.light(), path);
  }

  private void fill(String name, Color color, Path2D path) {
    begin(graphics, name);
    graphics.setPaint(color);
    graphics.fill(path);
    end(graphics, name);
  }

  /** A text by itself. */
  private void drawInk(String text, double x, double baseline) {
    begin(graphics, "ink");
    graphics.setPaint(Palette.LIGHT_INK);
    drawText(text, x, baseline);
    end(graphics, "ink");
  }

  private void drawLabels() {
    graphics.setPaint(Palette.LIGHT_INK);
    begin(graphics, "ink");
    for (int drawn = 0; drawn < picture.size(); drawn++) {
      int node = picture.node(drawn);
      int row = tree.depth(node);
      int room = (int) ((width(drawn) - 2 * PADDING) / CHARACTER);
      if (row < rows && room > 3) {
        String label = drawn == 0 ? "all" : FrameLabel.fitting(tree.frame(node), room);
        drawText(label, x(drawn) + PADDING, rowY(row) + 13);
      }
    }
    end(graphics, "ink");
    y += rows * ROW;
  }

  private static Path2D box(Path2D path, double x, double y, double width) {
    path.moveTo(x, y);
    path.lineTo(x + width, y);
    path.lineTo(x + width, y + ROW - 1);
    path.lineTo(x, y + ROW - 1);
    path.closePath();
    return path;
  }

  private void drawText(String text, double x, double baseline) {
    // jfreesvg leaves what looks like an entity as it is: text that is escaped before stays right.
    graphics.drawString(XmlText.escaped(text), (float) x, (float) baseline);
  }

  private List<Legend.Entry> legend() {
    return picture.compared().isPresent()
        ? Change.legend()
        : Legend.of(picture, options.colouring());
  }

  private Palette.Tint tint(int node) {
    if (picture.compared().isPresent()) {
      return picture.change(node);
    }
    Frame frame = tree.frame(node);
    return options.colouring() == Colouring.PACKAGE ? Palette.ofPackage(frame) : Palette.of(frame);
  }

  private double rowY(int row) {
    return y + (options.rootAtBottom() ? rows - 1 - row : row) * ROW;
  }

  private double x(int drawn) {
    return MARGIN + picture.start(drawn) * scale;
  }

  private double width(int drawn) {
    return tree.total(picture.node(drawn)) * scale;
  }

  /** The width from which frames are drawn: such that no more than {@link #MOST_FRAMES} are. */
  private double leastWidth() {
    double[] widths = new double[picture.size()];
    for (int drawn = 0; drawn < widths.length; drawn++) {
      widths[drawn] = width(drawn);
    }
    Arrays.sort(widths);
    int least = Math.max(0, widths.length - MOST_FRAMES);
    return Math.max(LEAST_WIDTH, widths[least]);
  }

  private int visibleRows() {
    int deepest = 0;
    for (int drawn = 0; drawn < picture.size(); drawn++) {
      if (width(drawn) >= leastWidth) {
        deepest = Math.max(deepest, tree.depth(picture.node(drawn)));
      }
    }
    return deepest + 1;
  }

  private static String cut(String text, double room) {
    String shown = PackedPicture.shown(text);
    return shown.length() <= room ? shown : FrameLabel.cut(shown, (int) room);
  }

  private static void begin(SVGGraphics2D graphics, String name) {
    graphics.setRenderingHint(SVGHints.KEY_BEGIN_GROUP, Map.of("class", name));
  }

  private static void end(SVGGraphics2D graphics, String name) {
    graphics.setRenderingHint(SVGHints.KEY_END_GROUP, name);
  }

  /** What another package draws on. */
  private final class Panel implements PictureAddition.Canvas {
    @Override
    public double left() {
      return MARGIN;
    }

    @Override
    public double width() {
      return pictureWidth - 2.0 * MARGIN;
    }

    @Override
    public void fill(String name, Color color, Path2D area) {
      StillPicture.this.fill(name, color, area);
    }

    @Override
    public void text(String text, double left, double baseline) {
      drawInk(text, left, baseline);
    }

    @Override
    public double character() {
      return CHARACTER;
    }
  }

  /** A font that knows its family without asking AWT, which would load and search all fonts. */
  private static final class LogicalFont extends Font {
    static final String FAMILY = "monospace";
    private static final long serialVersionUID = 1;

    LogicalFont(int size) {
      super(MONOSPACED, PLAIN, size);
    }

    @Override
    public String getFamily() {
      return FAMILY;
    }
  }
}
