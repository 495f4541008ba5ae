package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramePackageTest {
  /** A line of {@code packages.txt}. */
  record Case(Frame frame, String expected) {}

  @Test
  void tellsWhereFunctionsComeFrom() throws IOException {
    for (Case each : cases()) {
      assertThat(FramePackage.of(each.frame())).as(each.frame().name()).isEqualTo(each.expected());
    }
  }

  @Test
  void takesAnyName() {
    for (String name : HostileNames.ALL) {
      for (FrameKind kind : FrameKind.values()) {
        assertThat(FramePackage.of(new Frame(name, kind, name))).isNotNull();
      }
    }
  }

  static List<Case> cases() throws IOException {
    try (InputStream in = FramePackageTest.class.getResourceAsStream("packages.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split("\t", -1))
          .map(cells -> new Case(new Frame(cells[1], kind(cells[0]), cells[2]), cells[3]))
          .toList();
    }
  }

  private static FrameKind kind(String letter) {
    return Arrays.stream(FrameKind.values())
        .filter(kind -> letter.equals(Character.toString(kind.letter())))
        .findFirst()
        .orElseThrow();
  }
}
