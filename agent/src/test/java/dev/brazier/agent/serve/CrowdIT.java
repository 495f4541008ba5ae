package dev.brazier.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many visitors, slow ones, and those who never come to a point. */
final class CrowdIT {

  private static final int MEGABYTE = 1 << 20;
  private static final int LARGE = 64 * MEGABYTE;
  private static final int HEAD = 4096;

  @TempDir private Path folder = Path.of("");

  @Test
  void aHundredVisitorsAtOnceAllGetTheirPicture() throws Exception {
    Path stacks = Files.writeString(folder.resolve("a.txt"), "a;b " + "9".repeat(100_000));
    ExecutorService crowd = Executors.newFixedThreadPool(100);
    try (Served served = new Served(stacks)) {
      List<Callable<Integer>> visits = new ArrayList<>();
      for (int visitor = 0; visitor < 400; visitor++) {
        visits.add(() -> RawVisitor.get(served.index(), path(served)).length());
      }
      for (Future<Integer> visit : crowd.invokeAll(visits, 10, TimeUnit.MINUTES)) {
        assertThat(visit.get()).isBetween(100_000, 100_000 + HEAD);
      }
    } finally {
      crowd.shutdownNow();
    }
  }

  @Test
  void thoseBeyondTheLimitAreSentAwayUntilOthersLeave() throws Exception {
    ServerLimits two = new ServerLimits(2, Duration.ofSeconds(30));
    try (Served served = new Served(two, large(MEGABYTE));
        RawVisitor first = connected(served)) {
      try (RawVisitor second = connected(served)) {
        assertThat(turnedAway(served)).isTrue();
        second.send("x");
      }
      first.send("GET " + path(served) + " HTTP/1.1\r\nHost: " + served.index().getAuthority());
      while (turnedAway(served)) {
        Thread.sleep(10);
      }
    }
  }

  @Test
  void aSlowReaderGetsItsFileAndOneThatStoppedIsGivenUp() throws Exception {
    ServerLimits impatient = new ServerLimits(10, Duration.ofSeconds(2));
    try (Served served = new Served(impatient, large(LARGE));
        RawVisitor slow = asking(served);
        RawVisitor stopped = asking(served)) {
      int read = 0;
      for (int step = 0; step < 50; step++) {
        read += slow.read(MEGABYTE);
        Thread.sleep(100);
      }

      assertThat(read + slow.rest().length()).isBetween(LARGE, LARGE + HEAD);
      assertThat(unfinished(stopped)).isTrue();
    }
  }

  @Test
  void whoSaysNothingIsGivenUp() throws Exception {
    ServerLimits impatient = new ServerLimits(10, Duration.ofSeconds(2));
    try (Served served = new Served(impatient, large(1));
        RawVisitor silent = new RawVisitor(served.index());
        RawVisitor half = new RawVisitor(served.index())) {
      half.send("GET / HT");

      assertThat(silent.rest()).isEmpty();
      assertThat(half.rest()).isEmpty();
    }
  }

  @Test
  void aFileThatShrinksWhileItIsSentEndsEarlyInsteadOfWrongly() throws Exception {
    Path file = large(LARGE);
    try (Served served = new Served(file);
        RawVisitor visitor = asking(served)) {
      visitor.read(MEGABYTE);
      try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
        writer.setLength(MEGABYTE);
      }

      assertThat(unfinished(visitor)).isTrue();
      assertThat(RawVisitor.get(served.index(), path(served)).length())
          .isBetween(MEGABYTE, MEGABYTE + HEAD);
    }
  }

  @Test
  void requestsThatComeTogetherAreAnsweredInTheirOrder() throws Exception {
    Path drawn = Files.writeString(folder.resolve("slow.txt"), "first " + "x".repeat(MEGABYTE));
    Path plain = Files.writeString(folder.resolve("b.svg"), "second");
    try (Served served = new Served(drawn, plain);
        RawVisitor visitor = new RawVisitor(served.index())) {
      String end = " HTTP/1.1\r\nHost: " + served.index().getAuthority() + "\r\n";
      String path = served.index().getPath();
      visitor.send(
          "GET %1$s1/slow.txt.svg%2$s\r\nGET %1$s2/b.svg%2$s\r\nGET %1$sno%2$sConnection: close\r\n\r\n"
              .formatted(path, end));

      String answers = visitor.rest();
      assertThat(answers.indexOf("<svg>first")).isPositive();
      assertThat(answers.indexOf("second")).isGreaterThan(answers.indexOf("<svg>first"));
      assertThat(answers.indexOf("404 Not Found")).isGreaterThan(answers.indexOf("second"));
    }
  }

  private Path large(int bytes) throws IOException {
    Path file = folder.resolve("large.svg");
    try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
      writer.setLength(bytes);
    }
    return file;
  }

  private static String path(Served served) {
    URI address = served.server().address();
    return address.getPath();
  }

  private static RawVisitor asking(Served served) throws IOException {
    RawVisitor visitor = new RawVisitor(served.index());
    visitor.send(
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
            .formatted(path(served), served.index().getAuthority()));
    return visitor;
  }

  /** A visitor whom the server has let in: it answers, and keeps the connection. */
  private static RawVisitor connected(Served served) throws IOException {
    RawVisitor visitor = new RawVisitor(served.index());
    visitor.send("HEAD / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(served.index().getAuthority()));
    assertThat(visitor.read(8)).isEqualTo(8);
    return visitor;
  }

  private static boolean turnedAway(Served served) throws IOException {
    try {
      return RawVisitor.get(served.index(), path(served)).isEmpty();
    } catch (SocketException e) {
      return true;
    }
  }

  private static boolean unfinished(RawVisitor visitor) throws IOException {
    try {
      return visitor.rest().length() < LARGE - MEGABYTE;
    } catch (SocketException e) {
      return true;
    }
  }
}
