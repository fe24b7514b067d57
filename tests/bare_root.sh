#!/bin/bash
# Proves in a bare Debian 12 root, as root, that nothing is forgotten: `make check`, `make run`, the same as an ordinary user,
# and the module in Debian's own apache2 with its own configuration. Takes over this machine's apt and npm settings.
#
#   tests/bare_root.sh [check] [run] [user] [debian]      all four where none is named
#   ROOT=DIR                                              keep the root there and use it again
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
steps=("${@:-check}")
[ $# -gt 0 ] || steps=(check run user debian)
[ "$(id -u)" = 0 ] || { echo "Run this as root: it makes a root file system." >&2; exit 1; }

# All mounts are in a namespace of this script's own: they end with it.
if [ -z "${BARE_ROOT_UNSHARED:-}" ]; then
  exec env BARE_ROOT_UNSHARED=1 unshare --mount --propagation private "$0" "${steps[@]}"
fi

root=${ROOT:-$(mktemp -d /var/tmp/stratasys-bare-root.XXXXXX)}
mkdir -p "$root"
chmod 755 "$root" # it becomes /, which everybody enters
# Signals the processes inside of the root whose command line holds a word.
signal_inside() { # SIGNAL WORD
  for process in /proc/[0-9]*; do
    [ "$(readlink "$process/root" 2>/dev/null)" = "$root" ] || continue
    tr '\0' ' ' < "$process/cmdline" 2>/dev/null | grep -q -- "$2" || continue
    kill "-$1" "${process#/proc/}" 2>/dev/null || true
  done
}

cleanup() {
  signal_inside KILL ''
  umount -R "$root/proc" "$root/dev" 2>/dev/null || true
  [ -n "${ROOT:-}" ] || rm -rf --one-file-system "$root"
}
trap cleanup EXIT

mirror() {
  { cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null || true; } |
    awk '$1 == "URIs:" { print $2; exit } $1 == "deb" { print $2; exit }'
}

make_root() {
  command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap
  debootstrap --variant=minbase bookworm "$root" "$(mirror)" > "$root.log" 2>&1 || { tail "$root.log" >&2; exit 1; }
  rm -f "$root.log" "$root/etc/apt/sources.list"
  cp -a /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/auth.conf.d "$root/etc/apt/" 2>/dev/null || true
  cp -a /usr/share/keyrings/. "$root/usr/share/keyrings/"
  [ ! -e ~/.npmrc ] || cp ~/.npmrc "$root/root/.npmrc"
  # Every installed Debian has it; debootstrap leaves it to the installer.
  printf '127.0.0.1 localhost\n::1 localhost\n' > "$root/etc/hosts"
  inside apt-get update -qq
  inside apt-get install -y -qq --no-install-recommends make > /dev/null
}

inside() {
  chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    NODE_EXTRA_CA_CERTS=/etc/ssl/host-certificates.crt "$@"
}

# A fresh clone of what is committed, in a directory that nobody else may enter; the captures where they are known.
fresh_clone() {
  rm -rf "$root/root/clone"
  mkdir -p "$root/root/clone"
  git clone -q "$project" "$root/root/clone/project"
  [ ! -d "$project/../shared/captures" ] || { mkdir -p "$root/root/clone/shared"; cp -r "$project/../shared/captures" "$root/root/clone/shared/"; }
  chmod 700 "$root/root"
}

say() { printf '\n==== %s\n' "$*"; }

# Starts `make run` and asks it what a newcomer would.
try_run() { # command…
  local answer=""
  "$@" > "$root/run.log" 2>&1 &
  local run=$!
  for _ in $(seq 1 3000); do
    answer=$(curl -s http://127.0.0.1:8080/stratasys/api/v1/printers | grep -o '"codename":"[a-z0-9]*"' || true)
    [ "$(printf '%s' "$answer" | grep -c codename)" != 20 ] || break
    kill -0 "$run" 2>/dev/null || break
    sleep 0.2
  done
  printf '%s\n' "$answer" | sort | uniq -c
  curl -s http://127.0.0.1:8080/stratasys/ | grep -o '<title>.*</title>'
  signal_inside TERM conf/run.sh
  wait "$run" || true
  [ "$(printf '%s\n' "$answer" | grep -c codename)" = 20 ] || { cat "$root/run.log"; exit 1; }
}

step_check() { inside make -C /root/clone/project check; }

step_run() { try_run inside make -C /root/clone/project run; }

step_user() {
  inside useradd -m newcomer 2>/dev/null || true
  rm -rf "$root/home/newcomer/project"
  git clone -q "$project" "$root/home/newcomer/project"
  [ ! -e ~/.npmrc ] || cp ~/.npmrc "$root/home/newcomer/.npmrc"
  inside chown -R newcomer: /home/newcomer
  as_newcomer() { inside runuser -u newcomer -- env HOME=/home/newcomer "$@"; }
  as_newcomer make -C /home/newcomer/project check
  try_run as_newcomer make -C /home/newcomer/project run
}

step_debian() {
  inside make -C /root/clone/project deps all > /dev/null
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  inside apt-get install -y -qq --no-install-recommends apache2 > /dev/null
  inside sh -e /root/clone/project/tests/debian_apache.sh
}

mkdir -p "$root/proc" "$root/dev"
[ -e "$root/usr/bin/make" ] || make_root_first=1
if [ -n "${make_root_first:-}" ]; then
  rmdir "$root/proc" "$root/dev"
  say "a bare Debian 12 root"
  make_root
fi
# Under a name of its own: the root's package of certificates writes the usual one anew.
mkdir -p "$root/etc/ssl"
cp -L "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$root/etc/ssl/host-certificates.crt"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
fresh_clone
for step in "${steps[@]}"; do
  say "$step"
  "step_$step"
done
say "done: ${steps[*]}"
