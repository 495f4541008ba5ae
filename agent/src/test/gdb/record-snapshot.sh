#!/bin/sh
# Records a stack of a running process for bpf's SnapshotTest: stops it with gdb, compiles the tables of
# its files, walks its stack, and writes what the walk needs and what gdb found.
#
#   sudo agent/src/test/gdb/record-snapshot.sh PID NAME 'WHAT IT SHOWS' [WISH[,WISH...]]
#
# writes bpf/src/test/resources/snapshots/NAME.txt. WISH says which stack to wait for: equal, signal, main,
# thread, in=FILE, leaf=FILE, between=FILE, cfa=PLT, cfa=OTHER, bytes=N, frames=N, end=ROOT, walked; see
# StackWish. Needs gdb, root, and a build: mvn -q -DskipTests package. When the walk and gdb differ it says
# where and writes all the same: a snapshot of an error, to be put right.
set -eu

top=$(cd -- "$(dirname -- "$0")/../../../.." && pwd)
if [ $# -lt 3 ]; then
  sed -n 's/^#   sudo /usage: sudo /p' "$0" >&2
  exit 2
fi
jars=$(echo "$top"/agent/target/brazier-*/lib)
exec java -cp "$jars/*:$top/bpf/target/test-classes:$top/agent/target/test-classes" \
  dev.brazier.agent.unwind.StackRecorder "$top/agent/src/test/gdb/stacks.py" "$1" \
  "$top/bpf/src/test/resources/snapshots/$2.txt" "$3" "${4-}"
