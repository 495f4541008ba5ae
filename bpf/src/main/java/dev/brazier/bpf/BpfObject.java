package dev.brazier.bpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled BPF object file, in three stages: opened (global variables, map sizes and the choice
 * of programs can be set), loaded (programs and maps exist in the kernel), closed.
 *
 * <p>Closing it closes what was attached through it, last first, then its maps and programs. An
 * object is used by one thread at a time; its maps may be used by any.
 */
public final class BpfObject implements AutoCloseable {
  private static final List<String> VARIABLE_SECTIONS = List.of(".rodata", ".data", ".bss");

  private enum Stage {
    OPENED,
    LOADED,
    CLOSED
  }

  private final NativeLibraries libraries;
  private final String name;
  private final Libbpf.ObjectHandle handle;
  private final CloseStack attached = new CloseStack();
  private final Map<String, BpfMap> maps = new HashMap<>();
  private @Nullable Btf btf;
  private Stage stage = Stage.OPENED;

  private BpfObject(NativeLibraries libraries, String name, Libbpf.ObjectHandle handle) {
    this.libraries = libraries;
    this.name = name;
    this.handle = handle;
  }

  /**
   * Opens an object file; nothing reaches the kernel yet.
   *
   * @throws IOException when the file cannot be read
   * @throws BpfException when libbpf is missing or does not accept the file
   */
  public static BpfObject open(Path file) throws IOException {
    String fileName = String.valueOf(file.getFileName());
    int dot = fileName.indexOf('.');
    return open(dot > 0 ? fileName.substring(0, dot) : fileName, Files.readAllBytes(file));
  }

  /**
   * Opens an object that is in memory.
   *
   * @param name what errors call it; libbpf also names the maps of its global variables after it
   * @param image the bytes of the ELF file
   * @throws BpfException when libbpf is missing or does not accept the bytes
   */
  public static BpfObject open(String name, byte[] image) {
    NativeLibraries libraries = NativeLibraries.get();
    libraries.words().take();
    try (Memory bytes = new Memory(Math.max(1, image.length));
        Memory options = openOptions(name)) {
      bytes.write(0, image, 0, image.length);
      Libbpf.ObjectHandle handle =
          libraries.libbpf().bpf_object__open_mem(bytes, image.length, options);
      if (handle == null) {
        int errno = Failures.lastErrno();
        throw Failures.bpf("open BPF object " + name, errno, libraries.words().take());
      }
      return new BpfObject(libraries, name, handle);
    }
  }

  /**
   * {@code struct bpf_object_open_opts}, cut after {@code object_name}; libbpf goes by its size.
   */
  private static Memory openOptions(String name) {
    int struct = 2 * Long.BYTES;
    Memory options = new Memory(struct + 4L * name.length() + 1);
    options.setLong(0, struct);
    options.setPointer(Long.BYTES, options.share(struct));
    options.setString(struct, name, "UTF-8");
    return options;
  }

  /**
   * Gives a global variable the value it has when the programs are loaded: the one chance for
   * {@code const volatile} ones.
   *
   * @param value fits the variable, signed or unsigned
   * @throws IllegalArgumentException when there is no such variable or the value does not fit
   */
  public BpfObject set(String variable, long value) {
    require(Stage.OPENED);
    for (String section : VARIABLE_SECTIONS) {
      Btf.Variable place = btf().variables(section).get(variable);
      if (place != null) {
        store(section, variable, place, value);
        return this;
      }
    }
    throw new IllegalArgumentException(
        "BPF object " + name + " has no global variable " + variable);
  }

  /** Whether the object has a global variable of that name. */
  public boolean declares(String variable) {
    require(Stage.OPENED);
    return VARIABLE_SECTIONS.stream()
        .anyMatch(section -> btf().variables(section).containsKey(variable));
  }

  private void store(String section, String variable, Btf.Variable place, long value) {
    int bits = 8 * place.bytes();
    if (bits > Long.SIZE) {
      throw new IllegalArgumentException(variable + " is not a number");
    }
    if (bits < Long.SIZE && (value >> bits) != 0 && (value >> (bits - 1)) != -1) {
      throw new IllegalArgumentException(value + " does not fit " + variable);
    }
    LongByReference size = new LongByReference();
    Libbpf.MapHandle map = findMap(section);
    Pointer initial = libraries.libbpf().bpf_map__initial_value(map, size);
    if (initial == null || place.offset() + place.bytes() > size.getValue()) {
      throw failure("set global variable " + variable, Failures.lastErrno());
    }
    for (int i = 0; i < place.bytes(); i++) {
      initial.setByte(place.offset() + i, (byte) (value >> (8 * i)));
    }
  }

  /**
   * libbpf completes the offsets of global variables when it opens the object: so its copy is read.
   */
  private Btf btf() {
    if (btf == null) {
      btf = readBtf();
    }
    return btf;
  }

