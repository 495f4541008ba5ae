package dev.brazier.agent.doctor;

import dev.brazier.agent.doctor.Surroundings.Rights;
import dev.brazier.agent.doctor.Surroundings.Seccomp;
import dev.brazier.agent.doctor.Surroundings.Settings;
import dev.brazier.agent.doctor.Surroundings.View;
import dev.brazier.bpf.access.Attempt;
import dev.brazier.bpf.access.Reach;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process in surroundings made up for a test; at first root on a common host, where all works.
 */
final class Patient {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EACCES = 13;

  private final Map<Check, Attempt> attempts = new EnumMap<>(Check.class);
  private int uid;
  private CapabilitySet effective = CapabilitySet.ALL;
  private CapabilitySet permitted = CapabilitySet.ALL;
  private CapabilitySet bounding = CapabilitySet.ALL;
  private CapabilitySet ambient = CapabilitySet.NONE;
  private CapabilitySet launcher = CapabilitySet.NONE;
  private boolean noNewPrivileges;
  private boolean filtered;
  private Reach perf = Reach.REACHED;
  private Reach bpf = Reach.REACHED;
  private boolean initialUsers = true;
  private boolean initialPids = true;
  private boolean ownProc = true;
  private boolean hidden;
  private String release = "6.18.1";
  private int paranoid = 2;
  private int kptrRestrict;
  private @Nullable String lockdown;
  private @Nullable Integer yama;
  private @Nullable String label;

  Patient() {
    for (Check check : Check.values()) {
      attempts.put(check, new Attempt.Worked());
    }
  }

  /** Another user than root, with capabilities that are in force and in the bounding set. */
  static Patient user(Capability... capabilities) {
    Patient patient = new Patient();
    patient.uid = 65534;
    patient.effective = CapabilitySet.of(capabilities);
    patient.permitted = patient.effective;
    patient.bounding = patient.effective;
    return patient;
  }

  Patient effective(Capability... capabilities) {
    effective = CapabilitySet.of(capabilities);
    return this;
  }

  Patient permitted(Capability... capabilities) {
    permitted = CapabilitySet.of(capabilities);
    return this;
  }

  Patient bounding(Capability... capabilities) {
    bounding = CapabilitySet.of(capabilities);
    return this;
  }

  Patient ambient(Capability... capabilities) {
    ambient = CapabilitySet.of(capabilities);
    return this;
  }

  Patient launcher(Capability... capabilities) {
    launcher = CapabilitySet.of(capabilities);
    return this;
  }

  Patient withoutNewPrivileges() {
    noNewPrivileges = true;
    return this;
  }

  /** Under a filter that lets these calls pass or not. */
  Patient filtered(boolean perfPasses, boolean bpfPasses) {
    filtered = true;
    perf = perfPasses ? Reach.REACHED : new Reach(EPERM);
    bpf = bpfPasses ? Reach.REACHED : new Reach(EPERM);
    return this;
  }

  Patient bpfAnswers(int errno) {
    bpf = new Reach(errno);
    return this;
  }

  Patient inUserNamespace() {
    initialUsers = false;
    return this;
  }

  Patient inPidNamespace() {
    initialPids = false;
    return this;
  }

  Patient withForeignProc() {
    ownProc = false;
    return this;
  }

  Patient withHiddenProcesses() {
    hidden = true;
    return this;
  }

  Patient onLinux(String version) {
    release = version;
    return this;
  }

  Patient paranoid(int level) {
    paranoid = level;
    return this;
  }

  Patient kptrRestrict(int level) {
    kptrRestrict = level;
    return this;
  }

  Patient lockdown(String mode) {
    lockdown = mode;
    return this;
  }

  Patient yama(int scope) {
    yama = scope;
    return this;
  }

  Patient labelled(String name) {
    label = name;
    return this;
  }

  /** These checks end with an error number. */
  Patient fails(int errno, Check... checks) {
    for (Check check : checks) {
      attempts.put(check, new Attempt.Failed(errno, check.title()));
    }
    return this;
  }

  Patient skips(Check check) {
    attempts.put(check, new Attempt.Skipped("nothing to try it on"));
    return this;
  }

  Report report() {
    Rights rights =
        new Rights(
            uid,
            uid,
            effective,
            permitted,
            bounding,
            ambient,
            noNewPrivileges,
            filtered ? Seccomp.FILTER : Seccomp.NONE,
            perf,
            bpf,
            launcher);
    View view = new View(initialUsers, initialPids, true, ownProc, hidden, null);
    Settings settings =
        new Settings(
            release,
            paranoid,
            kptrRestrict,
            2,
            lockdown,
            yama,
            8 << 20,
            516,
            "lockdown,capability",
            label);
    return Diagnosis.of(attempts, new Surroundings(rights, view, settings));
  }
}
