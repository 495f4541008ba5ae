#!/usr/bin/env python3
"""What walking user stacks costs, beside the kernel's own frame-pointer walk and beside perf's DWARF.

    sudo agent/src/bench/walk-cost.py [ROUNDS] [SECONDS]

Programs of known depth, one on each CPU, are built once with frame pointers (so that the kernel's walk
gets as deep as ours) and once without. One has always the same stack, the other never. Both are
sampled in turn by

  tables   brazier record --unwind=tables
  chain    a BPF program that calls bpf_get_stack and sends what it gets through a ring
  dwarf    perf record --call-graph dwarf, then perf script

The kernel's own count of nanoseconds in BPF programs (kernel.bpf_stats_enabled) gives the cost of a
sample; between two depths it gives the cost of a frame. Rounds alternate between the tools, and the
medians are shown with their ratio: on shared machines only that means something.

Needs gcc, perf, bpftool and the checkout's own compiler (bpf/.llvm, there after a build).
"""

import ctypes
import glob
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
HERTZ = 997
DEPTHS = (10, 30, 60)

# Always the same stack: what a walk has found out about a frame once serves it the next time.
SAME = r"""
#include <stdlib.h>
volatile unsigned long sum;
__attribute__((noinline)) static void spin(void) {
  for (;;) for (int i = 0; i < 100000; i++) sum += i;
}
__attribute__((noinline)) static void descend(int depth) {
  if (depth > 0) descend(depth - 1); else spin();
  sum++;
}
int main(int count, char **arguments) { descend(atoi(arguments[count - 1])); }
"""

# Never the same stack: 4,096 functions call each other at random.
VARIED = r"""
#include <stdlib.h>
volatile unsigned long sum;
typedef void function(int depth, unsigned random);
extern function *const functions[4096];
#define F(n) \
  __attribute__((noinline)) static void f##n(int depth, unsigned random) { \
    if (depth > 0) functions[random >> 20](depth - 1, random * 1664525 + 1013904223 + n); \
    else for (int i = 0; i < 100000; i++) sum += i; \
    sum++; \
  }
#define F4(n) F(n##0) F(n##1) F(n##2) F(n##3)
#define F16(n) F4(n##0) F4(n##1) F4(n##2) F4(n##3)
#define F64(n) F16(n##0) F16(n##1) F16(n##2) F16(n##3)
#define F256(n) F64(n##0) F64(n##1) F64(n##2) F64(n##3)
#define F1024(n) F256(n##0) F256(n##1) F256(n##2) F256(n##3)
F1024(10) F1024(11) F1024(12) F1024(13)
#undef F
#define F(n) f##n,
function *const functions[4096] = { F1024(10) F1024(11) F1024(12) F1024(13) };
int main(int count, char **arguments) {
  for (unsigned i = 1;; i++) functions[0](atoi(arguments[count - 1]) - 1, i * 2654435761u);
}
"""

CHAIN = r"""
#include "bpf.h"
#include "registers.h"
char LICENSE[] SEC("license") = "GPL";
struct { map_number(type, BPF_MAP_TYPE_RINGBUF); map_number(max_entries, 1 << 22); } ring SEC(".maps");
struct frames { u64 frames[127]; };
struct {
  map_number(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  map_number(max_entries, 1);
  map_type(key, u32);
  map_type(value, struct frames);
} scratch SEC(".maps");
SEC("perf_event") int chain(struct bpf_perf_event_data *context) {
  u32 key = 0;
  struct frames *frames = bpf_map_lookup_elem(&scratch, &key);
  if (!frames) return 0;
  long bytes = bpf_get_stack(context, frames, sizeof(*frames), BPF_F_USER_STACK);
  if (bytes > 0 && bytes <= (long)sizeof(*frames))
    bpf_ringbuf_output(&ring, frames, bytes, BPF_RB_NO_WAKEUP);
  return 0;
}
"""


def run(*command, **options):
    return subprocess.run(command, check=True, **options)


def stats(name):
    """(nanoseconds, runs) of the loaded programs of that name."""
    shown = json.loads(subprocess.check_output(["bpftool", "-j", "prog", "show"]))
    mine = [p for p in shown if p.get("name") == name and p.get("run_cnt")]
    return sum(p["run_time_ns"] for p in mine), sum(p["run_cnt"] for p in mine)


def per_run(name, seconds):
    """Nanoseconds of one run, over some seconds in which the program is attached."""
    before = stats(name)
    time.sleep(seconds)
    after = stats(name)
    runs = after[1] - before[1]
    return (after[0] - before[0]) / runs if runs else float("nan")


