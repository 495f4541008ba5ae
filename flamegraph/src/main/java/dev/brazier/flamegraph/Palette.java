package dev.brazier.flamegraph;

import java.awt.Color;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The colours of frames: one hue a kind, or one of ten that a package's name chooses, in three
 * shades that the function's name chooses. So a function has the same colour in every picture, and
 * neighbours differ.
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
   * The hues of packages as hue, saturation and lightness, on light grounds and on dark ones:
   * searched for so that each two, and each and the kinds that stay beside them, differ as much as
   * can be for readers of all three sights.
   */
  private static final int[][][] PACKAGE_HUES = {
    {{16, 60, 73}, {11, 26, 23}},
    {{39, 54, 76}, {52, 26, 26}},
    {{87, 35, 85}, {76, 55, 27}},
    {{103, 60, 68}, {106, 31, 33}},
    {{153, 40, 68}, {154, 26, 24}},
    {{171, 30, 68}, {174, 43, 30}},
    {{202, 59, 72}, {209, 28, 40}},
    {{243, 48, 68}, {227, 34, 40}},
    {{265, 54, 76}, {264, 28, 28}},
    {{310, 38, 70}, {323, 48, 23}},
  };

  private static final List<List<Tint>> PACKAGES = packages();

  /**
   * A fill.
   *
   * @param name its class in CSS: the kind's letter and the shade
   * @param light the fill where the reader prefers light grounds
   * @param dark the fill where the reader prefers dark ones
   */
  record Tint(String name, Color light, Color dark) {
    // What the compiler makes of a record is put together at the first use, for 10 ms of a start.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Tint tint
          && name.equals(tint.name)
          && light.equals(tint.light)
          && dark.equals(tint.dark);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  private Palette() {}

  /** The root's tint, then those of each kind in order. */
  static List<Tint> all() {
    List<Tint> all = new ArrayList<>(List.of(ROOT));
    TINTS.values().forEach(all::addAll);
    PACKAGES.forEach(all::addAll);
    return all;
  }

  static Tint root() {
    return ROOT;
  }

  static Tint of(Frame frame) {
    return of(frame.kind(), shade(PackedPicture.shown(frame.name())));
  }

  /** A frame's tint where hues tell packages; see {@link #ofPackage(Frame, int)}. */
  static Tint ofPackage(Frame frame) {
    return ofPackage(frame, shade(PackedPicture.shown(frame.name())));
  }

  /** The hue of its package; groups and kernel keep theirs, and what has none is grey. */
  static Tint ofPackage(Frame frame, int shade) {
    String name = FramePackage.of(frame);
    if (!name.isEmpty()) {
      return ofPackage(name, shade);
    }
    boolean keeps = frame.kind().groupsStacks() || frame.kind() == FrameKind.KERNEL;
    return of(keeps ? frame.kind() : FrameKind.UNKNOWN, shade);
  }

  static Tint ofPackage(String name, int shade) {
    return PACKAGES.get(Integer.remainderUnsigned(hash(name), PACKAGES.size())).get(shade);
  }

  static Tint of(FrameKind kind, int shade) {
    return Objects.requireNonNull(TINTS.get(kind)).get(shade);
  }

  /** Which shade a name has; {@code picture.js} does the same. */
  static int shade(String name) {
    return Integer.remainderUnsigned(hash(name), SHADES);
  }

  private static int hash(String name) {
    int hash = name.hashCode();
    return hash ^ hash >>> 15;
  }

  /** All fills as CSS, for both schemes; paper is light. */
  static String css() {
    return css(all());
  }

  /** These fills as CSS. */
  static String css(List<Tint> tints) {
    StringBuilder css = new StringBuilder(4096);
    for (Tint tint : tints) {
      appendRule(css, tint.name(), tint.light());
    }
    css.append("@media screen and (prefers-color-scheme:dark){\n");
    for (Tint tint : tints) {
      appendRule(css, tint.name(), tint.dark());
    }
    return css.append("}\n").toString();
  }

  /** Colours a path, the paths of a group, and a box of the legend. */
  private static void appendRule(StringBuilder css, String name, Color color) {
    String hex = Integer.toHexString(color.getRGB()).substring(2);
    css.append('.').append(name).append(",.").append(name).append(" path{fill:#").append(hex);
    css.append(";background:#").append(hex).append("}\n");
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

  private static List<List<Tint>> packages() {
    List<List<Tint>> packages = new ArrayList<>();
    for (int[][] hue : PACKAGE_HUES) {
      List<Tint> shades = new ArrayList<>();
      for (int shade = 0; shade < SHADES; shade++) {
        String name = "q" + (char) ('a' + packages.size()) + shade;
        int[] light = hue[0];
        int[] dark = hue[1];
        shades.add(
            new Tint(
                name,
                hsl(light[0], light[1], light[2] + 2 * shade - 2),
                hsl(dark[0], dark[1], dark[2] - 1.5 * shade + 1.5)));
      }
      packages.add(shades);
    }
    return packages;
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
