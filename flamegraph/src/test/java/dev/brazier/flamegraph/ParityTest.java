package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/**
 * Frames, widths and counts are those of flamegraph.pl on the same stacks, in the data that the
 * page draws and in the still picture.
 *
 * <p>Its figures for a small input are in {@code parity.tsv}. Where {@code FLAMEGRAPH_PL} names the
 * program itself (github.com/brendangregg/FlameGraph, not part of this project as its licence is
 * the CDDL), it is run too, on that input and on the files that {@code FLAMEGRAPH_STACKS} names,
 * parted by colons; with {@code -Dgolden.update=true} its figures are written to the table.
 */
class ParityTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/brazier/flamegraph");
  private static final Path STACKS = FOLDER.resolve("parity.folded");
  private static final Path TABLE = FOLDER.resolve("parity.tsv");

  /** Its frames span this many pixels when it is told to draw 20 more; ours do at 1,200. */
  private static final int FRAMES_WIDTH = 1176;

  /** Its default: what is narrower in pixels is left out. */
  private static final double CUT = 0.1;

  private static final Pattern BOX =
      Pattern.compile("M([0-9.]+),([0-9.]+)L([0-9.]+),[0-9.]+L[0-9.]+,([0-9.]+)L[0-9.]+,[0-9.]+Z");

  @Test
  void drawsTheFramesOfFlamegraphPl() throws Exception {
    String program = System.getenv("FLAMEGRAPH_PL");
    if (program != null) {
      assertParityWith(program);
    }
    assertParity(STACKS, PeerFrame.ofTable(TABLE));
  }

  /** With the program itself, and with what it draws of other stacks too. */
  private static void assertParityWith(String program) throws Exception {
    List<PeerFrame> frames = drawnBy(program, STACKS);
    if (Boolean.getBoolean("golden.update")) {
      frames.sort(Comparator.comparingInt(PeerFrame::depth).thenComparing(PeerFrame::x));
      Files.write(TABLE, frames.stream().map(PeerFrame::line).toList(), UTF_8);
    }
    assertParity(STACKS, frames);
    String more = System.getenv("FLAMEGRAPH_STACKS");
    for (String stacks : more == null ? List.<String>of() : List.of(more.split(":", -1))) {
      assertParity(Path.of(stacks), drawnBy(program, Path.of(stacks)));
    }
  }

  private static void assertParity(Path stacks, List<PeerFrame> theirs) throws Exception {
    byte[] picture = drawn(stacks);
    List<DrawnFrame> ours =
        DrawnFrame.of(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(picture)));
    assertThat(ours.stream().map(frame -> key(frame.depth(), frame.total(), frame.name())).sorted())
        .containsExactlyElementsOf(
            theirs.stream()
                .map(frame -> key(frame.depth(), frame.count(), frame.name()))
                .sorted()
                .toList());
    double scale = (double) FRAMES_WIDTH / ours.get(0).total();
    for (PeerFrame frame : theirs) {
      assertThat(frame.width()).as(frame.name()).isCloseTo(frame.count() * scale, within(0.1001));
    }
    assertStillPictureHas(ours, new String(picture, UTF_8), scale);
  }

  /** Each frame that is wide enough is a box of its width in its row, and there is no other box. */
  private static void assertStillPictureHas(List<DrawnFrame> frames, String picture, double scale) {
    List<double[]> boxes = boxes(picture);
    double top = boxes.stream().mapToDouble(box -> box[1]).min().orElseThrow();
    Comparator<double[]> order =
        Comparator.comparingDouble((double[] box) -> box[1]).thenComparingDouble(box -> box[0]);
    List<double[]> expected = new ArrayList<>();
    for (DrawnFrame frame : frames) {
      double width = frame.total() * scale;
      if (width >= StillPicture.LEAST_WIDTH) {
        double x = FlameGraphOptions.MARGIN + frame.start() * scale;
        expected.add(new double[] {x, top + 18.0 * frame.depth(), width});
      }
    }
    boxes.sort(order);
    expected.sort(order);
    assertThat(boxes).hasSameSizeAs(expected);
    for (int i = 0; i < boxes.size(); i++) {
      assertThat(boxes.get(i)).containsExactly(expected.get(i), within(0.1001));
    }
  }

  /** Left edge, top and width of the boxes of frames, without those of the legend. */
  private static List<double[]> boxes(String picture) {
    String still = picture.substring(picture.indexOf("<g id='still'"));
    String frames = still.substring(still.indexOf("<g class='r0'>"), still.indexOf("<metadata"));
    List<double[]> boxes = new ArrayList<>();
    Matcher matcher = BOX.matcher(frames);
    while (matcher.find()) {
      double x = Double.parseDouble(matcher.group(1));
      // Half a pixel parts a box from the next.
      double width = Double.parseDouble(matcher.group(3)) + 0.5 - x;
      boxes.add(new double[] {x, Double.parseDouble(matcher.group(2)), width});
    }
    return boxes;
  }

  private static byte[] drawn(Path stacks) throws IOException {
    FlameGraphOptions options =
        FlameGraphOptions.titled("parity").withWidth(1200).withCut(CUT / FRAMES_WIDTH);
    try (InputStream in = Files.newInputStream(stacks)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      FlameGraph.write(CollapsedReader.read(in).tree(), options, out);
      return out.toByteArray();
    }
  }

  private static List<PeerFrame> drawnBy(String program, Path stacks)
      throws IOException, InterruptedException {
    String width = Integer.toString(FRAMES_WIDTH + 20);
    String least = Double.toString(CUT);
    Process process =
        new ProcessBuilder("perl", program, "--width", width, "--minwidth", least)
            .redirectInput(stacks.toFile())
            .redirectError(new File("/dev/null"))
            .start();
    String svg = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return PeerFrame.ofPicture(svg);
  }

  /** What identifies a frame to both: kinds that only we tell are not looked at. */
  private static String key(int depth, long count, String name) {
    String plain = name.replaceFirst("_\\[[kwij01]]$", "");
    return String.format(Locale.ROOT, "%03d %s %d", depth, plain, count);
  }
}
