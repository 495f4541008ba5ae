package dev.brazier.flamegraph.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HeatScaleTest {

  @Test
  void stepsGrowEvenlyWithTheCount() {
    HeatScale scale = scale(LongStream.rangeClosed(1, 16));

    assertThat(LongStream.of(0, 1, 2, 3, 8, 9, 15, 16).mapToInt(scale::step))
        .containsExactly(0, 1, 1, 2, 4, 5, 8, 8);
    assertThat(scale.clipped()).isFalse();
    assertThat(scale(LongStream.of(1, 2)).step(1)).isEqualTo(4);
  }

  @Test
  void oneFarBoxDoesNotPaleAllOthers() {
    HeatScale scale =
        scale(LongStream.concat(LongStream.range(0, 400).map(i -> 10), LongStream.of(9_000)));

    assertThat(scale.top()).isEqualTo(10);
    assertThat(scale.clipped()).isTrue();
    assertThat(scale.step(9_000)).isEqualTo(HeatScale.STEPS);
    assertThat(scale.step(Long.MAX_VALUE)).isEqualTo(HeatScale.STEPS);
  }

  @Test
  void nothingSeenIsOneColour() {
    HeatScale scale = scale(LongStream.empty());

    assertThat(scale.step(0)).isZero();
    assertThat(scale.top()).isEqualTo(1);
  }

  @Test
  void everyStepDiffersFromTheOneBeforeInLightnessAlone() {
    for (IntFunction<Color> scheme :
        List.<IntFunction<Color>>of(HeatScale::light, HeatScale::dark)) {
      double direction = Math.signum(lightness(scheme, HeatScale.STEPS) - lightness(scheme, 0));
      for (int step = 1; step <= HeatScale.STEPS; step++) {
        double change = direction * (lightness(scheme, step) - lightness(scheme, step - 1));
        assertThat(change).as("step " + step).isGreaterThan(step == 1 ? 1.5 : 5);
      }
    }
  }

  /** CIE 1976 L*, from 0 to 100. */
  private static double lightness(IntFunction<Color> scheme, int step) {
    float[] rgb = scheme.apply(step).getRGBColorComponents(null);
    double y = 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
    return 116 * Math.cbrt(y) - 16;
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }

  private static HeatScale scale(LongStream counts) {
    TimedStacks stacks = new TimedStacks();
    long[] each = counts.toArray();
    for (int box = 0; box < each.length; box++) {
      stacks.add(box * 20L, "a", each[box]);
    }
    return HeatScale.of(HeatGrid.of(stacks.times(), 600, 1));
  }
}
