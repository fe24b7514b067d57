#!/bin/sh
# Installs what building and running need (`run`), or testing too (`all`), and says so; does nothing where nothing is missing.
# Debian and Ubuntu.
# apache2-bin and not apache2: no service is started, and what would start one is kept from it.
set -eu

packages="gcc libc6-dev make apache2-bin apache2-dev libsqlite3-dev libjansson-dev sqlite3 procps curl ca-certificates tzdata"
tested="libcmocka-dev tcl clang wrk chromium fonts-dejavu-core media-types libreoffice-calc-nogui python3 python3-jinja2 python3-yaml prometheus"
[ "${1:-all}" = run ] || packages="$packages $tested"

missing=""
for package in $packages; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
# Node may come from somewhere else.
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "These packages (by their Debian names) are missing; please install them:$missing" >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  sudo=""
elif command -v sudo >/dev/null 2>&1; then
  sudo="sudo"
else
  echo "Packages are missing. Please run this as root, and then start again:" >&2
  echo "  apt-get install --no-install-recommends$missing" >&2
  exit 1
fi

echo "Installing${sudo:+ with sudo}:$missing"
guard=/usr/sbin/policy-rc.d
if [ ! -e "$guard" ]; then
  trap '$sudo rm -f "$guard"' EXIT
  trap 'exit 130' INT TERM HUP # or the guard would stay, and no service would ever start again
  printf '#!/bin/sh\nexit 101\n' | $sudo tee "$guard" >/dev/null
  $sudo chmod 755 "$guard"
fi
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
# The tests start a Prometheus of their own: its service is not to come with the next boot either.
case "$missing " in *" prometheus "*) $sudo update-rc.d prometheus disable >/dev/null ;; esac
