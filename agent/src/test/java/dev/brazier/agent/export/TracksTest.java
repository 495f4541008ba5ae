package dev.brazier.agent.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.brazier.agent.profile.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TracksTest {

  @Test
  void splitsAProfileByThreadTheBusiestFirst() {
    List<Track> tracks = Tracks.of(ExportFixture.timed());

    assertThat(tracks)
        .extracting(track -> TrackNames.thread(track).orElseThrow(), Track::samples)
        .containsExactly(tuple("sh (8)", 3L), tuple("nginx (7)", 2L), tuple("worker (71)", 1L));
  }

  @Test
  void givesSamplesInTheOrderOfTimeAndThenThoseWithoutOne() {
    Track shell = Tracks.of(ExportFixture.timed()).get(0);

    assertThat(shell.size()).isEqualTo(3);
    assertThat(shell.timed()).isEqualTo(2);
    assertThat(shell.nanos(0)).isEqualTo(30_000_000);
    assertThat(shell.nanos(1)).isEqualTo(900_000_000);
    assertThat(shell.stack(2)).isEqualTo(2);
    assertThat(shell.count(2)).isEqualTo(1);
  }

  @Test
  void aProfileWithoutTimesHasAnEntryForEachStack() {
    Profile timed = ExportFixture.timed();
    Track shell = Tracks.of(new Profile(timed.facts(), timed.stacks())).get(0);

    assertThat(shell.size()).isEqualTo(1);
    assertThat(shell.timed()).isZero();
    assertThat(shell.count(0)).isEqualTo(3);
  }

  @Test
  void namesAsMuchAsIsKnown() {
    assertThat(TrackNames.process(ExportFixture.WEB)).isEqualTo("web: nginx (7)");
    assertThat(TrackNames.process(ExportFixture.SHELL)).isEqualTo("sh (8)");
    Track unknown = Tracks.of(ExportFixture.foreign(1, ExportFixture.MAIN)).get(0);
    assertThat(TrackNames.process(unknown.process())).isEqualTo("unknown process");
    assertThat(TrackNames.thread(unknown)).isEmpty();
  }
}
