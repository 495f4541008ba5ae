package dev.brazier.bpf.access;

import dev.brazier.bpf.BpfException;

/**
 * Whether a system call gets as far as its own code, told by a call that asks for nothing and needs
 * no privilege: a seccomp filter answers before the kernel looks at the arguments.
 *
 * @param errno the answer; positive
 */
public record Reach(int errno) {

  /** The kernel's own complaint about arguments without sense. */
  public static final Reach REACHED = new Reach(Kernel.EINVAL);

  /** Whether the answer can only have come from the system call's own code. */
  public boolean reached() {
    return errno == Kernel.EINVAL || errno == Kernel.EFAULT;
  }

  /** The answer's symbol, {@code EPERM} for 1. */
  public String errnoName() {
    return BpfException.nameOf(errno);
  }
}
