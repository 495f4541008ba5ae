#!/usr/bin/env bash
# Tries brazier on other kernels: boots Debian's in qemu on this machine's own root folder, read-only,
# profiles two programs without frame pointers there, audits a third whose calls seccomp refuses, and prints a
# table of what came of it.
#
#   sudo agent/src/test/kernels/matrix.sh [KERNEL...]
#
# The kernels and what is expected on each are in kernels.txt; without arguments all are tried. Exit
# status 0 when each did as expected. What is kept of them is in agent/target/kernels, see machine.sh.
#
#   DISTRIBUTION     a built brazier folder to try; otherwise the checkout's, built if needed
#   DEBIAN_MIRROR    where to fetch from on a machine that is not Debian
set -uo pipefail

# shellcheck source=agent/src/test/kernels/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/machine.sh"
least_samples=100

# Sets $brazier to the program that the guests run.
find_brazier() {
  if [[ -z ${DISTRIBUTION:-} ]]; then
    "$top/brazier" version >/dev/null || exit 1
    DISTRIBUTION=$(echo "$top"/agent/target/brazier-*/)
  fi
  brazier=$(readlink -f "$DISTRIBUTION/bin/brazier")
  [[ -x $brazier ]] || fail "there is no bin/brazier in $DISTRIBUTION"
}

compile_programs() {
  mkdir -p "$work" || fail "cannot write to $work"
  gcc -O2 -fomit-frame-pointer -fno-optimize-sibling-calls -fno-inline -o "$work/callbacks" "$here/callbacks.c" ||
    fail 'gcc cannot compile callbacks.c'
  gcc -O2 -o "$work/verified" "$here/verified.c" || fail 'gcc cannot compile verified.c'
  gcc -O2 -o "$work/refused" "$here/refused.c" || fail 'gcc cannot compile refused.c'
}

# Prints the samples of process $2 in the guest's output $1, and the share of those with a whole stack in
# percent: one that begins with _start and holds each of the functions "$3", as "name times name times...".
count_stacks() {
  awk -F ';' -v process="$2" -v functions="$3" '
    BEGIN { words = split(functions, word, " ") }
    $2 == process {
      samples = $NF
      sub(/.* /, "", samples)
      sub(/ [0-9]+$/, "", $NF)
      split("", times)
      for (i = 3; i <= NF; i++) times[$i]++
      good = $3 == "_start"
      for (i = 1; i < words; i += 2) good = good && times[word[i]] == word[i + 1]
      all += samples
      if (good) whole += samples
    }
    END { printf "%d %.1f\n", all, all ? 100 * whole / all : 0 }' "$1"
}

# The value of a word in the guest's output $1.
value() {
  sed -n "s/^$2 //p" "$1" 2>/dev/null | head -n 1
}

# Prints a row of the table; the result, which comes first, ends it.
row() {
  printf '| %-7s | %-26s | %7s | %8s | %8s | %8s | %4s | %s | %s |\n' "${@:2}" "$1"
}

# Says in what a guest was not as expected: $1 its output, $2 samples, then shares of whole stacks. Reads
# $least, $audit and $engine.
judge() {
  local out=$1 samples=$2 share
  [[ $(value "$out" status) == 0 ]] || { echo "**no profile: ${out%/*}/console.log**" && return; }
  value "$out" engine | grep -q -e "$engine" || { echo "**not the engine '$engine'**" && return; }
  value "$out" audit | grep -q -e "$audit" || { echo "**not in what audit says: '$audit'**" && return; }
  ((samples >= least_samples)) || { echo "**fewer than $least_samples samples**" && return; }
  for share in "${@:3}"; do
    ((${share%.*} >= least)) || { echo "**fewer than $least % whole**" && return; }
  done
  echo pass
}

# Tries one kernel of kernels.txt and prints its row. Status 0 when it did as expected.
try() {
  local kernel=$1 suite=$2 least=$3 audit=$4 engine=$5 folder=$work/$1 out=$work/$1/guest.out started=$SECONDS
  local c c_whole python python_whole result
  if ! prepare "$folder" "$suite"; then
    row "**cannot get the kernel of Debian $suite: $folder/fetch.log**" "$kernel" - - - - - - -
    return 1
  fi
  rm -f "$out"
  boot "$folder" "file:$out" "GUEST=$here/guest.sh" "BRAZIER=$brazier" "WORK=$work" \
    </dev/null >"$folder/qemu.log" 2>&1
  read -r c c_whole < <(count_stacks "$out" callbacks 'main 1 descend 24 sort 1')
  read -r python python_whole < <(count_stacks "$out" python3 'Py_BytesMain 1')
  result=$(judge "$out" $((c + python)) "$c_whole" "$python_whole")
  row "$result" "$kernel" "$(value "$out" release)" $((c + python)) "$c_whole %" "$python_whole %" \
    "$(value "$out" verified)" $((SECONDS - started)) "$(value "$out" engine)"
  [[ $result == pass ]]
}

chosen=$(choose "$@") || exit
check_machine
find_brazier
compile_programs
row result kernel release samples C python3 verified s engine
echo '|---|---|---|---|---|---|---|---|---|'
failures=0
while read -r kernel suite least audit engine; do
  try "$kernel" "$suite" "$least" "$audit" "$engine" </dev/null || failures=$((failures + 1))
done <<<"$chosen"
exit "$((failures > 0))"
