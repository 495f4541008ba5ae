package dev.brazier.container.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are, a parser answers or throws its one checked exception. */
final class ProcFuzzTest {
  private static final int ROUNDS = 5_000;
  private static final String SPICE = " \t\n:-()[]/\\09fx";

  private interface Parser {
    void parse(String text) throws ProcFormatException;
  }

  private static List<Arguments> formats() {
    return List.of(
        of("stat", FixtureProc.stat(4242, "a) (b", 123_456), ProcStat::parse),
        of(
            "status",
            "Name:\tx\nTgid:\t9\nUid:\t0\t1\t2\t3\nNSpid:\t9\t1\nCapEff:\t1ff\n",
            ProcStatus::parse),
        of("cgroup", "9:name=systemd:/a/b\n0::/../libpod-1\n", CgroupLine::parse),
        of(
            "mountinfo",
            "36 27 254:0 /a\\040b /c rw shared:1 - ext4 /dev/vda rw,x\n",
            MountEntry::parse),
        of(
            "maps",
            "1000-2000 r-xp 00001000 fe:00 26 /a\\012b (deleted)\n2000-3000 rwxp 0 0:0 0 [heap]\n",
            Mappings::parse),
        of("cmdline", "sh\0-c\0true\0", ProcRoot::parseCommandLine),
        of("ns", "mnt:[4026531841]", ProcRoot::parseNamespace));
  }

  private static Arguments of(String name, String seed, Parser parser) {
    return Arguments.of(name, seed, parser);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void mutatedTextNeverBreaksOut(String name, String seed, Parser parser) {
    Random random = new Random(name.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      String text = mutate(seed, random);
      assertThatCode(() -> parse(parser, text)).as("round %d", round).doesNotThrowAnyException();
    }
  }

  private static void parse(Parser parser, String text) {
    try {
      parser.parse(text);
    } catch (ProcFormatException expected) {
      assertThat(expected.problem()).isNotEmpty();
    }
  }

  private static String mutate(String seed, Random random) {
    byte[] bytes = seed.repeat(1 + random.nextInt(3)).getBytes(StandardCharsets.UTF_8);
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
    for (int change = random.nextInt(6); change >= 0 && length > 0; change--) {
      int at = random.nextInt(length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) SPICE.charAt(random.nextInt(SPICE.length()));
        default -> bytes[at] = bytes[random.nextInt(length)];
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
