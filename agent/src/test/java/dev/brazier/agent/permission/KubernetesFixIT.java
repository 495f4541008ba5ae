package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code brazier doctor --fix kubernetes} prints, as a patch that kubectl applies to a pod,
 * which a real containerd runs. A share of all combinations; {@code -Dbrazier.matrix=all} takes
 * every one.
 */
final class KubernetesFixIT {

  private static final String IMAGE = "brazier";
  private static final String PREPARED = "prepared";

  private static final Pattern GRANTS = Pattern.compile("add: \\[(.*)]");

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: brazier, namespace: default, uid: 0f1e2d3c-1111-2222-3333-444455556666}
      spec:
        hostNetwork: true
        volumes:
          - {name: usr, hostPath: {path: /usr}}
          - {name: etc, hostPath: {path: /etc}}
        containers:
          - name: brazier
            image: localhost/%s:1
            args: [%s]
            volumeMounts:
              - {name: usr, mountPath: /usr, readOnly: true}
              - {name: etc, mountPath: /etc, readOnly: true}
            securityContext:
              runAsUser: %d
              allowPrivilegeEscalation: %s
              readOnlyRootFilesystem: %s
              capabilities: {drop: [%s], add: [%s]}
              %s
      """;

  @TempDir private static Path folder = Path.of("");

  private static @Nullable Kubelet kubelet;

  @BeforeAll
  static void startTheRuntime() throws Exception {
    kubelet = new Kubelet(folder);
    String layer = folder.relativize(BareRoot.archive(folder)).toString();
    kubelet.load(IMAGE, List.of(BareRoot.PROGRAM), List.of(layer));
    prepareTheImage(layer);
  }

  /** As an image is built: what is printed to another user than root, done by root. */
  private static void prepareTheImage(String layer) throws IOException, InterruptedException {
    Confinement another = new Confinement(Grant.NOBODY, false, false, true);
    String printed = brazier(another, "", Printed.NOTHING, "doctor", "--fix", "setcap").out();
    Files.writeString(folder.resolve("root/tmp/prepare.sh"), printed);
    BareRoot.runInside(folder.resolve("root"), "sh -e /tmp/prepare.sh");
    CommandRun changed =
        Distribution.shell(
            "cd %s && tar --xattrs --xattrs-include=security.capability -C root".formatted(folder)
                + " -cf prepared.tar opt/brazier/libexec");
    assertThat(changed.exitCode()).as(changed.err()).isZero();
    kubelet().load(PREPARED, List.of(BareRoot.PROGRAM), List.of(layer, "prepared.tar"));
  }

  @AfterAll
  static void stopTheRuntime() {
    if (kubelet != null) {
      kubelet.close();
    }
  }

  @Test
  void whatIsPrintedMakesItFull() throws Exception {
    new FixTrial("kubernetes", folder, (cell, fix, arguments) -> brazier(cell, "", fix, arguments))
        .everyFixWorks(Confinement.chosen());
  }

  /** Not where it forbids calls: some runtimes' default profile allows them with the grants. */
  @Test
  void noPrintedPartIsTooMuch() throws Exception {
    Confinement cell = new Confinement(Grant.NOBODY, true, true, false);
    String fix = prescribed(cell, "").text();
    Matcher list = GRANTS.matcher(fix);
    assertThat(list.find()).as(fix).isTrue();
    List<String> grants = List.of(list.group(1).split(", "));
    List<String> parts = new ArrayList<>();
    parts.add(fix.replaceFirst("(?m)^hostPID: true$", ""));
    parts.add(fix.replaceFirst("(?m)^ +command: .*$", ""));
    for (String grant : grants) {
      String others =
          grants.stream().filter(one -> !one.equals(grant)).collect(Collectors.joining(", "));
      parts.add(GRANTS.matcher(fix).replaceFirst("add: [" + others + "]"));
    }

    for (String part : parts) {
      assertThat(part).isNotEqualTo(fix);
      assertThat(brazier(cell, "", new Printed(part), "doctor").exitCode()).as(part).isIn(3, 4);
    }
  }

  /**
   * kubectl puts a list in the place of another: what is missing alone would take the rest away.
   */
  @Test
  void whatWasGrantedBeforeIsKept() throws Exception {
    Confinement cell = new Confinement(Grant.NOBODY, true, true, false);
    Printed fix = prescribed(cell, "PERFMON, NET_BIND_SERVICE");

    CommandRun doctor = brazier(cell, "PERFMON, NET_BIND_SERVICE", fix, "doctor", "--json");

    assertThat(doctor.exitCode()).as(fix.text() + doctor.out()).isZero();
    assertThat(doctor.out()).contains("CAP_NET_BIND_SERVICE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0     | false | false | false |                            | bpf.map | capability-missing
          0     | false | false | true  |                            | bpf.map | seccomp
          0     | true  | false | true  | BPF, PERFMON, SYS_PTRACE   | kernel.symbols | capability-missing
          65534 | true  | true  | true  | PERFMON                    | bpf.map | seccomp
          65534 | true  | true  | false | BPF, PERFMON               | bpf.map | capability-not-permitted
          65534 | true  | false | false | BPF                        | perf.cpu-clock.machine.user | capability-missing
          0     | true  | true  | false | BPF, PERFMON, SYSLOG       | proc.pid-namespace | pid-namespace
          """)
  void theLayerAtFaultIsNamed(
      int uid,
      boolean dropped,
      boolean noNewPrivileges,
      boolean profile,
      @Nullable String granted,
      String check,
      String layer)
      throws Exception {
    Confinement cell = new Confinement(uid, dropped, noNewPrivileges, profile);

    Diagnosis diagnosis =
        Diagnosis.parse(
            brazier(cell, granted == null ? "" : granted, Printed.NOTHING, "doctor", "--json"));

    assertThat(diagnosis.refusing().get(check)).as(diagnosis.toString()).startsWith(layer);
  }

  private static Printed prescribed(Confinement cell, String granted) throws IOException {
    return new Printed(
        brazier(cell, granted, Printed.NOTHING, "doctor", "--fix", "kubernetes").out());
  }

  /**
   * Runs a pod.
   *
   * @param granted the capabilities that it adds before anything is mended
   */
  private static CommandRun brazier(
      Confinement confinement, String granted, Printed fix, String... arguments)
      throws IOException {
    String pod =
        POD.formatted(
            fix.names("command:") ? PREPARED : IMAGE,
            Arrays.stream(arguments).map("\"%s\""::formatted).collect(Collectors.joining(", ")),
            confinement.uid(),
            !confinement.noNewPrivileges(),
            confinement.noNewPrivileges(),
            confinement.dropped() ? "ALL" : "",
            granted,
            confinement.ownProfile() ? "seccompProfile: {type: RuntimeDefault}" : "");
    return kubelet().run(pod, fix.lines().isEmpty() ? "{}" : "spec:\n" + fix.text().indent(2));
  }

  private static Kubelet kubelet() {
    return Objects.requireNonNull(kubelet);
  }
}
