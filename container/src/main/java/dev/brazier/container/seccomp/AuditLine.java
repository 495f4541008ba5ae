package dev.brazier.container.seccomp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one line of a log says about seccomp, whoever wrote the line: the kernel's own log ({@code
 * dmesg}, {@code /dev/kmsg}, syslog), auditd's {@code audit.log} or journald.
 */
public sealed interface AuditLine {

  /** A call was caught. */
  record Caught(AuditRecord record) implements AuditLine {}

  /**
   * Lines of the audit log that the kernel did not print, because there were more than about ten in
   * five seconds. Of which type they were it does not say.
   *
   * @param lines since the notice before
   */
  record Suppressed(long lines) implements AuditLine {}

  /**
   * Lines of the audit log that are lost for another reason: a full queue or a rate limit.
   *
   * @param total since the machine started
   */
  record Lost(long total) implements AuditLine {}

  /**
   * A line about a caught call that cannot be read.
   *
   * @param reason in lower case
   */
  record Malformed(String reason) implements AuditLine {}

  /** Nothing about seccomp. */
  record Other() implements AuditLine {}

  /** The type by number in the kernel's log, by name in auditd's and in journald's. */
  Pattern SECCOMP = Pattern.compile("\\btype=(?:1326|SECCOMP)\\b|\\]: SECCOMP auid=");

  /** {@code kauditd_printk_skb: 421 callbacks suppressed}. */
  Pattern SUPPRESSED =
      Pattern.compile("\\b(?:kauditd_printk_skb|audit\\w*): (\\d{1,18}) callbacks suppressed");

  /** {@code audit: audit_lost=3 audit_rate_limit=0 audit_backlog_limit=64}. */
  Pattern LOST = Pattern.compile("\\baudit_lost=(\\d{1,18}) audit_rate_limit=");

  /** Seconds, milliseconds and the serial number. */
  Pattern STAMP = Pattern.compile("\\baudit\\((\\d{1,12})\\.(\\d{3}):\\d+\\)");

  /** Names and paths are in quotes, or in hexadecimal when they hold what could deceive. */
  Pattern FIELD = Pattern.compile("(?:^|\\s)(\\w+)=(?:\"([^\"]*)\"|([^\\s\"\\x1d]+))");

  /** Reads one line; never fails. */
  static AuditLine parse(String line) {
    Matcher suppressed = SUPPRESSED.matcher(line);
    if (suppressed.find()) {
      return new Suppressed(Long.parseLong(suppressed.group(1)));
    }
    Matcher lost = LOST.matcher(line);
    if (lost.find()) {
      return new Lost(Long.parseLong(lost.group(1)));
    }
    return SECCOMP.matcher(line).find() ? seccomp(line) : new Other();
  }

  private static AuditLine seccomp(String line) {
    try {
      return new Caught(
          new AuditRecord(
              Long.parseUnsignedLong(number(line, "arch"), 16),
              Integer.parseInt(number(line, "syscall")),
              Integer.toUnsignedLong(Integer.parseUnsignedInt(code(line), 16)),
              Integer.parseInt(number(line, "pid")),
              text(line, "comm"),
              text(line, "exe"),
              millis(line)));
    } catch (NumberFormatException e) {
      return new Malformed(e.getMessage() == null ? "a number is malformed" : e.getMessage());
    }
  }

  private static String code(String line) {
    String code = number(line, "code");
    return code.startsWith("0x") ? code.substring(2) : code;
  }

  private static String number(String line, String field) {
    return field(line, field, 3)
        .orElseThrow(() -> new NumberFormatException("it has no field " + field));
  }

  private static long millis(String line) {
    Matcher stamp = STAMP.matcher(line);
    return stamp.find()
        ? Long.parseLong(stamp.group(1)) * 1000 + Long.parseLong(stamp.group(2))
        : 0;
  }

  private static String text(String line, String field) {
    return field(line, field, 2)
        .or(() -> field(line, field, 3).map(AuditLine::unpacked))
        .orElse("");
  }

  /** The kernel writes untrusted text in hexadecimal, and {@code (null)} for none. */
  private static String unpacked(String text) {
    try {
      byte[] bytes = HexFormat.of().parseHex(text);
      return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IllegalArgumentException plain) {
      return text.equals("(null)") ? "" : text;
    }
  }

  private static Optional<String> field(String line, String name, int group) {
    Matcher fields = FIELD.matcher(line);
    while (fields.find()) {
      if (fields.group(1).equals(name)) {
        return Optional.ofNullable(fields.group(group));
      }
    }
    return Optional.empty();
  }
}
