#!/bin/bash
# Measures which system calls brazier makes: runs its commands under strace, as root and as uid 1000 with
# capabilities, on every Java 17 or newer that is installed, and prints their names, one a line.
#
#   sudo agent/src/main/syscalls/measure.sh DISTRIBUTION >measured.txt
#
# DISTRIBUTION is a built brazier folder. Needs strace, curl, setpriv and script (util-linux). What is missing in
# own-syscalls.txt beside SeccompGenerateCommand belongs there; GeneratedProfileIT runs what strace disturbs:
# a COMMAND to record, which is held back by a stop of its own.
set -uo pipefail

[[ $# -eq 1 && -x $1/bin/brazier ]] || { echo "usage: ${0##*/} DISTRIBUTION" >&2; exit 2; }
work=$(mktemp -d)
# For what asks for a container: a process in a cgroup with a container's name.
id=$(printf '%064d' $$)
cgroup=/sys/fs/cgroup
[[ -e $cgroup/cgroup.procs ]] || cgroup+=/pids
sleep infinity &
contained=$!
trap 'kill $contained; wait $contained 2>/dev/null; rmdir -- "$cgroup/libpod-$id"; rm -rf -- "$work"' EXIT
mkdir "$cgroup/libpod-$id" && echo $contained >"$cgroup/libpod-$id/cgroup.procs"
cp -a "$1" "$work/brazier" && chmod 755 "$work" && mkdir -m 1777 "$work/out"
brazier=$work/brazier/bin/brazier
# shellcheck disable=SC2054 # setpriv takes lists with commas
granted=(setpriv --reuid=1000 --regid=1000 --clear-groups
  --inh-caps=-all,+perfmon,+bpf,+sys_ptrace,+syslog --ambient-caps=-all,+perfmon,+bpf,+sys_ptrace,+syslog)
# shellcheck disable=SC2054 # the same
bare=(setpriv --reuid=1000 --regid=1000 --clear-groups --inh-caps=-all --bounding-set=-all)
outer=()
runs=0

# Runs brazier with these arguments. What it starts is traced too, what is in $outer and $as is not.
trace() {
  runs=$((runs + 1))
  local command=("${as[@]}" strace -f -qq --seccomp-bpf -o "$work/out/trace.$runs" "$brazier" "$@")
  [[ ${outer[0]:-} != script ]] || command=("${command[*]}" /dev/null)
  (cd "$work/out" && HOME=$work/out timeout --foreground 120 "${outer[@]}" "${command[@]}" \
    </dev/null >>"$work/log" 2>&1)
  echo "${0##*/}: exit $? of ${outer[0]:-} ${as[1]:-} brazier $*" >&2
}

commands() {
  outer=()
  trace version
  trace containers
  trace completion
  trace record -d 2s -o "$work/out/$runs.svg" -o "$work/out/$runs.collapsed"
  trace flamegraph "$work/stacks.txt" -o "$work/out/$runs.svg"
  trace flamegraph "$work/stacks.txt" -o "$work/out/$runs.pb.gz" -o "$work/out/$runs.firefox.json"
  trace diff "$work/stacks.txt" "$work/stacks.txt" -o "$work/out/$runs.svg"
  trace record -d 1s -t --unwind=fp -o "$work/out/$runs.svg"
  trace record -p $$ -d 1s -o -
  outer=(timeout -s TERM 5)
  (sleep 3; curl -s "http://127.0.0.1:18080/" >/dev/null) & trace view --no-open --port 18080 "$work/stacks.txt"
  outer=(timeout -s INT 5)
  trace record -d 1h -o "$work/out/$runs.svg"
  outer=(script -qec)
  trace record -d 2s -o "$work/out/$runs.svg"
  outer=()
  local more
  for more in "help record" prepare doctor "doctor --json" "doctor --fix docker" "stat -d 1s" "stat -c $id -d 1s" \
    "record --engine=perf -d 1s -o -" "record --engine=perf -c $id -d 1s -o -" "record --engine=own -d 1s -o -" \
    "record -c $id -d 1s -o -" "seccomp generate" "seccomp lint $work/profile.json" "seccomp decode" \
    "seccomp decode -k" "seccomp merge $work/profile.json bpf -o $work/out/$runs.json" "seccomp audit -d 2s" \
    "seccomp audit -c $id -d 2s --json" "seccomp advise -c $id -d 1s -o $work/out/$runs.json" \
    "seccomp advise -c none -- false"; do
    # shellcheck disable=SC2086 # a command line
    trace $more
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
