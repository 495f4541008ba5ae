package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

/** All outputs of one hostile input, in a folder. */
final class HostileOutputs {
  private static final List<String> ENDINGS =
      List.of("svg", "collapsed", "pb.gz", "speedscope.json", "firefox.json", "md");

  private final Path folder;

  HostileOutputs(Path folder) {
    this.folder = folder;
  }

  /** The output with this ending. */
  Path file(String ending) {
    return folder.resolve("a." + ending);
  }

  /** Has {@code brazier flamegraph} write all of them, and gives what it said. */
  String write(Path in, String... options) {
    FakeConsole console = new FakeConsole();
    assertThat(console.run(commandLine(in, options))).as(console.err()).isEqualTo(ExitCode.DONE);
    return console.err();
  }

  /** The command line that writes all of them. */
  String[] commandLine(Path in, String... options) {
    List<String> words = new ArrayList<>(List.of("flamegraph", in.toString()));
    words.addAll(List.of(options));
    for (String ending : ENDINGS) {
      words.addAll(List.of("-o", file(ending).toString()));
    }
    return words.toArray(String[]::new);
  }

  /** Each is valid, runs no script but ours, and counts so much. */
  void assertAllHold(long total) throws Exception {
    assertIsPicture(file("svg"));
    assertThat(sum(file("collapsed"))).isEqualTo(total);
    JsonObject all = json("speedscope.json").getAsJsonArray("profiles").get(0).getAsJsonObject();
    assertThat(sum(all.getAsJsonArray("weights"))).isEqualTo(total);
    long counted = 0;
    for (JsonElement thread : json("firefox.json").getAsJsonArray("threads")) {
      JsonObject samples = thread.getAsJsonObject().getAsJsonObject("samples");
      counted += sum(samples.getAsJsonArray("weight"));
    }
    assertThat(counted).isEqualTo(total);
    assertThat(file("md")).content().containsPattern("(?m)^- [a-z]+: " + total + "$");
    assertThat(Files.readString(file("md"))).doesNotContain("<script", "<img");
  }

  /** What pprof's format holds comes back, and says the same again. */
  void assertComeBack(long total, String... options) throws Exception {
    Path profile = folder.resolve("b.pb.gz");
    Files.move(file("pb.gz"), profile);
    assertThat(write(profile, options)).doesNotContain("skipped");
    assertAllHold(total);
  }

  /** Well-formed, with our one script and nothing of a name outside of text. */
  static void assertIsPicture(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Document document = factory.newDocumentBuilder().parse(file.toFile());
    assertThat(document.getElementsByTagName("script").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("img").getLength()).isZero();
  }

  /** The output with this ending, read strictly. */
  JsonObject json(String ending) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(Files.readString(file(ending))));
    reader.setStrictness(Strictness.STRICT);
    return JsonParser.parseReader(reader).getAsJsonObject();
  }

  private static long sum(JsonArray numbers) {
    return numbers.asList().stream().mapToLong(JsonElement::getAsLong).sum();
  }

  private static long sum(Path collapsed) throws IOException {
    return Files.readAllLines(collapsed).stream()
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