class Busy:
    """One copy of a program on each CPU."""

    def __init__(self, program, depth):
        self.copies = [
            subprocess.Popen(["taskset", "-c", str(cpu), program, str(depth)])
            for cpu in sorted(os.sched_getaffinity(0))
        ]

    def pids(self):
        return ",".join(str(copy.pid) for copy in self.copies)

    def __enter__(self):
        time.sleep(0.2)
        return self

    def __exit__(self, *unused):
        for copy in self.copies:
            copy.kill()
            copy.wait()


class PerfEventAttr(ctypes.Structure):
    _fields_ = [("type", ctypes.c_uint32), ("size", ctypes.c_uint32), ("config", ctypes.c_uint64),
                ("frequency", ctypes.c_uint64), ("sample_type", ctypes.c_uint64),
                ("read_format", ctypes.c_uint64), ("flags", ctypes.c_uint64),
                ("rest", ctypes.c_uint8 * 64)]


class Chain:
    """The BPF program that only calls bpf_get_stack, attached to a clock on each CPU."""

    def __init__(self, path):
        libbpf = ctypes.CDLL("libbpf.so.1")
        libc = ctypes.CDLL(None, use_errno=True)
        for function in ("bpf_object__open_file", "bpf_object__find_program_by_name",
                         "bpf_program__attach_perf_event"):
            getattr(libbpf, function).restype = ctypes.c_void_p
        self.libbpf = libbpf
        self.object = ctypes.c_void_p(libbpf.bpf_object__open_file(path.encode(), None))
        if libbpf.bpf_object__load(self.object):
            sys.exit("walk-cost: the kernel refuses the program that calls bpf_get_stack")
        program = ctypes.c_void_p(libbpf.bpf_object__find_program_by_name(self.object, b"chain"))
        self.links = []
        for cpu in sorted(os.sched_getaffinity(0)):
            # PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, freq
            attr = PerfEventAttr(type=1, size=ctypes.sizeof(PerfEventAttr), frequency=HERTZ, flags=1 << 10)
            number = {"x86_64": 298, "aarch64": 241}[os.uname().machine]
            event = libc.syscall(number, ctypes.byref(attr), -1, cpu, -1, 0)
            self.links.append(ctypes.c_void_p(libbpf.bpf_program__attach_perf_event(program, event)))

    def close(self):
        for link in self.links:
            self.libbpf.bpf_link__destroy(link)
        self.libbpf.bpf_object__close(self.object)


def measure_tables(busy, seconds, folder):
    recording = subprocess.Popen(
        [f"{TOP}/brazier", "record", "-p", busy.pids(), "-F", str(HERTZ), "-d", f"{seconds + 3}s",
         "--no-kernel", "--unwind=tables", "-o", f"{folder}/tables.txt"], stderr=subprocess.DEVNULL)
    while not stats("sample_tables")[1]:
        time.sleep(0.1)
    time.sleep(1)
    cost = per_run("sample_tables", seconds)
    recording.wait()
    return cost


def measure_chain(path, seconds):
    chain = Chain(path)
    try:
        time.sleep(0.3)
        return per_run("chain", seconds)
    finally:
        chain.close()


def compile_chain(folder):
    clang = glob.glob(f"{TOP}/bpf/.llvm/*/org/bytedeco/llvm/*/clang")
    if not clang:
        sys.exit("walk-cost: build first: ./brazier --version")
    source = f"{folder}/chain.bpf.c"
    with open(source, "w") as file:
        file.write(CHAIN)
    headers = f"{TOP}/bpf/src/main/bpf"
    run(clang[0], "-target", "bpf", "-mcpu=v2", "-O2", "-g", "-nostdinc", f"-I{headers}",
        f"-I{headers}/{os.uname().machine}", "-c", source, "-o", f"{folder}/chain.o")
    return f"{folder}/chain.o"


def compile_programs(name, source, folder):
    """The program's path by build."""
    file = f"{folder}/{name}.c"
    with open(file, "w") as text:
        text.write(source)
    programs = {"fp": f"{folder}/{name}-fp", "nofp": f"{folder}/{name}-nofp"}
    for build, flag in (("fp", "-fno-omit-frame-pointer"), ("nofp", "-fomit-frame-pointer")):
        run("gcc", "-O1", flag, "-fno-optimize-sibling-calls", "-o", programs[build], file)
    return programs


