package dev.brazier.flamegraph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the colours of a still picture stand for; {@code lenses.js} does the same for the page. */
final class Legend {
  private static final int MOST_PACKAGES = 8;

  /** A colour and what it stands for. */
  record Entry(Palette.Tint tint, String label) {}

  private Legend() {}

  /** The kinds that are drawn, in their order, or the packages that ran most, most first. */
  static List<Entry> of(Picture picture, Colouring colouring) {
    return colouring == Colouring.PACKAGE ? packages(picture) : kinds(picture);
  }

  private static List<Entry> kinds(Picture picture) {
    Set<FrameKind> present = EnumSet.noneOf(FrameKind.class);
    for (int drawn = 1; drawn < picture.size(); drawn++) {
      present.add(picture.tree().frame(picture.node(drawn)).kind());
    }
    List<Entry> entries = new ArrayList<>();
    present.forEach(kind -> entries.add(new Entry(Palette.of(kind, 1), kind.label())));
    return entries;
  }

  private static List<Entry> packages(Picture picture) {
    Map<Entry, Double> counts = new HashMap<>();
    Map<Integer, Entry> known = new HashMap<>();
    CallTree tree = picture.tree();
    for (int drawn = 1; drawn < picture.size(); drawn++) {
      int node = picture.node(drawn);
      if (tree.self(node) > 0) {
        Entry entry = known.computeIfAbsent(tree.frameId(node), id -> entry(tree.frame(node)));
        counts.merge(entry, (double) tree.self(node), Double::sum);
      }
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<Entry, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(entry -> entry.getKey().label()))
        .limit(MOST_PACKAGES)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Entry entry(Frame frame) {
    String name = FramePackage.of(frame);
    String kind = frame.kind() == FrameKind.KERNEL ? frame.kind().label() : "no package";
    return new Entry(Palette.ofPackage(frame, 1), name.isEmpty() ? kind : name);
  }
}
