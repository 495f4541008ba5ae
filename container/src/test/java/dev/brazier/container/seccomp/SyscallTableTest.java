package dev.brazier.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SyscallTableTest {

  @ParameterizedTest
  @CsvSource({
    "X86_64,0,read", "X86_64,298,perf_event_open", "X86_64,321,bpf", "X86_64,435,clone3",
    "X86_64,334,rseq", "AARCH64,63,read", "AARCH64,241,perf_event_open", "AARCH64,280,bpf",
    "AARCH64,79,newfstatat", "AARCH64,38,renameat", "AARCH64,447,memfd_secret", "I386,5,open",
    "I386,102,socketcall", "ARM,5,open", "ARM,983042,cacheflush"
  })
  void namesAndNumbersAreThoseOfTheKernel(SyscallMachine machine, int number, String name) {
    SyscallTable table = SyscallTable.of(machine);

    assertThat(table.name(number)).contains(name);
    assertThat(table.number(name)).hasValue(number);
    assertThat(table.names()).contains(name);
  }

  @ParameterizedTest
  @EnumSource(SyscallMachine.class)
  void everyNameHasANumberThatHasTheName(SyscallMachine machine) {
    SyscallTable table = SyscallTable.of(machine);

    assertThat(table.names())
        .hasSizeGreaterThan(300)
        .allSatisfy(
            name -> assertThat(table.name(table.number(name).orElseThrow())).contains(name));
  }

  @ParameterizedTest
  @EnumSource(SyscallMachine.class)
  void tellsWhereItsNumbersAreFrom(SyscallMachine machine) {
    assertThat(SyscallTable.of(machine).source()).matches("\\S+syscall.*\\.tbl of Linux \\d.*\\)");
  }

  @Test
  void numbersOfTheX32AbiAreNamedToo() {
    SyscallTable table = SyscallTable.of(SyscallMachine.X86_64);

    assertThat(table.name(SyscallTable.X32_BIT | 520)).contains("execve");
    assertThat(table.name(SyscallTable.X32_BIT)).contains("read");
    assertThat(table.name(520)).isEmpty();
    assertThat(table.number("execve")).hasValue(59);
  }

  @Test
  void numbersBeyondTheTableHaveNoName() {
    SyscallTable table = SyscallTable.of(SyscallMachine.AARCH64);

    assertThat(table.name(-1)).isEmpty();
    assertThat(table.name(100_000)).isEmpty();
    assertThat(table.name(SyscallTable.X32_BIT | 100_000)).isEmpty();
    assertThat(table.number("fork")).isEmpty();
  }

  @Test
  void aCallWithoutAFunctionInTheKernelHasNoEntryPoint() {
    SyscallTable table = SyscallTable.of(SyscallMachine.X86_64);

    assertThat(table.entryPoint("stat")).contains("sys_newstat");
    assertThat(table.entryPoint("create_module")).isEmpty();
    assertThat(table.number("create_module")).isPresent();
  }

  @Test
  void knowsNamesOfOtherArchitectures() {
    assertThat(SyscallTable.knownNames())
        .contains("s390_pci_mmio_read", "spu_run", "riscv_hwprobe", "set_tls", "socketcall")
        .doesNotContain("unused109", "");
  }

  @Test
  void machinesAreKnownByTheNumberInTheKernelsLog() {
    assertThat(SyscallMachine.ofAuditArch(0xc000003eL)).contains(SyscallMachine.X86_64);
    assertThat(SyscallMachine.ofAuditArch(0xc00000b7L)).contains(SyscallMachine.AARCH64);
    assertThat(SyscallMachine.ofAuditArch(0x40000003L)).contains(SyscallMachine.I386);
    assertThat(SyscallMachine.ofAuditArch(0x40000028L)).contains(SyscallMachine.ARM);
    assertThat(SyscallMachine.ofAuditArch(0)).isEmpty();
  }
}
