# shellcheck shell=sh
# Finds a Java 17 or newer without starting one. Read in by bin/brazier and by the checkout's launcher.

# Says what is wrong and how to mend it, and ends.
fail() {
  printf 'brazier: %s\n' "$1" >&2
  exit 1
}

# Reads the version out of the release file in $1, a Java's folder: asking the Java takes 40 ms.
# Sets $java_version, for example 17.0.15+6-Debian-1deb12u1; empty when there is no such file.
read_java_version() {
  java_version=
  [ -r "$1/release" ] || return 0
  while IFS='=' read -r key value; do
    case $key in
      JAVA_RUNTIME_VERSION) java_version=$value && break ;;
      JAVA_VERSION) java_version=$value ;;
    esac
  done <"$1/release"
  java_version=${java_version#\"}
  java_version=${java_version%\"}
}

# Whether folder $1 is a Java 17 or newer that has the program $2.
is_suitable_java() {
  [ -x "$1/bin/$2" ] || return 1
  read_java_version "$1"
  if [ -z "$java_version" ]; then
    java_version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')
  fi
  major=${java_version%%[!0-9]*}
  [ -n "$major" ] && [ "$major" -ge 17 ]
}

# Looks in JAVA_HOME, then in PATH, then where distributions put it, for a Java 17 or newer that has
# the program $1. Sets $java_home; without success says so and names $2, the package to install.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java_home=$JAVA_HOME
    is_suitable_java "$java_home" "$1" && return
    printf 'brazier: pass over JAVA_HOME=%s: it has no %s of version 17 or newer\n' "$JAVA_HOME" "$1" >&2
  fi
  if found=$(command -v "$1"); then
    java_home=$(readlink -f -- "$found")
    java_home=${java_home%/bin/*}
    is_suitable_java "$java_home" "$1" && return
  fi
  for java_home in /usr/lib/jvm/* /opt/java/* /opt/jdk*; do
    is_suitable_java "$java_home" "$1" && return
  done
  fail "find Java 17 or newer: none in JAVA_HOME, PATH or /usr/lib/jvm has $1; install one (Debian, Ubuntu: apt-get install $2; Fedora: dnf install java-latest-openjdk-devel) or set JAVA_HOME"
}
