#!/bin/sh
# The main job in one command: a private httpd with mod_stratasys, and simulated printers unless PRINTERS names real ones
# (PRINTERS="lab=10.0.0.5 f170=10.0.0.6"). Ctrl-C ends it all. PORT is 8080 where it is not given.
set -eu
umask 022

build=$(cd "${BUILD:-build}" && pwd)
port=${PORT:-8080}
if ! { [ "$port" -gt 0 ] && [ "$port" -le 65535 ]; } 2>/dev/null; then
  echo "PORT: \"$port\" is no number from 1 to 65535: write for instance PORT=8081" >&2
  exit 1
fi
sbin=$(command -v apache2 || command -v httpd || echo /usr/sbin/apache2)
apxs=$(command -v apxs || command -v apxs2)
modules=$("$apxs" -q LIBEXECDIR)
fleet=simulated
count=20 seed=4 months=6
[ -z "${PRINTERS:-}" ] || fleet=real

# Outside of the project, which the httpd's user may not be allowed to enter; the history is kept from run to run. One for
# each port, so that two can run at once.
place=/var/tmp/mod_stratasys-run-$(id -u)-$port
# Made first and looked at then: in between somebody else could make it.
mkdir "$place" 2>/dev/null || true
if [ -L "$place" ] || [ ! -d "$place" ] || [ ! -O "$place" ]; then
  echo "$place belongs to somebody else: remove it and start again." >&2
  exit 1
fi
mkdir -p "$place/httpd" "$place/www"

# httpd's user, where root may name one.
user="" group=""
if [ "$(id -u)" = 0 ]; then
  user=$(id -un www-data 2>/dev/null || echo apache)
  group=$(id -gn "$user")
fi

# 7 is curl's word for a refused connection: whatever else happens, the port is taken.
answer=0
curl -s -o /dev/null --noproxy '*' --max-time 3 "http://127.0.0.1:$port/" || answer=$?
if [ "$answer" != 7 ]; then
  echo "Port $port is in use already. Stop what listens there, or choose another: make run PORT=8081" >&2
  exit 1
fi

printers=$place/printers.conf
simulator="" timelapse=""
stop() {
  trap - EXIT HUP INT TERM
  [ -z "${httpd:-}" ] || kill "$httpd" 2>/dev/null || true
  [ -z "${httpd:-}" ] || wait "$httpd" 2>/dev/null || true
  [ -z "$timelapse" ] || kill "$timelapse" 2>/dev/null || true
  [ -z "$simulator" ] || kill "$simulator" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' HUP INT TERM

simulate() {
  ready=$place/simulator
  : > "$ready"
  "$build/stratasim" --printers $count --port 0 --seed $seed > "$ready" < /dev/null &
  simulator=$!
  while ! grep -q '^ready' "$ready"; do
    kill -0 "$simulator" 2>/dev/null || { echo "The simulated printers could not be started." >&2; exit 1; }
    sleep 0.1
  done
  awk '$1 == "printer" { group = $2 <= 10 ? "teaching" : "research";
    printf "StratasysPrinter sim%02d %s:%s location=\"Room %d\" fleet_group=%s\n", $2, $3, $4, 101 + int(($2 - 1) / 5), group }' \
    "$ready" > "$printers"
}

name_printers() {
  for one in $PRINTERS; do
    case $one in
    *=*) echo "StratasysPrinter ${one%%=*} ${one#*=}" ;;
    *)
      echo "PRINTERS: \"$one\" is not ID=HOST: write PRINTERS=\"lab=10.0.0.5 f170=10.0.0.6\"" >&2
      return 1
      ;;
    esac
  done > "$printers"
}

# The simulated printers' past: lived and polled in fast motion, as httpd's user, in a folder that is moved to its place when
# all of it is there. A database that is there is kept.
remember() {
  [ ! -e "$place/simulated/stratasys.db" ] || return 0
  rm -rf "$place/simulated" "$place/simulated.new"
  mkdir "$place/simulated.new"
  [ -z "$user" ] || chown "$user:$group" "$place/simulated.new"
  chmod 2750 "$place/simulated.new"
  echo "The simulated printers live through the last $months months, once:"
  "$build/timelapse" --database "$place/simulated.new/stratasys.db" --fleet "$printers" --printers "$count" --seed "$seed" \
    --from $(($(date +%s) - months * 2629800)) --interval 900 --at-changes --progress ${user:+--user "$user"} &
  timelapse=$!
  wait "$timelapse"
  timelapse=""
  mv "$place/simulated.new" "$place/simulated"
}

if [ "$fleet" = simulated ]; then
  simulate
  remember
else
  name_printers
fi

# A module may be loaded, built in, or absent: mod_unixd is built in on Debian and not on others.
load() {
  if [ -e "$modules/mod_$1.so" ]; then echo "LoadModule $1_module $modules/mod_$1.so"; fi
}
{
  load mpm_event
  load unixd
  load authz_core
  load authz_host
  load deflate
  load filter
  echo "LoadModule stratasys_module \"$build/mod_stratasys.so\""
  if [ -n "$user" ]; then
    echo "User $user"
    echo "Group $group"
  fi
  cat <<CONF
ServerRoot "$place/httpd"
DefaultRuntimeDir "$place/httpd"
PidFile "$place/httpd/httpd.pid"
ErrorLog "|/bin/cat"
ErrorLogFormat "%{%H:%M:%S}t %l: %M"
ServerName 127.0.0.1
Listen 127.0.0.1:$port
DocumentRoot "$place/www"
StratasysDatabase "$place/$fleet/stratasys.db"
Include "$printers"
# Only this machine, and only by its own name: a page elsewhere could give it another one and read everything.
<Location "/">
  <RequireAll>
    Require local
    Require expr "%{HTTP_HOST} =~ m#^(127\.0\.0\.1|localhost)(:[0-9]+)?\$#"
  </RequireAll>
</Location>
<Location "/stratasys">
  StratasysServe gui api metrics v1
  StratasysExpose identity people
  <IfModule mod_deflate.c>
    AddOutputFilterByType DEFLATE application/json text/csv
  </IfModule>
</Location>
<Location "/v1">
  StratasysServe v1
  StratasysExpose people
</Location>
CONF
} > "$place/httpd.conf"

mistake=$("$sbin" -f "$place/httpd.conf" -t 2>&1) || { echo "$mistake" >&2; exit 1; }
# In a session of its own: a closed terminal sends HUP to all in it, by which httpd would begin anew and stay.
setsid "$sbin" -f "$place/httpd.conf" -DFOREGROUND &
httpd=$!
echo
echo "  The page:     http://127.0.0.1:$port/stratasys/"
echo "  The API:      http://127.0.0.1:$port/stratasys/api/v1/printers"
echo "                http://127.0.0.1:$port/stratasys/api/v1/openapi.json says what else can be asked"
echo "  Prometheus:   http://127.0.0.1:$port/stratasys/metrics"
echo "  The history:  sqlite3 -box $place/$fleet/stratasys.db 'SELECT printer, state, job_name FROM printer_current'"
echo "  Ctrl-C ends it."
echo
wait "$httpd"
