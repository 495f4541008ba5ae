package dev.brazier.flamegraph;

import java.awt.Color;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The colours of frames: one hue a kind, in three shades that the name chooses, so that a function
 * has the same colour in every picture and neighbours differ.
 *
 * <p>Kinds that often meet differ in lightness too, for readers who see fewer hues. Text on every
 * shade has a contrast of at least 4.5 to 1 (WCAG 2.2, success criterion 1.4.3), which a test
 * holds.
 */
final class Palette {
  static final int SHADES = 3;
  static final Color LIGHT_INK = new Color(0x1c1917);
  static final Color DARK_INK = new Color(0xf5f2ee);

  private static final Tint ROOT = new Tint("r0", hsl(30, 14, 88), hsl(30, 6, 24));
  private static final Map<FrameKind, List<Tint>> TINTS = tints();

  /**
   * A fill.
   *
   * @param name its class in CSS: the kind's letter and the shade
   * @param light the fill where the reader prefers light grounds
   * @param dark the fill where the reader prefers dark ones
   */
  record Tint(String name, Color light, Color dark) {}

  private Palette() {}

  /** The root's tint, then those of each kind in order. */
  static List<Tint> all() {
    List<Tint> all = new ArrayList<>(List.of(ROOT));
    TINTS.values().forEach(all::addAll);
    return all;
  }

  static Tint root() {
    return ROOT;
  }

  static Tint of(Frame frame) {
    return of(frame.kind(), shade(PackedPicture.shown(frame.name())));
  }

  static Tint of(FrameKind kind, int shade) {
    return Objects.requireNonNull(TINTS.get(kind)).get(shade);
  }

  /** Which shade a name has; {@code picture.js} does the same. */
  static int shade(String name) {
    int hash = name.hashCode();
    return Integer.remainderUnsigned(hash ^ hash >>> 15, SHADES);
  }

  /** All fills as CSS, for both schemes. */
  static String css() {
    StringBuilder css = new StringBuilder(4096);
    for (Tint tint : all()) {
      appendRule(css, tint.name(), tint.light());
    }
    css.append("@media (prefers-color-scheme:dark){\n");
    for (Tint tint : all()) {
      appendRule(css, tint.name(), tint.dark());
    }
    return css.append("}\n").toString();
  }

  /** Colours a path, the paths of a group, and a box of the legend. */
  private static void appendRule(StringBuilder css, String name, Color color) {
    String hex = Integer.toHexString(color.getRGB()).substring(2);
    // jfreesvg puts fills into style attributes, which only an important rule outweighs.
    css.append('.').append(name).append(",.").append(name).append(" path{fill:#").append(hex);
    css.append("!important;background:#").append(hex).append("}\n");
  }

  private static Map<FrameKind, List<Tint>> tints() {
    Map<FrameKind, List<Tint>> tints = new EnumMap<>(FrameKind.class);
    for (FrameKind kind : FrameKind.values()) {
      List<Tint> shades = new ArrayList<>();
      for (int shade = 0; shade < SHADES; shade++) {
        String name = kind.letter() + Integer.toString(shade);
        shades.add(new Tint(name, light(kind, shade), dark(kind, shade)));
      }
      tints.put(kind, shades);
    }
    return tints;
  }

  private static Color light(FrameKind kind, int shade) {
    return switch (kind) {
      case CONTAINER -> hsl(214, 30, 70 + 2 * shade);
      case PROCESS -> hsl(214, 28, 79 + 2 * shade);
      case THREAD -> hsl(214, 26, 87 + 2 * shade);
      case KERNEL -> hsl(10, 74, 67 + 2 * shade);
      case NATIVE -> hsl(45, 92, 72 + 3 * shade);
      case JIT -> hsl(166, 40, 59 + 3 * shade);
      case INTERPRETED -> hsl(288, 36, 70 + 2 * shade);
      case INLINED -> hsl(190, 70, 84 + 2 * shade);
      case UNKNOWN -> hsl(30, 10, 86 + 2 * shade);
    };
  }

  private static Color dark(FrameKind kind, int shade) {
    return switch (kind) {
      case CONTAINER -> hsl(214, 26, 38 - 2 * shade);
      case PROCESS -> hsl(214, 20, 31 - 2 * shade);
      case THREAD -> hsl(214, 16, 25 - 2 * shade);
      case KERNEL -> hsl(358, 58, 36 - 2 * shade);
      case NATIVE -> hsl(35, 72, 33 - 2 * shade);
      case JIT -> hsl(174, 82, 20 - 2 * shade);
      case INTERPRETED -> hsl(294, 34, 44 - 2 * shade);
      case INLINED -> hsl(203, 68, 25 - 2 * shade);
      case UNKNOWN -> hsl(24, 16, 38 - shade);
    };
  }

  private static Color hsl(double hue, double saturation, double lightness) {
    double l = lightness / 100;
    double a = saturation / 100 * Math.min(l, 1 - l);
    return new Color(channel(hue, l, a, 0), channel(hue, l, a, 8), channel(hue, l, a, 4));
  }

  private static int channel(double hue, double l, double a, int n) {
    double k = (n + hue / 30) % 12;
    return (int) Math.round(255 * (l - a * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1))));
  }
}
