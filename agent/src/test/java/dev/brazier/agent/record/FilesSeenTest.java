package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FilesSeenTest {

  private final FilesSeen seen = new FilesSeen();

  @Test
  void tellsEachFileOnce() {
    note(7, 7, 9, 7, 9, 9);

    assertThat(seen.take()).containsExactlyInAnyOrder(7, 9);
  }

  @Test
  void beginsAnewWhenTaken() {
    note(7);
    seen.take();
    assertThat(seen.take()).isEmpty();

    note(7);
    assertThat(seen.take()).containsExactly(7);
  }

  @Test
  void holdsAnyNumberOfFiles() {
    int[] all = IntStream.rangeClosed(1, 5_000).toArray();

    note(all);

    assertThat(seen.take()).containsExactlyInAnyOrder(all);
  }

  private void note(int... fileIds) {
    for (int fileId : fileIds) {
      seen.note(fileId);
    }
  }
}
