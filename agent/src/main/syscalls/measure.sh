#!/bin/bash
# Measures which system calls brazier makes: runs its commands under strace, as root and as uid 1000 with
# capabilities, on every Java 17 or newer that is installed, and prints their names, one a line.
#
#   sudo agent/src/main/syscalls/measure.sh DISTRIBUTION >measured.txt
#
# DISTRIBUTION is a built brazier folder. Needs strace, setpriv and script (util-linux). What is missing in
# own-syscalls.txt beside SeccompGenerateCommand belongs there.
set -uo pipefail

[[ $# -eq 1 && -x $1/bin/brazier ]] || { echo "usage: ${0##*/} DISTRIBUTION" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
cp -a "$1" "$work/brazier" && chmod 755 "$work" && mkdir -m 1777 "$work/out"
brazier=$work/brazier/bin/brazier
granted=(setpriv --reuid=1000 --regid=1000 --clear-groups
  --inh-caps=-all,+perfmon,+bpf,+sys_ptrace,+syslog --ambient-caps=-all,+perfmon,+bpf,+sys_ptrace,+syslog)
bare=(setpriv --reuid=1000 --regid=1000 --clear-groups --inh-caps=-all --bounding-set=-all)
runs=0

# Runs one command line, with what is in $as before it. All that it starts is traced too.
trace() {
  runs=$((runs + 1))
  (cd "$work/out" && HOME=$work/out timeout --foreground 120 "${as[@]}" strace -f -qq --seccomp-bpf \
    -o "$work/out/trace.$runs" "$@" </dev/null >>"$work/log" 2>&1)
  echo "${0##*/}: exit $? of ${as[*]:+${as[0]} ${as[1]} }${*##*/}" >&2
}

commands() {
  trace "$brazier" version
  trace "$brazier" containers
  trace "$brazier" completion
  trace "$brazier" record -d 2s -o "$work/out/$runs.svg" -o "$work/out/$runs.collapsed"
  trace "$brazier" flamegraph "$work/stacks.txt" -o "$work/out/$runs.svg"
  trace "$brazier" record -d 1s -t --unwind=fp -o "$work/out/$runs.svg" -- sleep 2
  trace "$brazier" record -p $$ -d 1s -o -
  trace timeout -s INT 4 "$brazier" record -d 1h -o "$work/out/$runs.svg"
  trace script -qec "stty cols 100; $brazier record -d 2s -o $work/out/$runs.svg" /dev/null
  local more
  for more in doctor "stat -d 1s" "record --engine=perf -d 1s -o -" "record --engine=own -d 1s -o -" \
    "seccomp generate" "seccomp generate --format=kubernetes" "seccomp lint $work/profile.json" \
    "seccomp decode" "seccomp decode $work/stacks.txt" "seccomp merge $work/profile.json bpf -o $work/out/$runs.json" \
    "seccomp audit -d 1s" "seccomp advise -d 1s -p $$"; do
    # shellcheck disable=SC2086 # a command line
    "$brazier" ${more%% -*} --help >/dev/null 2>&1 && trace "$brazier" $more
  done
}

echo 'main;work 3' >"$work/stacks.txt"
echo '{"defaultAction": "SCMP_ACT_ALLOW"}' >"$work/profile.json"
for java in /usr/lib/jvm/*/; do
  [[ -r $java/release && ! -L ${java%/} ]] || continue
  export JAVA_HOME=${java%/}
  as=()
  commands
  as=("${granted[@]}")
  commands
  as=("${bare[@]}")
  commands
done
sed -nE 's/^[0-9]+ +([a-z_0-9]+)\(.*/\1/p' "$work"/out/trace.* | sort -u
