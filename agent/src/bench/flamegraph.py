#!/usr/bin/env python3
"""Stacks to a picture: brazier beside other programs, whole processes, each started anew.

    agent/src/bench/flamegraph.py ROUNDS INPUT...

INPUT is a file of collapsed stacks or of perf script, or a number: then so many different stacks are
made (SyntheticStacks.java, the same bytes every time; perf:NUMBER makes the text of perf script).
The programs take turns, ROUNDS times; medians are shown, with the times in relation to brazier's and
in brackets the least, which other load touches least.

Which programs take part is told by variables:

    BRAZIER       brazier's command; ./brazier of this checkout without it
    FLAMEGRAPH    a folder with flamegraph.pl and stackcollapse-perf.pl    github.com/brendangregg/FlameGraph
    JFRCONV       async-profiler's converter, jfr-converter-4.5.jar        Maven: tools.profiler:jfr-converter
    INFERNO       a folder with inferno-flamegraph, inferno-collapse-perf  github.com/jonhoo/inferno

CPU is user and system time of all threads; memory is the largest process's. Inputs come from the
page cache: each is read once before. Frames below 0.01 % are left out, as flamegraph.pl's default is.
"""

import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BENCH = Path(__file__).resolve().parent
GENERATOR = BENCH / "java/dev/brazier/agent/SyntheticStacks.java"


def commands(source, is_perf):
    """For each program the shell's command that draws source to $OUT."""
    file = shlex.quote(str(source))
    brazier = os.environ.get("BRAZIER", str(BENCH.parents[2] / "brazier"))
    found = {"brazier": f"exec {brazier} flamegraph {file} -o $OUT.svg"}
    if folder := os.environ.get("FLAMEGRAPH"):
        draw, collapse = f"perl {folder}/flamegraph.pl", f"perl {folder}/stackcollapse-perf.pl"
        found["flamegraph.pl"] = f"{collapse} {file} | {draw} >$OUT.svg" if is_perf else f"exec {draw} {file} >$OUT.svg"
    if (jar := os.environ.get("JFRCONV")) and not is_perf:
        found["jfrconv"] = f"exec java -jar {jar} --minwidth 0.01 {file} $OUT.html"
    if folder := os.environ.get("INFERNO"):
        draw, collapse = f"{folder}/inferno-flamegraph", f"{folder}/inferno-collapse-perf -n 1"
        found["inferno"] = f"{collapse} {file} | {draw} >$OUT.svg" if is_perf else f"exec {draw} {file} >$OUT.svg"
    return found


def run(command, out):
    """One run: seconds on the clock, seconds of CPU, the largest process in MiB, bytes written."""
    for old in out.parent.glob(out.name + ".*"):
        old.unlink()
    start = time.monotonic()
    child = subprocess.Popen(["sh", "-c", command], env=os.environ | {"OUT": str(out)},
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"flamegraph.py: '{command}' ended with {child.returncode}")
    written = sum(file.stat().st_size for file in out.parent.glob(out.name + ".*"))
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, written


def show(name, runs, base):
    wall, cpu, memory, written = (statistics.median(column) for column in zip(*runs))
    base_wall, base_cpu = (statistics.median(column) for column in list(zip(*base))[:2])
    least = min(run[0] for run in runs), min(run[1] for run in runs)
    print(f"| {name} | {wall:.2f} ({least[0]:.2f}) | {wall / base_wall:.1f} | {cpu:.2f} ({least[1]:.2f}) "
          f"| {cpu / base_cpu:.1f} | {memory:.0f} | {written:,.0f} |")


def compare(source, rounds, work):
    with source.open("rb") as text:
        is_perf = b"\n\t" in text.read(1 << 16)
        while text.read(1 << 22):
            pass
    programs = commands(source, is_perf)
    run(programs["brazier"], work / "brazier")  # The launcher keeps an archive of classes from its first run.
    runs = {name: [] for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            runs[name].append(run(command, work / name))
    print(f"\n{source.name}, {source.stat().st_size / 1e6:,.0f} MB, load {os.getloadavg()[0]:.1f}\n")
    print("| program | wall s | × | CPU s | × | MiB | bytes written |\n|---|---:|---:|---:|---:|---:|---:|")
    for name in programs:
        show(name, runs[name], runs["brazier"])


def source_of(name, work):
    number = name.removeprefix("perf:")
    if not number.isdigit():
        return Path(name)
    made = work / f"{number}.{'perf' if name != number else 'collapsed'}"
    with made.open("wb") as out:
        subprocess.run(["java", str(GENERATOR), number] + (["perf"] if name != number else []), stdout=out, check=True)
    return made


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in sys.argv[2:]:
            compare(source_of(name, work), int(sys.argv[1]), work)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main()
