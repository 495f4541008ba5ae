package dev.brazier.bpf;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.PointerType;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import org.jspecify.annotations.Nullable;

/**
 * The part of libbpf's C interface that is used here, as libbpf 1.0 declares it in {@code
 * libbpf.h}, {@code bpf.h} and {@code btf.h}. Names and types are C's; {@code size_t} is a {@code
 * long} because only 64-bit Linux is supported.
 *
 * <p>Functions that return a pointer answer null and set errno; functions that return an {@code
 * int} answer a negative errno.
 */
interface Libbpf extends Library {

  /**
   * {@code struct bpf_object *}. Each handle is a type of its own, so that javac tells them apart.
   */
  final class ObjectHandle extends PointerType {}

  /** {@code struct bpf_program *}. */
  final class ProgramHandle extends PointerType {}

  /** {@code struct bpf_map *}. */
  final class MapHandle extends PointerType {}

  /** {@code struct bpf_link *}. */
  final class LinkHandle extends PointerType {}

  /** {@code struct btf *}. */
  final class BtfHandle extends PointerType {}

  /** {@code libbpf_print_fn_t}: level 0 is a warning, 1 information, 2 debugging. */
  interface PrintCallback extends Callback {
    int invoke(int level, Pointer format, Pointer arguments);
  }

  int libbpf_major_version();

  String libbpf_version_string();

  @Nullable Pointer libbpf_set_print(PrintCallback print);

  int libbpf_num_possible_cpus();

  int libbpf_probe_bpf_helper(int programType, int helper, @Nullable Pointer options);

  @Nullable ObjectHandle bpf_object__open_mem(Pointer image, long size, @Nullable Pointer options);

  int bpf_object__load(ObjectHandle object);

  void bpf_object__close(ObjectHandle object);

  @Nullable BtfHandle bpf_object__btf(ObjectHandle object);

  @Nullable Pointer btf__raw_data(BtfHandle btf, IntByReference size);

  @Nullable ProgramHandle bpf_object__find_program_by_name(ObjectHandle object, String name);

  @Nullable ProgramHandle bpf_object__next_program(
      ObjectHandle object, @Nullable ProgramHandle previous);

  String bpf_program__name(ProgramHandle program);

  int bpf_program__set_autoload(ProgramHandle program, boolean autoload);

  int bpf_program__fd(ProgramHandle program);

  @Nullable LinkHandle bpf_program__attach(ProgramHandle program);

  @Nullable LinkHandle bpf_program__attach_perf_event(ProgramHandle program, int perfEventFd);

  @Nullable LinkHandle bpf_program__attach_raw_tracepoint(ProgramHandle program, String tracepoint);

  @Nullable LinkHandle bpf_program__attach_iter(ProgramHandle program, @Nullable Pointer options);

  int bpf_link__fd(LinkHandle link);

  int bpf_iter_create(int linkFd);

  int bpf_prog_test_run_opts(int programFd, Pointer options);

  int bpf_link__destroy(LinkHandle link);

  @Nullable MapHandle bpf_object__find_map_by_name(ObjectHandle object, String name);

  int bpf_map__fd(MapHandle map);

  int bpf_map__type(MapHandle map);

  int bpf_map__key_size(MapHandle map);

  int bpf_map__value_size(MapHandle map);

  int bpf_map__max_entries(MapHandle map);

  int bpf_map__set_max_entries(MapHandle map, int entries);

  @Nullable Pointer bpf_map__initial_value(MapHandle map, LongByReference size);

  int bpf_map_create(
      int type, String name, int keySize, int valueSize, int entries, @Nullable Pointer options);

  int bpf_map_lookup_elem(int fd, Pointer key, Pointer value);

  int bpf_map_update_elem(int fd, Pointer key, Pointer value, long flags);

  int bpf_map_delete_elem(int fd, Pointer key);

  int bpf_map_get_next_key(int fd, @Nullable Pointer key, Pointer nextKey);
}
