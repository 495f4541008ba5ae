package dev.brazier.container.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.symbol.Symbolization.Named;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the symbols of large files of this machine with what readelf (binutils) says about them,
 * and prints what loading them costs. Files that are not there are not compared, and listed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MachineSymbolsIT {
  private static final List<String> FILES =
      List.of(
          "/lib/x86_64-linux-gnu/libc.so.6",
          "/lib/aarch64-linux-gnu/libc.so.6",
          "/usr/lib/x86_64-linux-gnu/libcrypto.so.3",
          "/usr/lib/x86_64-linux-gnu/libstdc++.so.6",
          "/usr/bin/python3",
          "/usr/bin/node",
          Path.of(System.getProperty("java.home"), "lib/server/libjvm.so").toString());

  private static final int WARM_ROUNDS = 15;

  static Stream<Path> files() {
    FILES.stream().filter(f -> !Files.exists(Path.of(f))).forEach(f -> print("not here: " + f));
    return FILES.stream().map(Path::of).filter(Files::exists);
  }

  @ParameterizedTest
  @MethodSource("files")
  void namesEveryFunctionAsReadelfDoes(Path file) throws Exception {
    Map<Long, Set<String>> expected = functions(file);
    try (FileSymbols symbols = timedLoad(file)) {
      assertThat(symbols.faults()).isEmpty();
      assertThat(expected).isNotEmpty();
      expected.forEach(
          (address, names) -> {
            Symbolization result = symbols.symbolize(address);
            assertThat(result).as("%s at %#x: %s", file, address, names).isInstanceOf(Named.class);
            assertThat(names).contains(((Named) result).name());
            assertThat(((Named) result).offsetInSymbol()).isZero();
          });
      print("%s: %d addresses compared".formatted(file, expected.size()));
    }
  }

  @Test
  void namesTheRunningKernel() throws IOException {
    KernelSymbols kernel = new KernelSymbols();
    long start = cpuNanos();
    kernel.refresh();
    long first = cpuNanos() - start;
    start = cpuNanos();
    kernel.refresh();
    long second = cpuNanos() - start;
    print(
        "kallsyms: %d symbols, %d KB, first %.1f ms, second %.1f ms of CPU, reason %s"
            .formatted(
                kernel.size(), kernel.memory() >> 10, first / 1e6, second / 1e6, kernel.missing()));

    if (kernel.missing() != UnnamedReason.KERNEL_ADDRESSES_HIDDEN) {
      assertThat(kernel.size()).isGreaterThan(10_000);
      try (Stream<String> lines = Files.lines(KernelSymbols.KALLSYMS)) {
        String line = lines.filter(l -> l.endsWith(" T vfs_read")).findFirst().orElseThrow();
        long address = Long.parseUnsignedLong(line.substring(0, line.indexOf(' ')), 16);
        assertThat(kernel.find(address + 3))
            .contains(new KernelSymbol("vfs_read", KernelSymbol.KERNEL, 3));
      }
    }
  }

  @Test
  void namesTheVdsoOfThisProcess() throws IOException {
    String[] range;
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      range = maps.filter(l -> l.endsWith("[vdso]")).findFirst().orElseThrow().split("[- ]", 3);
    }
    long start = Long.parseLong(range[0], 16);
    ByteBuffer image = ByteBuffer.allocate((int) (Long.parseLong(range[1], 16) - start));
    try (FileChannel memory = FileChannel.open(Path.of("/proc/self/mem"))) {
      while (image.hasRemaining()) {
        assertThat(memory.read(image, start + image.position())).isPositive();
      }
    }
    Vdso vdso = Vdso.read(ByteSource.of(image.array()));

    Set<String> names = new HashSet<>();
    for (int offset = 0; offset < image.capacity(); offset += 4) {
      if (vdso.symbolize(offset) instanceof Named named) {
        assertThat(named.source()).isEqualTo(SymbolSource.VDSO);
        names.add(named.name());
      }
    }
    print("vdso: " + names);
    assertThat(names).anyMatch(name -> name.endsWith("clock_gettime"));
  }

  private static FileSymbols timedLoad(Path file) throws IOException {
    long start = cpuNanos();
    FileSymbols symbols = load(file);
    long first = cpuNanos() - start;
    long best = Long.MAX_VALUE;
    for (int i = 0; i < WARM_ROUNDS; i++) {
      symbols.close();
      start = cpuNanos();
      symbols = load(file);
      best = Math.min(best, cpuNanos() - start);
    }
    print(
        "%s: %d symbols, %.1f bytes each, first load %.1f ms, warm %.1f ms of CPU, look-up %d ns"
            .formatted(
                file,
                symbols.size(),
                (double) symbols.memory() / symbols.size(),
                first / 1e6,
                best / 1e6,
                lookUpNanos(symbols)));
    return symbols;
  }

  private static FileSymbols load(Path file) throws IOException {
    List<Path> roots = List.of(Path.of("/"));
    return FileSymbols.load(ByteSource.open(file), file.toString(), () -> roots);
  }

  private static long lookUpNanos(FileSymbols symbols) {
    int rounds = 1_000_000;
    Random random = new Random(5);
    int[] addresses = random.ints(1 << 16, 0, 60_000_000).toArray();
    long found = 0;
    long best = Long.MAX_VALUE;
    for (int repeat = 0; repeat < 4; repeat++) {
      long start = cpuNanos();
      for (int i = 0; i < rounds; i++) {
        found += symbols.find(addresses[i & 0xffff]);
      }
      best = Math.min(best, cpuNanos() - start);
    }
    assertThat(found).isNotZero();
    return best / rounds;
  }

  private static Map<Long, Set<String>> functions(Path file) throws Exception {
    Process readelf = new ProcessBuilder("readelf", "-Ws", file.toString()).start();
    Map<Long, Set<String>> names = new HashMap<>();
    try (InputStream out = readelf.getInputStream();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // Num: Value Size Type Bind Vis Ndx Name
        String[] fields = line.strip().split(" +", 8);
        if (fields.length == 8
            && fields[3].matches("I?FUNC")
            && fields[6].matches("[0-9]+")
            && !fields[7].isEmpty()) {
          names
              .computeIfAbsent(Long.parseUnsignedLong(fields[1], 16), a -> new HashSet<>())
              .add(fields[7].replaceFirst("(?<=.)@.*", ""));
        }
      }
    }
    assertThat(readelf.waitFor()).isZero();
    return names;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @SuppressWarnings("SystemOut") // the figures are for whoever runs the test
  private static void print(String line) {
    System.out.println(line);
  }
}
