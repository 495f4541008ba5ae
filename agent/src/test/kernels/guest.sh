#!/bin/sh
# Runs in the guest, on the host's root folder: profiles two programs without frame pointers.
#
#   BRAZIER    the program to try
#   WORK       where the compiled programs are
#
# Standard output is what matrix.sh reads: lines of a word and its value, and the stacks as collapsed
# text. What brazier says itself goes to the console.

set -u

# Emulated CPUs are slow: what is sampled leaves them to brazier where that has something to do.
nice -n 10 "$WORK/callbacks" &
pids=$!
nice -n 10 /usr/bin/python3 -I "${0%/*}/tree.py" &
pids=$pids,$!
"$WORK/verified" >/run/verified &

HOME=/run "$BRAZIER" record -p "$pids" -d 6s -F 199 -o /run/profile.svg -o /run/profile.collapsed 2>/run/summary
status=$?
cat /run/summary >&2

printf 'release %s\n' "$(uname -r)"
printf 'engine %s\n' "$(sed -n 's/.*engine: \([^<]*\).*/\1/p' /run/profile.svg | head -n 1)"
printf 'verified %s\n' "$(cat /run/verified)"
printf 'status %d\n' "$status"
cat /run/profile.collapsed
