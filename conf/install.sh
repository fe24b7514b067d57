#!/bin/sh
# The part of `make install` that depends on how httpd keeps its configuration; never replaces a stratasys.conf that an
# administrator may have changed.
set -eu

here=$(dirname "$0")
root=${DESTDIR:-}

# Debian and Ubuntu keep it in /etc/apache2, others in /etc/httpd/conf.
if [ "${CONFIG_DIR##*/}" = apache2 ]; then
  load=$CONFIG_DIR/mods-available conf=$CONFIG_DIR/conf-available load_name=stratasys.load
  then="a2enmod stratasys && a2enconf stratasys"
else
  load=${CONFIG_DIR%/conf}/conf.modules.d conf=${CONFIG_DIR%/conf}/conf.d load_name=10-stratasys.conf
  then="the module is loaded at the next start"
fi

install -d "$root$load" "$root$conf"
sed "s|@MODULE_DIR@|$MODULE_DIR|" "$here/stratasys.load" > "$root$load/$load_name"
chmod 644 "$root$load/$load_name"
if [ -e "$root$conf/stratasys.conf" ]; then
  install -m 644 "$here/stratasys.conf" "$root$conf/stratasys.conf.new"
  echo "$root$conf/stratasys.conf is kept; the new one lies beside it as stratasys.conf.new"
else
  install -m 644 "$here/stratasys.conf" "$root$conf/stratasys.conf"
fi
echo "Next: name a printer in $conf/stratasys.conf; then $then; then apachectl configtest && apachectl restart"
