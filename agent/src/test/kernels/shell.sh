#!/usr/bin/env bash
# Boots one of Debian's kernels in qemu on this machine's own root folder, read-only, and is a root shell there:
# each line of standard input is a command, its answer a line "STATUS BYTES BYTES" and that many bytes of
# standard output and standard error; the first answer, to nothing, says that it is ready. An empty line, or
# 20 minutes, end it.
#
#   sudo agent/src/test/kernels/shell.sh KERNEL [WORD...]
#
# KERNEL is one of kernels.txt; the words are added to the kernel's command line. What is kept of it is in
# agent/target/kernels, see machine.sh.
set -uo pipefail

# shellcheck source=agent/src/test/kernels/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/machine.sh"
# shellcheck disable=SC2034 # boot reads it
longest_seconds=5400

[[ $# -gt 0 ]] || fail "which kernel? See $here/kernels.txt"
line=$(choose "$1") || exit
check_machine
read -r kernel suite _ <<<"$line"
prepare "$work/$kernel" "$suite" </dev/null || exit
boot "$work/$kernel" stdio "GUEST=$here/serve.sh" "${@:2}" 2>"$work/$kernel/qemu.log"
