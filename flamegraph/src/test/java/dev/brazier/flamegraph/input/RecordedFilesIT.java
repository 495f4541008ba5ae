package dev.brazier.flamegraph.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the tools of this machine write; needs perf, bpftrace, gcc and the rights of root. */
final class RecordedFilesIT {
  private static final String PROGRAM =
      """
      #include <math.h>
      volatile double sum;
      __attribute__((noinline)) double leaf(double x) {
        for (int i = 0; i < 100; i++) x = sqrt(x + i);
        return x;
      }
      __attribute__((noinline)) double middle(double x) { return leaf(x) + 1; }
      int main(void) {
        for (long i = 0; i < 1500000; i++) sum += middle(i);
        return 0;
      }
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void readsWhatPerfScriptPrintsInManyLayouts() throws Exception {
    compile("burn it");
    run("perf", "record", "-q", "-e", "cpu-clock", "-F", "499", "-g", "-o", "data", "./burn it");

    String standard = run("perf", "script", "-i", "data");
    InputTree whole = Collapsed.read(standard);
    long events = standard.lines().filter(line -> line.contains(" cpu-clock:")).count();
    assertThat(whole.report().stacks()).isEqualTo(events).isGreaterThan(100);
    assertThat(whole.report().skipped()).isZero();
    assertThat(whole.report().unit()).isEqualTo("nanoseconds");
    assertThat(Collapsed.text(whole)).contains("burn it;", ";main;middle;leaf ");

    for (String fields :
        List.of(
            "comm,pid,tid,time,period,event,ip,sym,symoff,dso",
            "comm,tid,time,event,ip,sym",
            "comm,tid,ip,sym,dso",
            "comm,ip,sym,dso",
            "time,event,ip,sym",
            "ip,sym")) {
      InputTree input = Collapsed.read(run("perf", "script", "-i", "data", "-F", fields));
      assertThat(input.report().format()).as(fields).isEqualTo(InputFormat.PERF);
      assertThat(input.report().stacks()).as(fields).isEqualTo(events);
      assertThat(input.report().skipped()).as(fields).isZero();
      assertThat(Collapsed.text(input)).as(fields).contains("main;middle;leaf ");
    }
  }

  @Test
  void readsRecordingsOfPerfWithoutCallChains() throws Exception {
    compile("burn it");
    run("perf", "record", "-q", "-e", "cpu-clock", "-F", "499", "-o", "data", "./burn it");

    String text = run("perf", "script", "-i", "data");
    InputTree input = Collapsed.read(text);

    assertThat(input.report().stacks()).isEqualTo(text.lines().count()).isGreaterThan(100);
    assertThat(Collapsed.text(input)).contains("burn it;leaf ");
  }

  @Test
  void readsWhatBpftracePrints() throws Exception {
    compile("burn");
    String text =
        run(
            "bpftrace",
            "-c",
            folder.resolve("burn").toString(),
            "-e",
            "profile:hz:199 /comm == \"burn\"/ { @[kstack, ustack, comm] = count(); }");
    List<InputStack> stacks = new ArrayList<>();
    InputReport report =
        StackInput.read(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            InputOptions.DEFAULT,
            stacks::add);

    assertThat(report.format()).isEqualTo(InputFormat.BPFTRACE);
    assertThat(report.skipped()).isZero();
    assertThat(stacks).isNotEmpty().allMatch(stack -> stack.origin().process().equals("burn"));
  }

  private void compile(String name) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("burn.c"), PROGRAM);
    run("gcc", "-O2", "-g", "-fno-omit-frame-pointer", "-o", name, "burn.c", "-lm");
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command[0]).isTrue();
      assertThat(process.exitValue()).as(() -> command[0] + ": " + errors()).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
