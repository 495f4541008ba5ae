package dev.brazier.agent.export.top;

import dev.brazier.agent.profile.Counts;
import dev.brazier.agent.profile.FrameNumbers;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.Profile.HotFunction;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions that ran most.
 *
 * @param rows the hottest first
 * @param functions how many there are in all
 * @param samples of the whole profile
 */
public record TopTable(List<Row> rows, int functions, long samples) {

  public TopTable {
    rows = List.copyOf(rows);
  }

  /**
   * One function.
   *
   * @param frame what it is, in whichever file of its module's name
   * @param self samples in which it was the innermost frame
   * @param total samples in which it was on the stack
   * @param origins where these came from, the most frequent first
   */
  public record Row(ProfileFrame frame, long self, long total, List<Origin> origins) {

    public Row {
      origins = List.copyOf(origins);
    }
  }

  /**
   * A place that a function was sampled in.
   *
   * @param container its container's name, empty when unknown
   * @param process the process's name, empty when unknown
   * @param samples with the function on the stack
   */
  public record Origin(String container, String process, long samples) {

    private static final Comparator<Origin> MOST_FIRST =
        Comparator.comparingLong(Origin::samples)
            .reversed()
            .thenComparing(Origin::container)
            .thenComparing(Origin::process);

    /** {@code container/process}, as much of it as is known. */
    public String text() {
      return container.isEmpty() || process.isEmpty()
          ? container + process
          : container + "/" + process;
    }
  }

  /**
   * Counts.
   *
   * @param limit how many rows at most
   */
  public static TopTable of(Profile profile, int limit) {
    List<HotFunction> all = profile.hottest(Integer.MAX_VALUE);
    List<HotFunction> hottest = all.subList(0, Math.min(limit, all.size()));
    List<Map<Place, Long>> places = places(profile, hottest);
    List<Row> rows = new ArrayList<>();
    for (HotFunction hot : hottest) {
      rows.add(new Row(hot.frame(), hot.self(), hot.total(), origins(places.get(rows.size()))));
    }
    return new TopTable(rows, all.size(), profile.samples());
  }

  /** Where each of these functions was sampled, and how often. */
  private static List<Map<Place, Long>> places(Profile profile, List<HotFunction> functions) {
    Map<ProfileFrame, Integer> rows = new HashMap<>();
    functions.forEach(function -> rows.put(function.frame(), rows.size()));
    FrameNumbers frames = FrameNumbers.of(profile);
    int[] rowOf =
        frames.frames().stream()
            .mapToInt(frame -> rows.getOrDefault(frame.inAnyFile(), -1))
            .toArray();
    List<Map<Place, Long>> places = new ArrayList<>();
    functions.forEach(unused -> places.add(new HashMap<>()));
    Set<Integer> distinct = new HashSet<>();
    for (ProfileStack stack : profile.stacks()) {
      distinct.clear();
      stack.frames().forEach(frame -> distinct.add(rowOf[frames.number(frame)]));
      distinct.remove(-1);
      Place place = Place.of(stack.process());
      distinct.forEach(row -> places.get(row).merge(place, stack.samples(), Counts::sum));
    }
    return places;
  }

  private static List<Origin> origins(Map<Place, Long> places) {
    return places.entrySet().stream()
        .map(
            place -> new Origin(place.getKey().container, place.getKey().process, place.getValue()))
        .sorted(Origin.MOST_FIRST)
        .toList();
  }

  private record Place(String container, String process) {
    static Place of(ProfileProcess process) {
      return new Place(process.container(), process.name());
    }
  }
}
