package dev.brazier.container.seccomp;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a profile's {@code syscalls}.
 *
 * @param names of the system calls it speaks of
 * @param action what happens to them
 * @param errno what a refused call fails with, if the entry says so
 * @param comparesArguments whether it is about some values of the arguments only ({@code args})
 * @param includes what must hold for the entry to count; null when nothing must
 * @param excludes what must not hold for the entry to count; null when there is no such thing
 */
record SeccompRule(
    List<String> names,
    SeccompAction action,
    OptionalInt errno,
    boolean comparesArguments,
    @Nullable Circumstances includes,
    @Nullable Circumstances excludes) {

  /**
   * What Docker and podman look at when they make a container's filter out of a profile; OCI
   * runtimes themselves know no such thing.
   *
   * @param capabilities of the container, such as {@code CAP_SYS_ADMIN}
   * @param architectures in Go's words, such as {@code amd64}
   * @param minKernel version that the kernel must at least have; null for any
   */
  record Circumstances(
      List<String> capabilities, List<String> architectures, @Nullable String minKernel) {}

  /** Whether it counts in every container. */
  boolean unconditional() {
    return !comparesArguments && includes == null && excludes == null;
  }

  /** Whether it allows its calls in every container, whatever their arguments. */
  boolean allowsEverywhere() {
    return unconditional() && action == SeccompAction.ALLOW;
  }

  /**
   * Whether it counts, whatever the arguments, in a container of this machine without any
   * capability. The kernel is taken to be new enough for every {@code minKernel}.
   */
  boolean countsWithoutCapabilities(SyscallMachine machine) {
    boolean included =
        includes == null || (includes.capabilities().isEmpty() && coversMachine(includes, machine));
    boolean excluded =
        excludes != null && !excludes.architectures().isEmpty() && coversMachine(excludes, machine);
    return !comparesArguments && included && !excluded;
  }

  private static boolean coversMachine(Circumstances circumstances, SyscallMachine machine) {
    List<String> architectures = circumstances.architectures();
    String name =
        switch (machine) {
          case X86_64 -> "amd64";
          case AARCH64 -> "arm64";
          case I386 -> "386";
          case ARM -> "arm";
        };
    return architectures.isEmpty() || architectures.contains(name);
  }
}
