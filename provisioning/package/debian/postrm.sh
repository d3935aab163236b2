#!/bin/sh
# remove keeps messages, settings and keys; purge takes them, and says so.
set -eu
units='@UNITS@'
case ${1-} in
  remove)
    rm -rf /var/lib/firstring-releases /var/cache/firstring /var/cache/firstring-*
    for unit in $units; do
      if command -v deb-systemd-helper >/dev/null; then deb-systemd-helper mask "$unit" >/dev/null || :; fi
    done
    echo "firstring: messages and settings stay in /var/lib/firstring and /etc/firstring; purge removes them."
    ;;
  purge)
    for unit in $units; do
      if command -v deb-systemd-helper >/dev/null; then
        deb-systemd-helper purge "$unit" >/dev/null || :
        deb-systemd-helper unmask "$unit" >/dev/null || :
      fi
    done
    # All that units keep (StateDirectory=, CacheDirectory=). What prepare-pi notes stays: without it there is no --undo.
    for kept in setup apply stick releases; do rm -rf "/var/lib/firstring-$kept"; done
    # What was opened for a clinic file (60-clinic-file.conf) and keys that units were told of: of units that are not there any more.
    for opened in /etc/systemd/system/firstring*.service.d /etc/systemd/system/firstring*.socket.d; do
      [ -d "$opened" ] || continue
      rm -f "$opened"/50-credentials.conf "$opened"/60-*.conf
      rmdir --ignore-fail-on-non-empty "$opened"
    done
    rm -rf /var/lib/firstring /etc/firstring /var/cache/firstring /var/cache/firstring-* /run/firstring-panel /run/firstring-clock
    echo "firstring: messages, recordings, settings and keys were removed."
    ;;
  abort-upgrade)
    rm -f /var/lib/firstring-releases/upgrading
    ;;
  upgrade | failed-upgrade | abort-install | disappear) ;;
esac
if [ -d /run/systemd/system ]; then systemctl daemon-reload || :; fi
