package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class StackTableTest {

  @Test
  void countsEqualStacksTogether() {
    StackTable table = new StackTable();

    assertThat(table.add(new long[] {1, 2, 3}, 3)).isZero();
    assertThat(table.add(new long[] {1, 2, 3, 99}, 3)).isZero();
    assertThat(table.add(new long[] {1, 2}, 2)).isEqualTo(1);

    assertThat(table.size()).isEqualTo(2);
    assertThat(table.count(0)).isEqualTo(2);
    assertThat(table.length(0)).isEqualTo(3);
    assertThat(table.word(0, 2)).isEqualTo(3);
    assertThat(table.count(1)).isEqualTo(1);
  }

  @Test
  void agreesWithAMapOverManyRandomStacks() {
    Random random = new Random(1);
    Map<List<Long>, Long> expected = new HashMap<>();
    StackTable table = new StackTable();
    for (int i = 0; i < 200_000; i++) {
      long[] words = random.longs(random.nextInt(6), 0, 8).toArray();
      table.add(words, words.length);
      expected.merge(LongStream.of(words).boxed().toList(), 1L, Long::sum);
    }

    Map<List<Long>, Long> actual = new HashMap<>();
    for (int stack = 0; stack < table.size(); stack++) {
      long[] words = new long[table.length(stack)];
      Arrays.setAll(words, position -> 0);
      for (int position = 0; position < words.length; position++) {
        words[position] = table.word(stack, position);
      }
      actual.put(LongStream.of(words).boxed().toList(), table.count(stack));
    }
    assertThat(actual).isEqualTo(expected);
  }
}
