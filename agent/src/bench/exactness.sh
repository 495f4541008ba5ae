#!/usr/bin/env bash
# Stops real programs at random moments and compares the frames that our walk finds on their stacks, by
# our tables, with those that gdb finds, one by one.
#
#   sudo agent/src/bench/exactness.sh [-n STACKS] [PROGRAM...]
#
# Without PROGRAM all of them, 60 stacks each. It is the kernel's walk, compiled for this machine. Builds
# what is not built. Ends with 1 when a stack was not the same. Of programs not installed, it says so. Not
# among them unless named is go: our walk ends where Go's runtime switches stacks, gdb guesses on.
set -euo pipefail

stacks=60
longest=900
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
sources=$top/agent/src/test/workloads
all='c c++-exceptions python3 perl nginx redis postgres openssl-chacha20 openssl-sign cc1plus xz'

say() {
  printf 'exactness: %s\n' "$1" >&2
}

while getopts n: option; do
  case $option in
    n) stacks=$OPTARG ;;
    *) say 'usage: exactness.sh [-n STACKS] [PROGRAM...]' && exit 2 ;;
  esac
done
shift $((OPTIND - 1))
if [ "$(id -u)" -ne 0 ]; then
  say 'stop programs and read their memory: become root'
  exit 2
fi

# shellcheck source=agent/src/bench/loads.sh
. "$top/agent/src/bench/loads.sh"

# Prints a process of our last load with that name; the one that has worked most.
process() {
  local best= most=-1 pid ticks
  for pid in $(pgrep -s "${groups[0]}" -x "$1"); do
    ticks=$(awk '{ print $14 + $15 }' "/proc/$pid/stat")
    if [ "$ticks" -gt "$most" ]; then
      most=$ticks best=$pid
    fi
  done
  echo "$best"
}

# Where gdb needs time for many stacks: loads of one long-lived process each, the first of $comms.

load_redis() {
  start redis-server --port 0 --unixsocket "$work/redis.sock" --save '' --dir "$work"
  sleep 1
  start redis-benchmark -q -l -s "$work/redis.sock" -n 100000 -P 4 -t set,lrange_300,zadd,sadd,incr
  comms=(redis-server)
}

load_postgres() {
  local programs data=$work/postgres user='setpriv --reuid=65534 --regid=65534 --clear-groups'
  programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | tail -n 1)
  mkdir "$data"
  chown 65534:65534 "$data"
  $user "$programs/initdb" -D "$data/db" -U bench --no-sync >>"$work/load.log" 2>&1
  start $user "$programs/postgres" -D "$data/db" -k "$data" -c listen_addresses= -c fsync=off
  for attempt in {1..50}; do
    "$programs/pg_isready" -q -h "$data" && break
    sleep 0.2
  done
  start "$programs/psql" -h "$data" -U bench postgres \
    -c 'select sum(length(a::text || b::text)) from generate_series(1, 20000) a, generate_series(1, 20000) b'
  sleep 2
  comms=(postgres)
}

load_openssl-sign() {
  start openssl speed -seconds 600 ecdsap256
  comms=(openssl)
}

load_cc1plus() {
  for number in {1..4000}; do
    printf 'template <int N> struct S%d { static int f(int x) { return x * N + S%d<N - 1>::f(x ^ N); } };\n' "$number" "$number"
    printf 'template <> struct S%d<0> { static int f(int x) { return x; } };\n' "$number"
    printf 'int g%d(int x) { return S%d<90>::f(x); }\n' "$number" "$number"
  done >"$work/templates.cc"
  start g++ -O2 -c -o /dev/null "$work/templates.cc"
  comms=(cc1plus)
}

load_xz() {
  start sh -c "cat $(command -v bash) $(command -v bash) $(command -v bash) /usr/bin/perl | xz -T1 -9e -c >/dev/null; sleep 900"
  comms=(xz)
}

# The command of each program, for those whose own it is not.
command_of() {
  case $1 in
    c) echo gcc ;;
    c++-exceptions | cc1plus) echo g++ ;;
    redis) echo redis-benchmark ;;
    openssl-*) echo openssl ;;
    *) echo "$1" ;;
  esac
}

mvn -q -B -f "$top/pom.xml" -DskipTests -Dspotless.check.skip -Dcheckstyle.skip -pl agent -am package
classes=$(echo "$top"/agent/target/brazier-*/lib)/*:$top/bpf/target/test-classes:$top/agent/target/test-classes

status=0
for program in ${*:-$all}; do
  if ! PATH=$PATH:/usr/sbin:/usr/local/bin command -v "$(command_of "$program")" >/dev/null; then
    echo "$program: $(command_of "$program") is not installed"
    continue
  fi
  "load_$program"
  sleep 2
  timeout 600 java -cp "$classes" dev.brazier.agent.unwind.StackExactness \
    "$top/agent/src/test/gdb/stacks.py" "$stacks" "$program" "$(process "${comms[0]}")" || status=1
  stop
done
exit "$status"
