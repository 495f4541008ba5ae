#!/usr/bin/env bash
# Profiles real programs under load, one after the other, and prints how many of their stacks reach
# their end, how the others ended, and how deep they are.
#
#   sudo agent/src/bench/completeness.sh [-d SECONDS] [-F HZ] [-u auto|tables|fp] [-o FOLDER] [PROGRAM...]
#
# Without PROGRAM all of them, "-l" lists them; -o keeps what brazier wrote and said. A program that is not installed is left out, and its
# Debian package is named. Servers listen on the loopback interface or on a socket in a folder of ours,
# with data of their own, and end with the script. Samples without a user part are left out of the
# shares; the first samples of each process are in.
set -euo pipefail

seconds=10
hertz=499
unwind=()
keep=
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
sources=$top/agent/src/test/workloads
# PROGRAM:COMMAND[,COMMAND...]:PACKAGE[,PACKAGE...] in the order of the table.
programs='
c:gcc:gcc
c-900-deep:gcc:gcc
c++-exceptions:g++:g++
coroutines:gcc:gcc
mmap-storm:gcc:gcc
exec-storm:uname:coreutils
files-gone:gcc:gcc
musl-static:musl-gcc:musl-tools
go:go:golang-go
python3:/usr/bin/python3:python3
perl:perl:perl
node:node:nodejs
openssl-chacha20:openssl:openssl
openssl-aes:openssl:openssl
openssl-sha:openssl:openssl
openssl-sign:openssl:openssl
xz:xz:xz-utils
cc1plus:g++:g++
parallel-build:g++,make:g++,make
whole-machine:g++,make:g++,make
nginx:nginx,ab:nginx-light,apache2-utils
redis:redis-server,redis-benchmark:redis-server,redis-tools
postgres:pgbench,/usr/lib/postgresql/*/bin/postgres:postgresql,postgresql-client
container:gcc,runc:gcc,runc
'

say() {
  printf 'completeness: %s\n' "$1" >&2
}

fail() {
  say "$1"
  exit 1
}

names() {
  for program in $programs; do
    printf '%s\n' "${program%%:*}"
  done
}

while getopts d:F:u:o:l option; do
  case $option in
    d) seconds=$OPTARG ;;
    F) hertz=$OPTARG ;;
    u) unwind=("--unwind=$OPTARG") ;;
    o) keep=$OPTARG ;;
    l) names && exit ;;
    *) fail 'usage: completeness.sh [-l] [-d SECONDS] [-F HZ] [-u auto|tables|fp] [-o FOLDER] [PROGRAM...]' ;;
  esac
done
shift $((OPTIND - 1))
[ "$(id -u)" -eq 0 ] || fail 'record whole programs: become root'

longest=$((seconds + 60))
# shellcheck source=agent/src/bench/loads.sh
. "$top/agent/src/bench/loads.sh"

load_c-900-deep() {
  gcc -O2 -o "$work/deep" "$sources/known_depths.c" -lm -lpthread
  start "$work/deep" 600 900
  comms=(deep)
}

load_coroutines() {
  gcc -O2 -o "$work/coroutines" "$sources/coroutines.c"
  start "$work/coroutines" 600
  comms=(coroutines)
}

load_mmap-storm() {
  gcc -O2 -o "$work/mapping_storm" "$sources/mapping_storm.c" -lpthread
  start "$work/mapping_storm" 600
  comms=(mapping_storm)
}

load_exec-storm() {
  repeat '/bin/true; /bin/uname; /bin/cat /dev/null'
  repeat '/bin/true; /bin/uname; /bin/cat /dev/null'
  comms=(sh true uname cat)
}

load_files-gone() {
  gcc -O2 -shared -fPIC -o "$work/libgone.so" "$sources/gone_library.c"
  gcc -O2 -o "$work/gone" "$sources/gone.c" -ldl
  start "$work/gone" "$work/libgone.so" 600
  # The kernel names what is run from memory after its descriptor; the number is anybody's guess.
  comms=('[0-9]' in-memory 'memfd*')
}

load_musl-static() {
  musl-gcc -O2 -static -o "$work/musl" "$sources/known_depths.c"
  start "$work/musl" 600
  comms=(musl)
}

load_node() {
  start node "$sources/busy.js"
  comms=(node)
}

load_openssl-aes() {
  start openssl speed -seconds 600 -bytes 8192 -evp aes-256-gcm
  start openssl speed -seconds 600 -bytes 1024 -evp aes-128-cbc-hmac-sha256
  comms=(openssl)
}

load_openssl-sha() {
  start openssl speed -seconds 600 -bytes 8192 sha256
  start openssl speed -seconds 600 -bytes 8192 -evp sha3-256
  comms=(openssl)
}

load_openssl-sign() {
  start openssl speed -seconds 600 rsa2048
  start openssl speed -seconds 600 ecdsap256
  start openssl speed -seconds 600 ed25519
  comms=(openssl)
}

load_xz() {
  repeat "xz -T2 -c $(command -v bash) >/dev/null"
  comms=(xz)
}

load_cc1plus() {
  printf '#include <regex>\nstd::regex pattern("a+");\n' >"$work/regex.cc"
  repeat "g++ -O2 -c -o /dev/null $work/regex.cc"
  comms=(cc1plus)
}

load_parallel-build() {
  mkdir -p "$work/build"
  for part in {1..8}; do
    printf '#include <map>\n#include <string>\nstd::map<std::string, int> part%d;\n' "$part" \
      >"$work/build/cpp$part.cc"
    for piece in {1..4}; do
      printf '#include <stdio.h>\nvoid part%d_%d(void) { puts(""); }\n' "$part" "$piece" \
        >"$work/build/c${part}_$piece.c"
    done
  done
  printf 'int main(void) { return 0; }\n' >"$work/build/main.c"
  # shellcheck disable=SC2016 # the variables are make's
  printf 'objects := $(patsubst %%.cc,%%.o,$(wildcard *.cc)) $(patsubst %%.c,%%.o,$(wildcard *.c))\nprogram: $(objects)\n\tg++ -o $@ $^\n' \
    >"$work/build/Makefile"
  repeat "make -s -B -j4 -C $work/build"
  comms=(make sh g++ gcc cc1 cc1plus as collect2 ld)
}

# The same build, and whatever else runs, brazier itself included.
load_whole-machine() {
  load_parallel-build
  comms=()
}

load_redis() {
  start redis-server --port 0 --unixsocket "$work/redis.sock" --save '' --dir "$work"
  sleep 1
  repeat "redis-benchmark -q -s $work/redis.sock -n 100000 -P 4 -t set,get,lrange_300,zadd,sadd,incr"
  comms=(redis-server)
}

# postgres refuses to run as root.
load_postgres() {
  local programs data=$work/postgres as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | tail -n 1)
  mkdir "$data"
  chown 65534:65534 "$data"
  "${as_nobody[@]}" "$programs/initdb" -D "$data/db" -U bench --no-sync >>"$work/load.log" 2>&1
  start "${as_nobody[@]}" "$programs/postgres" -D "$data/db" -k "$data" -c listen_addresses= -c fsync=off
  timeout 20 sh -c "until '$programs/pg_isready' -q -h '$data'; do sleep 0.2; done"
  pgbench -q -i -s 5 -h "$data" -U bench postgres >>"$work/load.log" 2>&1
  repeat "pgbench -n -c 4 -T 60 -b simple-update -b select-only -h $data -U bench postgres"
  comms=(postgres)
}

# A static program alone in its root, as a user without rights.
load_container() {
  local bundle=$work/bundle
  mkdir -p "$bundle"/rootfs/{proc,dev,sys}
  gcc -O2 -static -o "$bundle/rootfs/contained" "$sources/known_depths.c" -lm -lpthread
  runc spec --bundle "$bundle"
  python3 - "$bundle/config.json" <<'PYTHON'
import json, sys
with open(sys.argv[1]) as file:
    config = json.load(file)
process = config["process"]
process.update(terminal=False, args=["/contained", "600"], user={"uid": 4321, "gid": 4321})
process.pop("rlimits", None)
with open(sys.argv[1], "w") as file:
    json.dump(config, file)
PYTHON
  start runc run --bundle "$bundle" "brazier-completeness-$$"
  comms=(contained)
}

stop_container() {
  runc kill "brazier-completeness-$$" KILL
  wait "${groups[0]}" || true
}

# Reads collapsed stacks; prints the median, the 90th percentile and the maximum of the user frames.
depths() {
  awk '{
    count = $NF; sub(/ [0-9]+$/, "")
    frames = split($0, frame, ";"); user = -2
    for (i = 1; i <= frames; i++) if (frame[i] !~ /_\[k\]$/) user++
    if (user > 0) { at[user] += count; all += count; if (user > most) most = user }
  } END {
    for (user = 1; user <= most; user++) {
      sum += at[user]
      if (!median && sum * 2 >= all) median = user
      if (!high && sum * 10 >= all * 9) high = user
    }
    print median + 0, high + 0, most + 0
  }' "$1"
}

# Reads the summary; prints the share that reached the end among stacks with a user part, then the other
# ends, separated by a tab.
ends() {
  sed -n 's/^stacks *//p' "$1" | awk '{
    count = split($0, part, /, /)
    for (i = 1; i <= count; i++) {
      if (part[i] ~ /reached their end$/) whole = part[i] + 0
      else if (part[i] ~ /kernel only$/) none = part[i] + 0
      else if (part[i] != "no user part") other = other ", " part[i]
    }
    printf "%.1f\t%s\n", none < 100 ? 100 * whole / (100 - none) : 0, substr(other, 3)
  }'
}

