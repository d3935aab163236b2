#!/bin/sh
# A removal stops what runs. An upgrade stops nothing: preinst and postinst see to it, between calls.
set -eu
units='@UNITS@'
case ${1-} in
  remove | deconfigure)
    if [ -d /run/systemd/system ]; then
      for unit in $units; do deb-systemd-invoke stop "$unit" >/dev/null || :; done
      # And what others start: set-up pages, cable, sticks, timers.
      systemctl stop 'firstring*' || :
    fi
    ;;
  upgrade | failed-upgrade) ;;
esac
