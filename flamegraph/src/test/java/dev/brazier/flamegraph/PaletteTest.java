package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaletteTest {
  // Machado, Oliveira and Fernandes, 2009: linear RGB as seen at full severity.
  private static final double[][] DEUTERANOPIA = {
    {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
  };
  private static final double[][] PROTANOPIA = {
    {0.152286, 1.052583, -0.204868},
    {0.114503, 0.786281, 0.099216},
    {-0.003882, -0.048116, 1.051998}
  };

  @Test
  void keepsTextReadableOnEveryFill() {
    for (Palette.Tint tint : tints()) {
      assertThat(contrast(tint.light(), Palette.LIGHT_INK)).as(tint.name()).isGreaterThan(4.5);
      assertThat(contrast(tint.dark(), Palette.DARK_INK)).as(tint.name()).isGreaterThan(4.5);
    }
  }

  @Test
  void tellsLessFromMoreForReadersWhoSeeFewerHues() {
    List<Palette.Tint> changes = Change.all();
    for (int less = 0; less < 4; less++) {
      Palette.Tint shrank = changes.get(less);
      Palette.Tint grew = changes.get(8 - less);
      for (double[][] sight : List.of(DEUTERANOPIA, PROTANOPIA)) {
        assertThat(distance(shrank.light(), grew.light(), sight)).as(grew.name()).isGreaterThan(15);
        assertThat(distance(shrank.dark(), grew.dark(), sight)).as(grew.name()).isGreaterThan(15);
      }
    }
  }

  private static List<Palette.Tint> tints() {
    return Stream.of(Palette.all(), Change.all()).flatMap(List::stream).toList();
  }

  @Test
  void keepsKindsThatMeetApartForReadersWhoSeeFewerHues() {
    List<FrameKind> functions =
        Stream.of(FrameKind.values()).filter(kind -> !kind.groupsStacks()).toList();
    for (FrameKind one : functions) {
      for (FrameKind other : functions) {
        if (one.compareTo(other) < 0) {
          Palette.Tint a = Palette.of(one, 1);
          Palette.Tint b = Palette.of(other, 1);
          for (double[][] sight : List.of(DEUTERANOPIA, PROTANOPIA)) {
            String pair = one + " and " + other;
            assertThat(distance(a.light(), b.light(), sight)).as(pair).isGreaterThan(7);
            assertThat(distance(a.dark(), b.dark(), sight)).as(pair).isGreaterThan(7);
          }
        }
      }
    }
  }

  @Test
  void keepsPackagesApartForReadersWhoSeeFewerHues() {
    List<Palette.Tint> tints =
        Palette.all().stream().filter(tint -> tint.name().matches("(q.|k)1")).toList();
    assertThat(tints).hasSize(11);
    for (Palette.Tint a : tints) {
      for (Palette.Tint b : tints) {
        if (!a.equals(b)) {
          for (double[][] sight : List.of(DEUTERANOPIA, PROTANOPIA)) {
            String pair = a.name() + " and " + b.name();
            assertThat(distance(a.light(), b.light(), sight)).as(pair).isGreaterThan(7);
            assertThat(distance(a.dark(), b.dark(), sight)).as(pair).isGreaterThan(7);
          }
        }
      }
    }
  }

  @Test
  void givesAPackageTheSameHueForEver() {
    Frame get = new Frame("java.util.HashMap.get", FrameKind.JIT);
    Frame put = new Frame("java.util.TreeMap.put", FrameKind.INTERPRETED);
    assertThat(Palette.ofPackage(get).name()).isEqualTo("qb" + Palette.shade(get.name()));
    assertThat(Palette.ofPackage(put).name()).startsWith("qb");
    assertThat(Palette.ofPackage(new Frame("f", FrameKind.NATIVE)).name()).startsWith("u");
    assertThat(Palette.ofPackage(new Frame("f", FrameKind.KERNEL)).name()).startsWith("k");
  }

  @Test
  void givesANameTheSameShadeForEver() {
    assertThat(Palette.shade("main")).isEqualTo(Palette.shade("main")).isBetween(0, 2);
    assertThat(Palette.of(new Frame("main", FrameKind.NATIVE)).name()).isEqualTo("n0");
    assertThat(Palette.of(new Frame("read", FrameKind.KERNEL, "any")).name()).isEqualTo("k1");
  }

  /** WCAG 2.2, contrast ratio. */
  private static double contrast(Color a, Color b) {
    double high = Math.max(luminance(a), luminance(b));
    double low = Math.min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
  }

  private static double luminance(Color color) {
    double[] rgb = linear(color);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double[] linear(Color color) {
    double[] rgb = {color.getRed() / 255.0, color.getGreen() / 255.0, color.getBlue() / 255.0};
    for (int i = 0; i < 3; i++) {
      rgb[i] = rgb[i] <= 0.04045 ? rgb[i] / 12.92 : Math.pow((rgb[i] + 0.055) / 1.055, 2.4);
    }
    return rgb;
  }

  /** The CIE 1976 difference of two colours as a reader of that sight sees them. */
  private static double distance(Color a, Color b, double[][] sight) {
    double[] one = lab(product(sight, linear(a)));
    double[] other = lab(product(sight, linear(b)));
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return Math.sqrt(sum);
  }

  private static double[] lab(double[] rgb) {
    double[][] matrix = {
      {0.4124564, 0.3575761, 0.1804375},
      {0.2126729, 0.7151522, 0.0721750},
      {0.0193339, 0.1191920, 0.9503041}
    };
    double[] xyz = product(matrix, rgb);
    double x = root(xyz[0] / 0.95047);
    double y = root(xyz[1]);
    double z = root(xyz[2] / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double root(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
  }

  private static double[] product(double[][] matrix, double[] vector) {
    double[] result = new double[3];
    for (int row = 0; row < 3; row++) {
      for (int i = 0; i < 3; i++) {
        result[row] += matrix[row][i] * vector[i];
      }
    }
    return result;
  }
}