  private Btf readBtf() {
    String operation = "read the type information of BPF object " + name;
    IntByReference size = new IntByReference();
    Libbpf.BtfHandle types = libraries.libbpf().bpf_object__btf(handle);
    Pointer raw = types == null ? null : libraries.libbpf().btf__raw_data(types, size);
    if (raw == null) {
      throw failure(operation, Failures.lastErrno());
    }
    try {
      return Btf.parse(raw.getByteArray(0, size.getValue()));
    } catch (MalformedBtfException e) {
      throw new BpfException(operation + ": " + e.getMessage(), e);
    }
  }

  /** Sets how many entries a map has; for a ring buffer, how many bytes. */
  public BpfObject resize(String map, int entries) {
    require(Stage.OPENED);
    int result = libraries.libbpf().bpf_map__set_max_entries(findMap(map), entries);
    if (result < 0) {
      throw failure("resize BPF map " + map + " to " + entries, -result);
    }
    return this;
  }

  /**
   * Loads only these programs; without this call every program is loaded.
   *
   * @throws IllegalArgumentException when one of them is not in the object
   */
  public BpfObject select(String... programs) {
    require(Stage.OPENED);
    Set<String> wanted = Set.of(programs);
    wanted.forEach(this::findProgram);
    Libbpf libbpf = libraries.libbpf();
    for (Libbpf.ProgramHandle program = libbpf.bpf_object__next_program(handle, null);
        program != null;
        program = libbpf.bpf_object__next_program(handle, program)) {
      libbpf.bpf_program__set_autoload(program, wanted.contains(libbpf.bpf_program__name(program)));
    }
    return this;
  }

  /**
   * Creates the maps and loads the programs.
   *
   * @throws VerifierRejectedException when the kernel finds a program unsafe or does not know what
   *     it uses
   * @throws PermissionRefusedException when capabilities, seccomp or a security module forbid it
   * @throws MemoryLockException when RLIMIT_MEMLOCK is too small on a kernel before 5.11; libbpf
   *     has then already tried to raise it
   * @throws BpfException when the kernel refuses for another reason
   */
  public BpfObject load() {
    require(Stage.OPENED);
    libraries.words().take();
    int result = libraries.libbpf().bpf_object__load(handle);
    if (result < 0) {
      throw failure("load BPF object " + name, -result);
    }
    libraries.words().take();
    stage = Stage.LOADED;
    return this;
  }

  /** A program by its function's name. */
  public BpfProgram program(String program) {
    require(Stage.LOADED);
    return new BpfProgram(this, program, findProgram(program));
  }

  /** A map by the name of its variable. */
  public BpfMap map(String map) {
    require(Stage.LOADED);
    return maps.computeIfAbsent(map, this::loadedMap);
  }

  private BpfMap loadedMap(String map) {
    Libbpf libbpf = libraries.libbpf();
    Libbpf.MapHandle found = findMap(map);
    BpfMap.Shape shape =
        new BpfMap.Shape(
            libbpf.bpf_map__type(found),
            libbpf.bpf_map__key_size(found),
            libbpf.bpf_map__value_size(found),
            libbpf.bpf_map__max_entries(found));
    return BpfMap.ofObject(libraries, map, libbpf.bpf_map__fd(found), shape);
  }

  private Libbpf.ProgramHandle findProgram(String program) {
    Libbpf.ProgramHandle found =
        libraries.libbpf().bpf_object__find_program_by_name(handle, program);
    if (found == null) {
      throw new IllegalArgumentException("BPF object " + name + " has no program " + program);
    }
    return found;
  }

  private Libbpf.MapHandle findMap(String map) {
    Libbpf.MapHandle found = libraries.libbpf().bpf_object__find_map_by_name(handle, map);
    if (found == null) {
      throw new IllegalArgumentException("BPF object " + name + " has no map " + map);
    }
    return found;
  }

  NativeLibraries libraries() {
    return libraries;
  }

  /** Keeps the link until it is closed, at the latest with the object. */
  BpfLink own(BpfLink link) {
    return attached.own(link);
  }

  void disown(BpfLink link) {
    attached.disown(link);
  }

  void requireLoaded() {
    require(Stage.LOADED);
  }

  private void require(Stage needed) {
    if (stage != needed) {
      throw new IllegalStateException("BPF object " + name + " is " + stage + ", not " + needed);
    }
  }

  private BpfException failure(String operation, int errno) {
    return Failures.bpf(operation, errno, libraries.words().take());
  }

  @Override
  public void close() {
    if (stage == Stage.CLOSED) {
      return;
    }
    stage = Stage.CLOSED;
    try {
      attached.close();
    } finally {
      maps.values().forEach(BpfMap::close);
      libraries.libbpf().bpf_object__close(handle);
      libraries.words().take();
    }
  }
}
