#!/bin/sh
# Runs in the guest, on the host's root folder: each line of standard input is a command to run, the answer is
# as shell.sh says. What commands write is kept in /run, the only place where they can.

set -u

size() {
  stat -c %s "$1"
}

export HOME=/run
cd /run || exit
# What comes before is lost, as the port was not set up yet.
echo 0 0 0
while IFS= read -r command && [ -n "$command" ]; do
  sh -c "$command" </dev/null >/run/answer.out 2>/run/answer.err
  printf '%d %d %d\n' "$?" "$(size answer.out)" "$(size answer.err)"
  cat answer.out answer.err
done
