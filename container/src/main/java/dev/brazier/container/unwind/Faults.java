package dev.brazier.container.unwind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was wrong with the parts of one file: counted by kind, with the place of the first. */
final class Faults {
  private static final int MOST_KINDS = 64;

  private final Map<String, Place> kinds = new LinkedHashMap<>();

  private static final class Place {
    final String first;
    int count;

    Place(String first) {
      this.first = first;
    }
  }

  /**
   * Counts one fault.
   *
   * @param kind the text that faults are counted under; never made of bytes of the file
   * @param where the section
   * @param at the offset in it
   */
  void add(String kind, String where, long at) {
    Place place = kinds.get(kind);
    if (place == null) {
      if (kinds.size() >= MOST_KINDS) {
        return;
      }
      place = new Place(where + "+0x" + Long.toHexString(at));
      kinds.put(kind, place);
    }
    place.count++;
  }

  /** Notes something that was wrong with a whole section. */
  void add(String text) {
    kinds.putIfAbsent(text, new Place(""));
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>(kinds.size());
    for (Map.Entry<String, Place> kind : kinds.entrySet()) {
      Place place = kind.getValue();
      texts.add(
          place.count == 0
              ? kind.getKey()
              : kind.getKey() + ": " + place.count + ", first at " + place.first);
    }
    return List.copyOf(texts);
  }
}