measure() {
  local name=$1 comm arguments=()
  "load_$name"
  sleep 1
  for comm in "${comms[@]}"; do
    arguments+=(--comm "$comm")
  done
  if ! "$brazier" record "${unwind[@]}" -d "${seconds}s" -F "$hertz" "${arguments[@]}" -o "$work/$name.txt" \
    2>"$work/$name.err"; then
    tail -n 3 "$work/$name.err" >&2
    fail "record $name: brazier failed"
  fi
  if declare -F "stop_$name" >/dev/null; then
    "stop_$name"
  fi
  stop
  print_row "$name"
  if [ -n "$keep" ]; then
    cp -- "$work/$name.txt" "$work/$name.err" "$keep"
  fi
}

print_row() {
  local name=$1 samples share other median high most
  samples=$(sed -n 's/^samples .* \([0-9,]*\) received.*/\1/p' "$work/$name.err")
  IFS=$'\t' read -r share other < <(ends "$work/$name.err")
  read -r median high most < <(depths "$work/$name.txt")
  printf '%-18s %8s %6s%%  %4s %4s %4s  %s\n' "$name" "$samples" "$share" "$median" "$high" "$most" "$other"
}

# Sets $missing to the packages that a program needs and that are not there.
find_missing() {
  local needs=$1 commands packages
  IFS=, read -ra commands <<<"$(cut -d: -f2 <<<"$needs")"
  IFS=, read -ra packages <<<"$(cut -d: -f3 <<<"$needs")"
  missing=
  for i in "${!commands[@]}"; do
    # shellcheck disable=SC2086 # the word may be a pattern of paths
    PATH=$PATH:/usr/sbin:/sbin command -v ${commands[i]} >/dev/null || missing="$missing ${packages[i]}"
  done
}

asked=" $* "
for name in "$@"; do
  names | grep -Fqx -- "$name" || fail "measure $name: there are $(names | paste -sd ' ')"
done
[ -z "$keep" ] || mkdir -p -- "$keep"
"$top/brazier" version >/dev/null
brazier=$(echo "$top"/agent/target/brazier-*/bin/brazier)
printf '%d s at %d Hz each\n' "$seconds" "$hertz"
printf '%-18s %8s %7s  %4s %4s %4s  %s\n' program samples whole p50 p90 max 'other ends'
for needs in $programs; do
  name=${needs%%:*}
  [ "$asked" = '  ' ] || [[ $asked == *" $name "* ]] || continue
  find_missing "$needs"
  if [ -n "$missing" ]; then
    printf '%-18s not installed: apt-get install --no-install-recommends%s\n' "$name" "$missing"
  else
    measure "$name"
  fi
done
