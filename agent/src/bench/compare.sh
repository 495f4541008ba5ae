#!/usr/bin/env bash
# Profiles one busy program with brazier, perf and bpftrace in turn, several times, and prints the
# medians side by side: what each costs, and how much of the program's work its stacks reach.
#
#   sudo agent/src/bench/compare.sh [ROUNDS] [SECONDS] [HZ]
#
# Needs perf, bpftrace, gcc and python3. The program has frame pointers and spends its time in
# main > middle > hot; a sample is whole when its stack holds main. Shared machines shift wall times:
# compare the columns of one run, not runs.
set -euo pipefail

rounds=${1:-5}
seconds=${2:-5}
hertz=${3:-99}
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
trap 'kill "${busy:-}" 2>/dev/null; rm -rf "$work"' EXIT

for tool in perf bpftrace gcc python3; do
  command -v "$tool" >/dev/null || { echo "compare: install $tool first" >&2; exit 1; }
done

cat >"$work/busy.c" <<'C'
volatile unsigned long sum;
__attribute__((noinline)) void hot(void) { for (int i = 0; i < 100000; i++) sum += i; }
__attribute__((noinline)) void middle(void) { hot(); sum++; }
int main(void) { for (;;) middle(); }
C
gcc -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls -o "$work/busy" "$work/busy.c"

# Runs a command and appends "wall cpu rss" to file $1: seconds, seconds, megabytes of the largest
# process in it.
cat >"$work/measure.py" <<'PYTHON'
import os, resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.run(sys.argv[2:]).returncode
wall = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "a") as log:
    print(f"{wall:.3f} {used.ru_utime + used.ru_stime:.3f} {used.ru_maxrss / 1024:.0f}", file=log)
sys.exit(code)
PYTHON

measure() {
  local log=$work/$1.log
  shift
  python3 "$work/measure.py" "$log" "$@"
}

run_brazier() {
  "$top/brazier" record -d "${seconds}s" -F "$hertz" -o "$work/brazier.svg" -o "$work/brazier.txt" 2>/dev/null
}

run_perf() {
  perf record -q -a -g -F "$hertz" -e cpu-clock -o "$work/perf.data" -- sleep "$seconds" 2>/dev/null
  perf script -i "$work/perf.data" >"$work/perf.txt" 2>/dev/null
}

run_bpftrace() {
  bpftrace -e "profile:hz:$hertz { @[comm, kstack, ustack] = count(); } interval:s:$seconds { exit(); }" \
    >"$work/bpftrace.txt" 2>/dev/null
}

export top work seconds hertz
export -f run_brazier run_perf run_bpftrace

# Appends "samples whole" of the busy program to file $1.
count_brazier() {
  awk '/;busy/ { all += $NF; if (/;main(;| )/) whole += $NF } END { print all + 0, whole + 0 }' "$work/brazier.txt"
}

count_perf() {
  awk -v RS= '/^busy/ { all++; if (/ main\+/) whole++ } END { print all + 0, whole + 0 }' "$work/perf.txt"
}

count_bpftrace() {
  awk '/^@\[busy,/ { inside = 1; main = 0 }
    inside && /^ *main\+/ { main = 1 }
    inside && /\]: [0-9]+$/ { all += $NF; if (main) whole += $NF; inside = 0 }
    END { print all + 0, whole + 0 }' "$work/bpftrace.txt"
}

"$work/busy" &
busy=$!
"$top/brazier" version >/dev/null
for ((round = 0; round < rounds; round++)); do
  for tool in brazier perf bpftrace; do
    measure "$tool" bash -c "run_$tool"
    "count_$tool" >>"$work/$tool.counts"
  done
done

median() {
  sort -n | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

printf '%d rounds of %d s at %d Hz; medians\n' "$rounds" "$seconds" "$hertz"
printf '%-10s %14s %10s %12s %10s %8s\n' tool 'wall beyond s' 'cpu s' 'peak RSS MB' samples whole
for tool in brazier perf bpftrace; do
  printf '%-10s %14.2f %10.2f %12.0f %10.0f %7.1f%%\n' "$tool" \
    "$(awk -v s="$seconds" '{ print $1 - s }' "$work/$tool.log" | median)" \
    "$(awk '{ print $2 }' "$work/$tool.log" | median)" \
    "$(awk '{ print $3 }' "$work/$tool.log" | median)" \
    "$(awk '{ print $1 }' "$work/$tool.counts" | median)" \
    "$(awk '{ print $1 ? 100 * $2 / $1 : 0 }' "$work/$tool.counts" | median)"
done
