package dev.brazier.agent.unwind;

import static dev.brazier.agent.unwind.Sightings.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TableQueueTest {

  private static final long HUGE = TableQueue.HUGE_BYTES + 1;

  private final TableQueue queue = new TableQueue();

  @Test
  void whatSamplesNeedComesBeforeWhatIsOnlyMapped() {
    queue.addMapped(file(1), 1_000, 0);
    queue.addSampled(file(2), 500);

    assertThat(order()).containsExactly(2, 1);
  }

  @Test
  void ofWhatSamplesNeedTheSmallestComesFirst() {
    queue.addSampled(file(1), 500);
    queue.addSampled(file(2), 100);
    queue.addSampled(file(3), 300);

    assertThat(order()).containsExactly(2, 3, 1);
  }

  @Test
  void ofWhatIsMappedTheHottestComesFirst() {
    queue.addMapped(file(1), 10, 0);
    queue.addMapped(file(2), 30, 0);
    queue.addMapped(file(3), 20, 0);

    assertThat(order()).containsExactly(2, 3, 1);
  }

  @Test
  void hugeFilesComeLastAmongTheirKind() {
    queue.addMapped(file(1), 1_000, HUGE);
    queue.addMapped(file(2), 1, 0);
    queue.addSampled(file(3), HUGE);
    queue.addSampled(file(4), 100);

    assertThat(order()).containsExactly(4, 3, 2, 1);
  }

  @Test
  void aMappedFileThatASampleMeetsMovesToTheFront() {
    queue.addMapped(file(1), 10, 0);
    queue.addMapped(file(2), 5, 0);
    queue.addSampled(file(2), 100);
    queue.addMapped(file(2), 5, 0);

    assertThat(order()).containsExactly(2, 1);
  }

  @Test
  void forgetsWhatNoSampleNeeds() {
    queue.addMapped(file(1), 10, 0);
    queue.addSampled(file(2), 100);
    queue.dropMapped();

    assertThat(queue.sampled()).isEqualTo(1);
    assertThat(order()).containsExactly(2);
    assertThat(queue.isEmpty()).isTrue();
  }

  private List<Integer> order() {
    List<Integer> order = new ArrayList<>();
    for (Optional<TableQueue.Waiting> next = queue.next(); next.isPresent(); next = queue.next()) {
      order.add(next.get().file().fileId());
    }
    return order;
  }
}
