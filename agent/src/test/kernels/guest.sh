#!/bin/sh
# Runs in the guest, on the host's root folder: profiles two programs without frame pointers.
#
#   BRAZIER    the program to try
#   WORK       where the compiled programs are
#
# Standard output is what matrix.sh reads: lines of a word and its value, and the stacks as collapsed
# text. What brazier says itself goes to the console.

set -u

seconds=6

# Waits until process $1 samples and has come to rest, ten minutes at most.
wait_for_rest() {
  ticks=0
  rounds=600
  while [ "$rounds" -gt 0 ] && [ -e "/proc/$1/exe" ] && sleep 1; do
    rounds=$((rounds - 1))
    before=$ticks
    ticks=$(awk '{ print $14 + $15 }' "/proc/$1/stat")
    [ -s /run/verified ] && [ $((ticks - before)) -lt 20 ] && return
  done
}

# The programs stand still while brazier starts, and makes its tables of them, and names their frames:
# emulated CPUs are twenty times slower than real ones, and what counts here is what the kernel does.
"$WORK/callbacks" &
callbacks=$!
/usr/bin/python3 -I "${0%/*}/tree.py" &
tree=$!
sleep 1
kill -STOP "$callbacks" "$tree"

"$WORK/verified" >/run/verified &
HOME=/run "$BRAZIER" record -p "$callbacks,$tree" -d 1h -F 199 -o /run/profile.svg -o /run/profile.collapsed \
  2>/run/summary &
recorder=$!
wait_for_rest "$recorder"
kill -CONT "$callbacks" "$tree"
sleep "$seconds"
kill -STOP "$callbacks" "$tree"
kill "$recorder"
wait "$recorder"
status=$?
cat /run/summary >&2

# What it finds out about a filter's refusals, or why it cannot.
audit=$(
  "$WORK/refused" &
  BRAZIER_JAVA_OPTS=-Xint "$BRAZIER" seccomp audit -p "$!" -d 3s --json 2>&1
  kill "$!"
)
printf '%s\n' "$audit" >&2

printf 'release %s\n' "$(uname -r)"
printf 'engine %s\n' "$(sed -n 's/.*engine: \([^<]*\).*/\1/p' /run/profile.svg | head -n 1)"
printf 'verified %s\n' "$(cat /run/verified)"
printf 'audit %s\n' "$(printf '%s\n' "$audit" | head -n 1)"
printf 'status %d\n' "$status"
cat /run/profile.collapsed
