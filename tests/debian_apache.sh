#!/bin/sh
# The module in Debian's own apache2, by its own tools, as an administrator would do it (systemd aside); called by
# bare_root.sh, and only there: it changes this machine's apache2. Every value is compared by captures_check.mjs.
set -eu
cd "$(dirname "$0")/.."

make -s install
captures=$(ls ../shared/captures/*.sts 2>/dev/null || ls tests/unit/fixtures/*.sts)
set --
for file in $captures; do set -- "$@" --replay "$file"; done
build/stratasim --printers $(($# / 2)) "$@" > /tmp/sim.txt < /dev/null &
simulator=$!
trap 'kill $simulator; apachectl stop || true' EXIT
until grep -q ready /tmp/sim.txt; do kill -0 $simulator; sleep 0.1; done

conf=/etc/apache2/conf-available/stratasys.conf
sed -i 's/^  StratasysExpose none$/  StratasysExpose identity people/' $conf
awk '$1 == "printer" { print "StratasysPrinter p" $2 " " $3 ":" $4 }' /tmp/sim.txt >> $conf
a2enmod -q stratasys
a2enconf -q stratasys
apachectl configtest
apachectl start
until curl -s http://127.0.0.1/stratasys/api/v1/health | grep -q '"answered_at":[0-9]'; do sleep 0.2; done
STRATASYS_URL=http://127.0.0.1/stratasys node tests/captures_check.mjs $captures
ls -ld /var/lib/mod_stratasys /var/lib/mod_stratasys/*
