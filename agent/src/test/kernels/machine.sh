# shellcheck shell=bash
# Kernels of Debian in qemu, on this machine's own root folder, read-only: for the scripts beside it, which
# source this. Kernels are fetched with apt from this machine's Debian mirror and kept in
# agent/target/kernels, beside the console of each guest; the system's own apt is left alone.
#
#   DEBIAN_MIRROR    where to fetch from on a machine that is not Debian

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../../../.." && pwd)
# shellcheck disable=SC2034 # the scripts use it too
work=$top/agent/target/kernels
needs='apt-get:apt dpkg:dpkg qemu-system-x86_64:qemu-system-x86 busybox:busybox-static cpio:cpio xz:xz-utils
  zstd:zstd gcc:gcc python3:python3'
longest_seconds=1500

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

# Makes the initrd of the kernel in $1/root, without its first program: busybox, and the modules that virtiofs
# needs.
make_initrd() {
  local root=$1/initrd.d name file
  mkdir -p "$root"/{bin,proc,dev,host,modules} || return
  cp "$(command -v busybox)" "$root/bin/busybox" || return
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
  [[ -e $1/vmlinuz && -e $1/initrd ]] && return
  rm -rf "$1"
  mkdir -p "$1" && find_mirror || return
  if ! fetch "$1" "$2" >"$1/fetch.log" 2>&1; then
    printf 'kernels: cannot get linux-image-cloud-amd64 of Debian %s from %s:\n' "$2" "$mirror" >&2
    tail -n 5 "$1/fetch.log" >&2
    return 1
  fi
  mv "$(find "$1/root" -name 'vmlinuz*' -print -quit)" "$1/vmlinuz" && make_initrd "$1" && rm -rf "$1/root" "$1/apt"
}

# Boots the kernel in $1 and waits for its end. The second serial port, which is the guest's program's standard
# input and output, is connected with $2, as qemu's -serial takes it; the console is in $1/console.log
# afterwards. The words that follow are added to the kernel's command line; init reads those of them that are
# NAME=VALUE.
# The CPU is without cmpxchg16b: qemu 7.2 leaves wrong flags after it, of which 6.12 dies.
boot() {
  local socket words virtiofsd_pid
  socket=$(mktemp -d)/virtiofs
  words="${*:3} ${JAVA_HOME:+JAVA_HOME=$JAVA_HOME}"
  # Archives one after the other are one: the first program comes as it is now.
  (cat "$1/initrd" && cd "$here" && echo init | cpio --quiet -o -H newc) >"$1/initrd.whole"
  "$virtiofsd" --socket-path="$socket" --thread-pool-size=2 \
    -o source=/ -o cache=always -o sandbox=chroot -o no_posix_lock </dev/null >"$1/virtiofsd.log" 2>&1 &
  virtiofsd_pid=$!
  for _ in {1..600}; do
    [[ -S $socket ]] && break
    sleep 0.1
  done
  timeout "$longest_seconds" qemu-system-x86_64 -accel tcg,thread=multi -cpu qemu64,-cx16 -smp 2 -m 2048 \
    -object memory-backend-memfd,id=memory,size=2048M,share=on -numa node,memdev=memory \
    -chardev socket,id=host,path="$socket" -device vhost-user-fs-pci,chardev=host,tag=host \
    -nodefaults -no-user-config -display none -no-reboot \
    -serial "file:$1/console.log" -serial "$2" \
    -kernel "$1/vmlinuz" -initrd "$1/initrd.whole" -append "console=ttyS0 quiet panic=-1 mitigations=off $words"
  # It has ended with qemu, unless qemu did not start.
  kill "$virtiofsd_pid" 2>/dev/null
  wait "$virtiofsd_pid"
  rm -rf "${socket%/*}"
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
