package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BpfObjectIT {

  private static long runChild(String... command) throws Exception {
    Process child = new ProcessBuilder(command).start();
    assertThat(child.waitFor()).isZero();
    return child.pid();
  }

  /** The example of the package documentation, word for word except for the file's place. */
  @Test
  void runsTheExampleOfThePackageDocumentation() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    long child;
    try (BpfObject object = BpfObject.open(TestObjects.exits())) {
      object.set("marker", 7).select("on_exit").load();
      try (BpfLink link = object.program("on_exit").attach();
          RingBuffer ring = RingBuffer.of(object.map("exits"))) {
        child = runChild("true");
        while (ring.await(Duration.ofSeconds(1))) {
          ring.drain(record -> System.out.println(record.getInt()));
        }
        assertThat(link.toString()).contains("on_exit");
      }
    } catch (BpfException e) {
      throw new AssertionError(e.getMessage(), e);
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines()).contains(Long.toString(child));
  }

  @Test
  void setsGlobalVariablesBeforeTheLoadOnly() throws Exception {
    try (BpfObject object = BpfObject.open(TestObjects.exits())) {
      assertThat(object.declares("marker")).isTrue();
      assertThat(object.declares("missing")).isFalse();
      assertThatThrownBy(() -> object.set("missing", 1)).hasMessageContaining("missing");
      assertThatThrownBy(() -> object.set("marker", 256)).hasMessageContaining("256 does not fit");
      object.set("marker", 200).set("only_tgid", ProcessHandle.current().pid());

      object.select("on_exit").load();

      assertThatThrownBy(() -> object.set("marker", 1)).isInstanceOf(IllegalStateException.class);
      try (BpfLink link = object.program("on_exit").attachRawTracepoint("sched_process_exit");
          RingBuffer ring = RingBuffer.of(object.map("exits"))) {
        runChild("true");
        Thread thread = new Thread(() -> {});
        thread.start();
        thread.join();
        List<Long> records = new ArrayList<>();
        assertThat(ring.await(Duration.ofSeconds(5))).isTrue();
        ring.drain(record -> records.add(record.getLong()));
        assertThat(records).isNotEmpty().containsOnly(200L << 32 | ProcessHandle.current().pid());
        assertThat(link.toString()).contains("sched_process_exit");
      }
    }
  }

  @Test
  void readsAndWritesMaps() throws Exception {
    try (BpfObject object = BpfObject.open(TestObjects.exits())) {
      object.resize("threads", 3).select("on_exit").load();
      TypedMap<Integer, Long> threads = object.map("threads").typed(Codec.U32, Codec.U64);

      threads.put(1, 10L);
      threads.put(2, 20L);
      threads.put(3, Long.MIN_VALUE);

      assertThat(threads.get(2)).contains(20L);
      assertThat(threads.get(4)).isEmpty();
      assertThat(threads.keys()).containsExactlyInAnyOrder(1, 2, 3);
      assertThatThrownBy(() -> threads.put(4, 1L))
          .isInstanceOf(BpfException.class)
          .hasMessage("update BPF map threads: E2BIG");
      assertThat(threads.remove(1)).isTrue();
      assertThat(threads.remove(1)).isFalse();
      assertThat(threads.keys()).containsExactlyInAnyOrder(2, 3);
      assertThatThrownBy(() -> object.map("threads").typed(Codec.U64, Codec.U64))
          .hasMessageContaining("keys of 4 and values of 8 bytes");
      assertThatThrownBy(() -> object.map("nothing")).hasMessageContaining("no map nothing");
    }
  }

  @Test
  void readsOneValueForEachCpu() throws Exception {
    try (BpfObject object = BpfObject.open(TestObjects.exits())) {
      object.select("on_exit").load();
      TypedMap<Integer, Integer> seen = object.map("seen").typed(Codec.U32, Codec.U32);
      BpfLink link = object.program("on_exit").attach();
      runChild("true");
      link.close();
      link.close();

      List<Integer> counts = seen.getAll(0);

      assertThat(counts).hasSize(object.map("seen").copies());
      assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isPositive();
      seen.put(0, 0);
      assertThat(seen.getAll(0)).containsOnly(0);
    }
  }

  @Test
  void explainsWhatTheVerifierRefused() throws Exception {
    try (BpfObject object = BpfObject.open(TestObjects.exits())) {
      object.select("unsafe");

      assertThatThrownBy(object::load)
          .isInstanceOfSatisfying(
              VerifierRejectedException.class,
              e -> {
                assertThat(e.errnoName()).isEqualTo("EACCES");
                assertThat(e.summary()).contains("R0 invalid mem access 'map_value_or_null'");
                assertThat(e.getMessage().lines().findFirst().orElseThrow())
                    .startsWith("load program unsafe: EACCES; the verifier says: R0 invalid");
                assertThat(e.log()).contains("processed");
                assertThat(e.libbpfWords()).contains("failed to load");
              });
    }
  }

  @Test
  void refusesWhatIsNotAnObject() {
    assertThatThrownBy(() -> BpfObject.open("garbage", new byte[100]))
        .isInstanceOf(BpfException.class)
        .hasMessageStartingWith("open BPF object garbage: ");
    assertThatThrownBy(() -> BpfObject.open("nothing", new byte[0]))
        .isInstanceOf(BpfException.class);
  }

  @Test
  void refusesUseAfterClose() throws Exception {
    BpfObject object = BpfObject.open(TestObjects.exits());
    object.select("on_exit").load();
    BpfMap map = object.map("threads");
    BpfProgram program = object.program("on_exit");
    RingBuffer ring = RingBuffer.of(object.map("exits"));
    ring.close();
    ring.close();
    object.close();
    object.close();

    assertThatThrownBy(map::fd).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(program::attach).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ring.drain(record -> {})).isInstanceOf(IllegalStateException.class);
  }
}
