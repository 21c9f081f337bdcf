#!/usr/bin/env bash
# PostgreSQL 17 with pgvector, and Redis, for tests and benches: loopback only, everything below ./.services.
#
#   .ci/services.sh start | stop | status | urls
#
# They run in a small Debian 13 root that debootstrap makes from the mirror of this machine's apt sources, so
# nothing is installed on the machine itself. Needs Linux with apt, and root. A second start changes nothing.
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
services=$project/.services
root=$services/debian13
pg_port=${SERVICES_PG_PORT:-55417}
redis_port=${SERVICES_REDIS_PORT:-56379}
pg_bin=/usr/lib/postgresql/17/bin
export LC_ALL=C.UTF-8

say() { printf 'services: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
as() { local user=$1; shift; chroot --userspec="$user" "$root" "$@"; }

mirror() {
  apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1
}

fetch_debootstrap() {
  local folder=$services/debootstrap
  if [ ! -x "$folder/usr/sbin/debootstrap" ]; then
    say "fetching debootstrap"
    mkdir -p "$folder"
    (cd "$folder" && apt-get -qq -o APT::Sandbox::User=root download debootstrap && dpkg -x debootstrap_*.deb .)
  fi
}

# The marker comes last: a root that was cut off half way is made again.
make_root() {
  [ -e "$root/.complete" ] && return
  command -v apt-get >/dev/null || die "this needs a Debian or Ubuntu machine; elsewhere, start PostgreSQL 17 with pgvector yourself"
  [ -n "$(mirror)" ] || { say "reading the apt sources"; apt-get -qq update; }
  local site
  site=$(mirror)
  [ -n "$site" ] || die "the apt sources of this machine name no Debian mirror"
  fetch_debootstrap
  say "making a Debian 13 root with PostgreSQL 17, pgvector and Redis (about a minute, 700 MB)"
  rm -rf "$root"
  DEBOOTSTRAP_DIR=$services/debootstrap/usr/share/debootstrap \
    "$services/debootstrap/usr/sbin/debootstrap" --variant=minbase \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    --include=postgresql-17,postgresql-17-pgvector,redis-server trixie "$root" "$site" \
    >"$services/debootstrap.log" 2>&1 || die "debootstrap failed, see $services/debootstrap.log"
  touch "$root/.complete"
}

make_cluster() {
  [ -e "$root/pg/data/PG_VERSION" ] && return
  say "making the database cluster"
  chroot "$root" install -d -o postgres /pg
  chroot "$root" install -d -o redis /redis
  as postgres $pg_bin/initdb -D /pg/data -A trust -U postgres -E UTF8 --locale=C.UTF-8 >"$services/initdb.log"
}

is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
pid_of() { [ -s "$1" ] && head -n 1 "$1"; }
is_alive() { local pid; pid=$(pid_of "$1") && kill -0 "$pid" 2>/dev/null; }
pg_pid_file=$root/pg/data/postmaster.pid
redis_pid_file=$root/redis/redis.pid

start_postgres() {
  if is_open "$pg_port"; then say "a PostgreSQL is already listening on 127.0.0.1:$pg_port"; return; fi
  is_alive "$pg_pid_file" || rm -f "$pg_pid_file"
  as postgres $pg_bin/pg_ctl -D /pg/data -l /pg/log -w start \
    -o "-p $pg_port -k /pg -c listen_addresses=127.0.0.1 -c max_connections=200" >/dev/null \
    || { tail -n 20 "$root/pg/log" >&2; die "PostgreSQL did not start"; }
  say "PostgreSQL 17 listens on 127.0.0.1:$pg_port"
}

start_redis() {
  if is_open "$redis_port"; then say "a Redis is already listening on 127.0.0.1:$redis_port"; return; fi
  as redis /usr/bin/redis-server --bind 127.0.0.1 --port "$redis_port" --dir /redis --save '' --daemonize yes \
    --pidfile /redis/redis.pid --logfile /redis/log >/dev/null
  for _ in $(seq 50); do
    if is_open "$redis_port"; then say "Redis listens on 127.0.0.1:$redis_port"; return; fi
    sleep 0.1
  done
  tail -n 20 "$root/redis/log" >&2
  die "Redis did not start"
}

start() {
  if ! is_open "$pg_port" || ! is_open "$redis_port"; then
    [ "$(id -u)" = 0 ] || die "start needs root (chroot); or start PostgreSQL 17 with pgvector and Redis yourself"
    mkdir -p "$services"
    make_root
    make_cluster
  fi
  start_postgres
  start_redis
}

# Only what this folder started is stopped, by its pid file.
stop() {
  if is_alive "$pg_pid_file"; then
    as postgres $pg_bin/pg_ctl -D /pg/data -m fast -w stop >/dev/null
    say "PostgreSQL stopped"
  fi
  if is_alive "$redis_pid_file"; then
    kill "$(pid_of "$redis_pid_file")"
    for _ in $(seq 50); do is_alive "$redis_pid_file" || break; sleep 0.1; done
    say "Redis stopped"
  fi
}

urls() {
  printf 'RAPTORFLOW_TEST_DATABASE_URL=postgres://postgres@127.0.0.1:%s/postgres\n' "$pg_port"
  printf 'RAPTORFLOW_TEST_REDIS_URL=redis://127.0.0.1:%s\n' "$redis_port"
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  status) is_open "$pg_port" && is_open "$redis_port" ;;
  urls) urls ;;
  *) die "usage: .ci/services.sh start | stop | status | urls" ;;
esac
