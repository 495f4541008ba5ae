/**
 * The kernel's side: BPF programs through libbpf, perf events, rings, and the sampler made of them.
 *
 * <p>A BPF object goes through three stages: opened, loaded, attached. What is opened or attached
 * is closed by try-with-resources, last first. This prints the process id of each process or thread
 * that ends within a second:
 *
 * <pre>{@code
 * try (BpfObject object = BpfObject.open(Path.of("exits.x86_64.bpf.o"))) {
 *   object.set("marker", 7).select("on_exit").load();
 *   try (BpfLink link = object.program("on_exit").attach();
 *       RingBuffer ring = RingBuffer.of(object.map("exits"))) {
 *     while (ring.await(Duration.ofSeconds(1))) {
 *       ring.drain(record -> System.out.println(record.getInt()));
 *     }
 *   }
 * } catch (BpfException e) {
 *   System.err.println(e.getMessage()); // what was refused, why, and what to do
 * }
 * }</pre>
 *
 * <p>Where BPF is not permitted, {@link dev.brazier.bpf.Sampler} reads the rings of perf events
 * ({@link dev.brazier.bpf.perf}) and finds in user space what a BPF program would have told.
 *
 * <p>The kernel says tgid and tid where user space says process id and thread id, and so does this
 * package. Nothing here logs; refusals are {@link dev.brazier.bpf.BpfException}s.
 *
 * <p>Only 64-bit little-endian Linux (x86_64, arm64) is supported. JNA and libbpf's C interface
 * stay behind package-private types.
 */
@NullMarked
package dev.brazier.bpf;

import org.jspecify.annotations.NullMarked;