def compare_walks(stacks, programs, chain, rounds, seconds, folder):
    """Prints ns a sample for each tool, build and depth, and ns a frame."""
    samples = {}
    for _ in range(rounds):
        for depth in DEPTHS:
            for build, program in programs.items():
                with Busy(program, depth) as busy:
                    samples.setdefault(("tables", build, depth), []).append(
                        measure_tables(busy, seconds, folder))
                    if build == "fp":
                        samples.setdefault(("chain", build, depth), []).append(
                            measure_chain(chain, seconds))
    cost = {key: statistics.median(values) for key, values in samples.items()}
    print(f"{f'ns a sample, {stacks}':30}" + "".join(f"{f'{depth} deep':>10}" for depth in DEPTHS) + f"{'ns a frame':>14}")
    frame = {}
    for walk, build in (("chain", "fp"), ("tables", "fp"), ("tables", "nofp")):
        row = [cost[walk, build, depth] for depth in DEPTHS]
        frame[walk, build] = (row[-1] - row[0]) / (DEPTHS[-1] - DEPTHS[0])
        print(f"{walk + ', ' + build:30}" + "".join(f"{value:10.0f}" for value in row)
              + f"{frame[walk, build]:14.1f}")
    peer = frame["chain", "fp"]
    print(f"a frame by tables costs {frame['tables', 'fp'] / peer:.2f} (fp), "
          f"{frame['tables', 'nofp'] / peer:.2f} (nofp) of one by bpf_get_stack")


def compare_dwarf(program, seconds, folder):
    """Prints bytes a sample, time afterwards and completeness beside perf's DWARF call graphs."""
    with Busy(program, 30) as busy:
        data = f"{folder}/perf.data"
        subprocess.run(["perf", "record", "-q", "-p", busy.pids(), "-F", "99", "-e", "cpu-clock",
                        "--call-graph", "dwarf", "-o", data, "--", "sleep", str(seconds)],
                       stderr=subprocess.DEVNULL)
        started = time.monotonic()
        text = subprocess.run(["perf", "script", "-i", data], capture_output=True, text=True).stdout
        took = time.monotonic() - started
        stacks = [stack for stack in text.split("\n\n") if stack.strip()]
        whole = sum(" main+" in stack for stack in stacks)
        if stacks:
            print(f"perf dwarf   {os.path.getsize(data) / len(stacks):8.0f} bytes a sample, "
                  f"{1000 * took:6.0f} ms afterwards for {len(stacks)} samples, "
                  f"{100 * whole / len(stacks):.1f} % reach main")
        started = time.monotonic()
        recorded = subprocess.run(
            [f"{TOP}/brazier", "record", "-p", busy.pids(), "-F", "99", "-d", f"{seconds}s",
             "--unwind=tables", "-o", f"{folder}/b.svg", "-o", f"{folder}/b.txt"],
            capture_output=True, text=True)
        took = time.monotonic() - started - seconds
        lines = [re.match(r"(.*) (\d+)$", line) for line in open(f"{folder}/b.txt")]
        total = sum(int(line[2]) for line in lines if line)
        whole = sum(int(line[2]) for line in lines if line and ";main;" in line[1])
        frames = sum(int(line[2]) * line[1].count(";") for line in lines if line)
        if total:
            # A record is 72 bytes and 8 for each frame; the ring adds a header of 8.
            print(f"tables       {80 + 8 * frames / total:8.0f} bytes a sample, "
                  f"{1000 * took:6.0f} ms beside the sampling, with start-up, names and the picture, "
                  f"for {total} samples, {100 * whole / total:.1f} % reach main")
        else:
            print(recorded.stderr, file=sys.stderr)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        # The first run after a build records twice: once to make the archive of its classes.
        run(f"{TOP}/brazier", "record", "-d", "1s", "-o", f"{folder}/first.txt", stderr=subprocess.DEVNULL)
        same = compile_programs("same", SAME, folder)
        varied = compile_programs("varied", VARIED, folder)
        chain = compile_chain(folder)
        setting = "/proc/sys/kernel/bpf_stats_enabled"
        with open(setting) as file:
            before = file.read()
        with open(setting, "w") as file:
            file.write("1")
        try:
            compare_walks("same stacks", same, chain, rounds, seconds, folder)
            compare_walks("varied stacks", varied, chain, rounds, seconds, folder)
            compare_dwarf(same["nofp"], seconds, folder)
        finally:
            with open(setting, "w") as file:
                file.write(before)


if __name__ == "__main__":
    main()
