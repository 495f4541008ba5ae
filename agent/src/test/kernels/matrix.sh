#!/usr/bin/env bash
# Tries brazier on other kernels: boots Debian's in qemu on this machine's own root folder, read-only,
# profiles two programs without frame pointers there, and prints a table of what came of it.
#
#   sudo agent/src/test/kernels/matrix.sh [KERNEL...]
#
# The kernels and what is expected on each are in kernels.txt; without arguments all are tried. Exit
# status 0 when each did as expected. Kernels are fetched with apt from this machine's Debian mirror and
# kept in agent/target/kernels, beside the console of each guest; the system's own apt is left alone.
#
#   DISTRIBUTION     a built brazier folder to try; otherwise the checkout's, built if needed
#   DEBIAN_MIRROR    where to fetch from on a machine that is not Debian
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../../../.." && pwd)
work=$top/agent/target/kernels
needs='apt-get:apt dpkg:dpkg qemu-system-x86_64:qemu-system-x86 busybox:busybox-static cpio:cpio xz:xz-utils
  zstd:zstd gcc:gcc python3:python3'
longest_seconds=300
least_samples=100

fail() {
  printf 'kernels: %s\n' "$1" >&2
  exit 1
}

# Sets $virtiofsd.
check_machine() {
  [[ $(uname -m) == x86_64 ]] || fail "these are kernels for x86_64 and this machine's programs; it is $(uname -m)"
  [[ $(id -u) -eq 0 ]] || fail 'share the root folder with a guest: only root can; run with sudo'
  local need
  for need in $needs; do
    command -v "${need%:*}" >/dev/null || fail "there is no ${need%:*}; apt-get install ${need#*:}"
  done
  for virtiofsd in /usr/lib/qemu/virtiofsd /usr/libexec/virtiofsd; do
    [[ -x $virtiofsd ]] && return
  done
  fail 'there is no virtiofsd; apt-get install qemu-system-common, or virtiofsd where that is a package'
}

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
}

# Sets $mirror to where this machine gets its own Debian from.
find_mirror() {
  mirror=${DEBIAN_MIRROR:-}
  [[ -n $mirror ]] && return
  local ID='' VERSION_CODENAME=''
  # shellcheck source=/dev/null
  . /etc/os-release
  [[ $ID == debian ]] || fail "this machine is not Debian: set DEBIAN_MIRROR to a mirror of it"
  # shellcheck disable=SC2016 # apt fills these in
  mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
    awk -v release="$VERSION_CODENAME" '$1 == release { print $2; exit }')
  [[ -n $mirror ]] || fail "apt has no source for $VERSION_CODENAME: set DEBIAN_MIRROR to a mirror of Debian"
}

# Gives apt sources and a state of its own in folder $1, for suite $2.
set_up_apt() {
  mkdir -p "$1/lists/partial" "$1/archives/partial" || return
  : >"$1/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $2 main" >"$1/sources.list"
  export APT_CONFIG=$1/apt.conf
  cat >"$APT_CONFIG" <<EOF
APT::Architecture "amd64";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "2";
Dir::Cache "$1";
Dir::Etc::SourceList "$1/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State "$1";
Dir::State::status "$1/status";
EOF
}

# Fetches the kernel of suite $2 and unpacks it into $1/root.
fetch() (
  set_up_apt "$1/apt" "$2" && apt-get -q --error-on=any update || exit
  packages=$(apt-cache depends --recurse --important linux-image-cloud-amd64 |
    grep -E '^linux-(image|binary|modules)-[0-9]') || exit
  cd "$1/apt/archives" || exit
  # shellcheck disable=SC2086 # one word for each package
  apt-get -q download $packages || exit
  for package in *.deb; do
    dpkg -x "$package" "$1/root" || exit
  done
)

# Makes the initrd of the kernel in $1/root: busybox, and the modules that virtiofs needs.
make_initrd() {
  local root=$1/initrd.d name file
  mkdir -p "$root"/{bin,proc,dev,host,modules} || return
  cp "$(command -v busybox)" "$root/bin/busybox" && cp "$here/init" "$root/init" || return
  for name in virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci fuse virtiofs; do
    file=$(find "$1/root" -name "$name.ko*" -print -quit)
    case $file in
      '') ;; # built in
      *.xz) xz -dc "$file" >"$root/modules/$name.ko" || return ;;
      *.zst) zstd -qdc "$file" >"$root/modules/$name.ko" || return ;;
      *) cp "$file" "$root/modules/$name.ko" || return ;;
    esac
  done
  (cd "$root" && find . | cpio --quiet -o -H newc) >"$1/initrd" && rm -rf "$root"
}

