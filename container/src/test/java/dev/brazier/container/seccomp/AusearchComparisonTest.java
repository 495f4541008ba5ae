package dev.brazier.container.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.seccomp.AuditLine.Caught;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Reads a real kernel's lines as auditd's ausearch does; the folder of the lines says how it was
 * run.
 */
final class AusearchComparisonTest {

  private static final Pattern INTERPRETED =
      Pattern.compile(
          " pid=(\\d+) comm=(.*) exe=(.*) sig=.* arch=(\\S+) syscall=(\\S+) .* code=(\\S+)");

  @Test
  void readsWhatAusearchReads() throws IOException {
    List<String> ours = lines("kernel.log").stream().map(AusearchComparisonTest::inWords).toList();
    List<String> theirs =
        lines("ausearch.log").stream().map(AusearchComparisonTest::asOurs).toList();

    assertThat(ours).hasSize(22).isEqualTo(theirs);
  }

  private static String inWords(String line) {
    AuditRecord record = ((Caught) AuditLine.parse(line)).record();
    return String.join(
        " | ",
        Integer.toString(record.pid()),
        record.comm(),
        record.executable(),
        record.architecture(),
        record.syscall().orElse("unknown-syscall(" + record.number() + ")"),
        record.action().replaceFirst("^kill .*", "kill")); // it does not tell threads apart
  }

  private static String asOurs(String line) {
    MatchResult fields =
        INTERPRETED.matcher(line).results().findFirst().orElseThrow(() -> new AssertionError(line));
    boolean x32 = fields.group(5).equals("unknown-syscall(1073741990)"); // it has no names for x32
    return String.join(
        " | ",
        fields.group(1),
        fields.group(2),
        fields.group(3),
        x32 ? "x32" : fields.group(4),
        x32 ? "umount2" : fields.group(5),
        fields.group(6));
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream in = AusearchComparisonTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8).lines().toList();
    }
  }
}
