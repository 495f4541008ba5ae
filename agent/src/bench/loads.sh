# shellcheck shell=bash disable=SC2034,SC2154
# Real programs under load, for the benches that watch them. Read in by those, which set:
#
#   longest   seconds after which a load ends by itself, should the bench be killed
#   sources   the folder of the programs of our own
#
# Sets $work, a folder that goes with the bench, and has each load in a session of its own.

work=$(mktemp -d)
# Servers drop their privileges and must still reach their folders.
chmod 755 "$work"
groups=()

# Starts a load in a session of its own, so that one signal ends all of its processes.
start() {
  setsid timeout -k 2 "$longest" "$@" >>"$work/load.log" 2>&1 </dev/null &
  groups+=("$!")
}

stop() {
  for group in "${groups[@]}"; do
    kill -TERM -- "-$group" 2>/dev/null || true
  done
  for group in "${groups[@]}"; do
    wait "$group" 2>/dev/null || true
    kill -KILL -- "-$group" 2>/dev/null || true
  done
  groups=()
}

finish() {
  stop
  rm -rf -- "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

repeat() {
  start sh -c "while :; do $1; done"
}

# A port that nobody listens on now.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Each load starts itself and sets $comms: the processes that count.

load_c() {
  gcc -O2 -o "$work/known_depths" "$sources/known_depths.c" -lm -lpthread
  start "$work/known_depths" 600
  comms=(known_depths)
}

load_c++-exceptions() {
  g++ -O2 -o "$work/exceptions" "$sources/exceptions.cc"
  start "$work/exceptions" 600
  comms=(exceptions)
}

load_go() {
  GOCACHE=$work/go-cache go build -o "$work/goroutines" "$sources/known_depths.go"
  start "$work/goroutines" 600
  comms=(goroutines)
}

load_python3() {
  start /usr/bin/python3 "$sources/busy.py"
  comms=(python3)
}

load_perl() {
  start perl "$sources/busy.pl"
  comms=(perl)
}

load_openssl-chacha20() {
  start openssl speed -seconds 600 -bytes 8192 -evp chacha20-poly1305
  comms=(openssl)
}

load_nginx() {
  local port
  port=$(free_port)
  mkdir -p "$work/nginx/page"
  seq 1 20000 >"$work/nginx/page/numbers.txt"
  cat >"$work/nginx/nginx.conf" <<CONF
worker_processes 2;
daemon off;
pid $work/nginx/pid;
error_log $work/nginx/error.log;
events {}
http {
  access_log $work/nginx/access.log;
  client_body_temp_path $work/nginx/body;
  proxy_temp_path $work/nginx/proxy;
  fastcgi_temp_path $work/nginx/fastcgi;
  scgi_temp_path $work/nginx/scgi;
  uwsgi_temp_path $work/nginx/uwsgi;
  gzip on;
  gzip_http_version 1.0;
  gzip_types text/plain;
  server { listen 127.0.0.1:$port; location / { root $work/nginx/page; } }
}
CONF
  start nginx -p "$work/nginx" -c "$work/nginx/nginx.conf"
  sleep 1
  repeat "ab -q -n 100000 -c 8 -H 'Accept-Encoding: gzip' http://127.0.0.1:$port/numbers.txt"
  comms=(nginx)
}