# Makes $1/vmlinuz and $1/initrd from suite $2, unless they are there.
prepare() {
  [[ -e $1/vmlinuz && $1/initrd -nt $here/init ]] && return
  rm -rf "$1"
  mkdir -p "$1" && find_mirror || return
  if ! fetch "$1" "$2" >"$1/fetch.log" 2>&1; then
    printf 'kernels: cannot get linux-image-cloud-amd64 of Debian %s from %s:\n' "$2" "$mirror" >&2
    tail -n 5 "$1/fetch.log" >&2
    return 1
  fi
  mv "$(find "$1/root" -name 'vmlinuz*' -print -quit)" "$1/vmlinuz" && make_initrd "$1" && rm -rf "$1/root" "$1/apt"
}

# Boots the kernel in $1: what guest.sh prints is in $1/guest.out afterwards, the console in $1/console.log.
# The CPU is without cmpxchg16b: qemu 7.2 leaves wrong flags after it, of which 6.12 dies.
boot() {
  local socket words
  socket=$(mktemp -d)/virtiofs
  words="GUEST=$here/guest.sh BRAZIER=$brazier WORK=$work ${JAVA_HOME:+JAVA_HOME=$JAVA_HOME}"
  rm -f "$1/guest.out"
  "$virtiofsd" --socket-path="$socket" --thread-pool-size=2 \
    -o source=/ -o cache=always -o sandbox=chroot -o no_posix_lock >"$1/virtiofsd.log" 2>&1 &
  for _ in {1..50}; do
    [[ -S $socket ]] && break
    sleep 0.1
  done
  timeout "$longest_seconds" qemu-system-x86_64 -accel tcg,thread=multi -cpu qemu64,-cx16 -smp 2 -m 2048 \
    -object memory-backend-memfd,id=memory,size=2048M,share=on -numa node,memdev=memory \
    -chardev socket,id=host,path="$socket" -device vhost-user-fs-pci,chardev=host,tag=host \
    -nodefaults -no-user-config -display none -no-reboot \
    -serial "file:$1/console.log" -serial "file:$1/guest.out" \
    -kernel "$1/vmlinuz" -initrd "$1/initrd" -append "console=ttyS0 quiet panic=-1 mitigations=off $words" \
    </dev/null >"$1/qemu.log" 2>&1
  # It has ended with qemu, unless qemu did not start.
  kill $! 2>/dev/null
  wait $!
  rm -rf "${socket%/*}"
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
# $least and $engine.
judge() {
  local out=$1 samples=$2 share
  [[ $(value "$out" status) == 0 ]] || { echo "**no profile: ${out%/*}/console.log**" && return; }
  value "$out" engine | grep -q -e "$engine" || { echo "**not the engine '$engine'**" && return; }
  ((samples >= least_samples)) || { echo "**fewer than $least_samples samples**" && return; }
  for share in "${@:3}"; do
    ((${share%.*} >= least)) || { echo "**fewer than $least % whole**" && return; }
  done
  echo pass
}

# Tries one kernel of kernels.txt and prints its row. Status 0 when it did as expected.
try() {
  local kernel=$1 suite=$2 least=$3 engine=$4 folder=$work/$1 out=$work/$1/guest.out started=$SECONDS
  local c c_whole python python_whole result
  if ! prepare "$folder" "$suite"; then
    row "**cannot get the kernel of Debian $suite: $folder/fetch.log**" "$kernel" - - - - - - -
    return 1
  fi
  boot "$folder"
  read -r c c_whole < <(count_stacks "$out" callbacks 'main 1 descend 24 sort 1')
  read -r python python_whole < <(count_stacks "$out" python3 'Py_BytesMain 1')
  result=$(judge "$out" $((c + python)) "$c_whole" "$python_whole")
  row "$result" "$kernel" "$(value "$out" release)" $((c + python)) "$c_whole %" "$python_whole %" \
    "$(value "$out" verified)" $((SECONDS - started)) "$(value "$out" engine)"
  [[ $result == pass ]]
}

# The lines of kernels.txt for the kernels named, or all.
choose() {
  local kernel
  [[ $# -gt 0 ]] || grep -v '^#' "$here/kernels.txt"
  for kernel; do
    awk -v kernel="$kernel" '$1 == kernel { print; found = 1 } END { exit !found }' "$here/kernels.txt" ||
      fail "there is no kernel $kernel in $here/kernels.txt"
  done
}

chosen=$(choose "$@") || exit
check_machine
find_brazier
compile_programs
row result kernel release samples C python3 verified s engine
echo '|---|---|---|---|---|---|---|---|---|'
failures=0
while read -r kernel suite least engine; do
  try "$kernel" "$suite" "$least" "$engine" </dev/null || failures=$((failures + 1))
done <<<"$chosen"
exit "$((failures > 0))"
