#!/bin/sh
# The module in Debian's own apache2, by its own tools, as an administrator would do it (systemd aside), polling what
# serves the captures; called by bare_root.sh, and only there: it changes this machine's apache2.
set -eu
cd "$(dirname "$0")/.."

make -s install
captures=$(ls ../shared/captures/*.sts)
set --
for file in $captures; do set -- "$@" --replay "$file"; done
build/stratasim --port 0 --printers $(($# / 2)) "$@" > /tmp/sim.txt < /dev/null &
simulator=$!
trap 'kill $simulator; apachectl stop || true' EXIT
until grep -q ready /tmp/sim.txt; do kill -0 $simulator; sleep 0.1; done

conf=/etc/apache2/conf-available/stratasys.conf
sed -i 's/^  StratasysExpose none$/  StratasysExpose identity people/' $conf
echo "StratasysInterval 1h" >> $conf
awk '$1 == "printer" { print "StratasysPrinter p" $2 " " $3 ":" $4 }' /tmp/sim.txt >> $conf
a2enmod -q stratasys
a2enconf -q stratasys
apachectl configtest
apachectl start
STRATASYS_SERVER_PORT=80 node --test --test-reporter=./tests/reporter.mjs --test-reporter-destination=stdout tests/httpd_captures.test.mjs
ls -ld /var/lib/mod_stratasys /var/lib/mod_stratasys/*
