package dev.brazier.flamegraph.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is understood of random patterns is what Go understands; needs Go. */
final class Re2IT {
  private static final int PATTERNS = 20_000;

  private static final List<String> PARTS =
      List.of(
          "a",
          "b",
          "A",
          "b",
          "_",
          " ",
          ".",
          ".*",
          "*",
          "+",
          "?",
          "|",
          "(",
          ")",
          "(a|b)",
          "(?:",
          "(?i)",
          "(?s)",
          "(?U)",
          "(?i-s:",
          "(?-U)",
          "(?m)",
          "(?P<n>",
          "(?=",
          "(?<!",
          "[a-c]",
          "[^a]",
          "[[:alpha:]]",
          "[^[:^word:]a]",
          "[[:space:]]",
          "[a[b]",
          "[&&a]",
          "[a&&b]",
          "[a-]",
          "[-a]",
          "[]a]",
          "[^]]",
          "[a^]",
          "[a-c-e]",
          "[+--]",
          "[\\d-a]",
          "[a-\\d]",
          "[\\s]",
          "[^\\S]",
          "[\\]\\-]",
          "[",
          "]",
          "{",
          "}",
          "{2}",
          "{0,1}",
          "{1,}",
          "{,2}",
          "{1001}",
          "{2,1}",
          "{01}",
          "\\d",
          "\\D",
          "\\w",
          "\\W",
          "\\s",
          "\\S",
          "\\b",
          "\\B",
          "\\.",
          "\\(",
          "\\<",
          "\\_",
          "\\-",
          "\\1",
          "\\h",
          "\\v",
          "\\Z",
          "\\z",
          "\\A",
          "\\G",
          "\\R",
          "\\e",
          "\\x41",
          "\\x{1f525}",
          "\\x4",
          "\\Q.*\\E",
          "\\Qa",
          "\\pL",
          "\\P{Lu}",
          "\\p{Greek}",
          "\\p{IsAlphabetic}",
          "^",
          "$",
          "\n",
          "\r",
          "\u000b",
          "\u00e9",
          "\u00c9",
          "\u2028",
          "\ud83d\udd25",
          "[\ud83d\udd24-\ud83d\udd26]",
          "\\");

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "b",
          "A",
          "aa",
          "ab",
          "aab",
          "abab",
          "_",
          " ",
          "a b",
          "a\n",
          "\n",
          "\r",
          "\u000b",
          "\u00e9",
          "\u00c9",
          "\u2028",
          "\ud83d\udd25",
          "a\ud83d\udd25b",
          ".*",
          "(",
          "<",
          "[",
          "]",
          "a]",
          "&",
          "&&",
          "-",
          "^",
          "{",
          "}",
          "a{,2}",
          "{2}",
          "0",
          "e",
          "c",
          "d",
          ",",
          "+",
          "a.b");

  private static final String PROGRAM =
      """
      package main

      import (
        "bufio"
        "encoding/hex"
        "fmt"
        "os"
        "regexp"
      )

      func lines(name string) []string {
        file, _ := os.Open(name)
        found := []string{}
        for scanner := bufio.NewScanner(file); scanner.Scan(); {
          text, _ := hex.DecodeString(scanner.Text())
          found = append(found, string(text))
        }
        return found
      }

      func main() {
        texts := lines(os.Args[2])
        for _, pattern := range lines(os.Args[1]) {
          answer := ""
          compiled, err := regexp.Compile(pattern)
          for _, text := range texts {
            if err != nil {
              answer += "?"
            } else if compiled.MatchString(text) {
              answer += "1"
            } else {
              answer += "0"
            }
          }
          fmt.Println(answer)
        }
      }
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void matchesWhatGoMatches() throws Exception {
    List<String> patterns = patterns();
    List<String> expected = answersOfGo(patterns);

    int understood = 0;
    int known = 0;
    for (int i = 0; i < patterns.size(); i++) {
      known += expected.get(i).contains("?") ? 0 : 1;
      String answer = answer(patterns.get(i));
      if (!answer.isEmpty()) {
        understood++;
        assertThat(answer).as(patterns.get(i)).isEqualTo(expected.get(i));
      }
    }
    assertThat(understood).isGreaterThan(known * 3 / 4).isGreaterThan(PATTERNS / 10);
  }

  private static List<String> patterns() {
    SplittableRandom random = new SplittableRandom(20261122);
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < PATTERNS; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int part = random.nextInt(5); part >= 0; part--) {
        pattern.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      patterns.add(random.nextBoolean() ? "^(" + pattern + ")$" : pattern.toString());
    }
    return patterns;
  }

  /** For each text whether it matches; empty where the pattern is not understood. */
  private static String answer(String pattern) {
    try {
      Pattern compiled = Re2.compile(pattern);
      return TEXTS.stream()
          .map(text -> compiled.matcher(text).find() ? "1" : "0")
          .collect(Collectors.joining());
    } catch (PatternSyntaxException e) {
      return "";
    }
  }

  private List<String> answersOfGo(List<String> patterns) throws Exception {
    Path program = Files.writeString(folder.resolve("match.go"), PROGRAM);
    Path answers = folder.resolve("answers");
    Process go =
        new ProcessBuilder(
                "go",
                "run",
                program.toString(),
                hex("patterns", patterns).toString(),
                hex("texts", TEXTS).toString())
            .redirectOutput(answers.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(go.waitFor()).isZero();
    return Files.readAllLines(answers);
  }

  private Path hex(String name, List<String> texts) throws IOException {
    HexFormat format = HexFormat.of();
    return Files.write(
        folder.resolve(name),
        texts.stream().map(text -> format.formatHex(text.getBytes(UTF_8))).toList());
  }
}
