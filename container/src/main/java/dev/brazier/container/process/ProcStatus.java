package dev.brazier.container.process;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code /proc/PID/status} adds to {@code stat}.
 *
 * @param tgid the process that a thread belongs to
 * @param uid effective user id, in the user namespace of the reader
 * @param namespacedPids the pid in each PID namespace, outermost (the reader's) first; never empty
 * @param effectiveCapabilities bit n is capability n of capability.h
 * @param kernelThread whether it is a thread of the kernel (false on kernels that do not say:
 *     before 6.8)
 */
public record ProcStatus(
    int tgid,
    int uid,
    List<Integer> namespacedPids,
    long effectiveCapabilities,
    boolean kernelThread) {

  public ProcStatus {
    namespacedPids = List.copyOf(namespacedPids);
  }

  /** Parses the whole file; unknown and repeated keys are passed over (the first one counts). */
  public static ProcStatus parse(String text) throws ProcFormatException {
    int tgid = -1;
    int uid = -1;
    List<Integer> namespacedPids = new ArrayList<>();
    long capabilities = 0;
    boolean kernelThread = false;
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      LineFields fields = new LineFields(line.substring(colon + 1));
      switch (line.substring(0, colon)) {
        case "Tgid" -> tgid = tgid < 0 ? fields.smallDecimal(fields.word()) : tgid;
        case "Uid" -> uid = uid == -1 ? effective(fields) : uid;
        case "NSpid" -> {
          while (namespacedPids.size() < MAX_PID_NAMESPACES && !fields.atEnd()) {
            namespacedPids.add(fields.smallDecimal(fields.word()));
          }
        }
        case "CapEff" -> capabilities = fields.hexadecimal(fields.word());
        case "Kthread" -> kernelThread = fields.word().equals("1");
        default -> {}
      }
    }
    if (tgid < 0) {
      throw new ProcFormatException("no Tgid in status of a process");
    }
    if (namespacedPids.isEmpty()) {
      namespacedPids.add(tgid);
    }
    return new ProcStatus(tgid, uid, namespacedPids, capabilities, kernelThread);
  }

  /** Kernel: MAX_PID_NS_LEVEL in pid_namespace.h, plus the outermost one. */
  private static final int MAX_PID_NAMESPACES = 33;

  private static int effective(LineFields fields) throws ProcFormatException {
    fields.word();
    // Uids reach 2^32 - 2; Java keeps them as the int of the same bits.
    return (int) fields.decimal(fields.word());
  }
}
