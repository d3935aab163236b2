#!/bin/sh
# Makes what is unpacked work; asks nothing; works where no systemd runs (a chroot, an image being built).
set -eu
version='@VERSION@'
units='@UNITS@'
releases=/var/lib/firstring-releases

running() { [ -d /run/systemd/system ]; }

people_and_folders() {
  systemd-sysusers @SYSUSERS@
  mkdir -p -m 0755 "$releases"
  # In an image that is being built some of it cannot be; on a box that runs it says what went wrong.
  if running; then systemd-tmpfiles --create @TMPFILES@; else systemd-tmpfiles --create @TMPFILES@ 2>/dev/null || :; fi
}

enable_units() {
  for unit in $units; do
    deb-systemd-helper unmask "$unit" >/dev/null || :
    if deb-systemd-helper --quiet was-enabled "$unit"; then
      deb-systemd-helper enable "$unit" >/dev/null || :
    else
      deb-systemd-helper update-state "$unit" >/dev/null || :
    fi
  done
}

# Node compiles the program at its first start and keeps that in a cache. Done here, for the service's account and for root's
# commands at boot, because the first start after an installation is a start that callers wait for. Costs some seconds; what
# fails here only makes that start slower.
warm_cache() {
  node=/usr/lib/firstring/bin/node
  install -d -m 0700 -o firstring -g firstring /var/cache/firstring
  install -d -m 0700 /var/cache/firstring-root
  timeout 300 setpriv --reuid=firstring --regid=firstring --clear-groups env HOME=/ NODE_COMPILE_CACHE=/var/cache/firstring \
    "$node" /usr/lib/firstring/program/warmCaches.js >/dev/null 2>&1 || :
  for command in 'key --help' 'erase --help' 'apply --help' 'setup-mode --help' 'credential --help' 'clock --help' 'status --help'; do
    # shellcheck disable=SC2086 # two words
    NODE_COMPILE_CACHE=/var/cache/firstring-root timeout 60 "$node" /usr/lib/firstring/program/main.js $command >/dev/null 2>&1 || :
  done
}

# From here on the packaged version is the one that runs, unless somebody had chosen another release.
use_packaged() {
  if [ ! -f "$releases/upgrading" ]; then
    chosen=$(readlink -- "$releases/current") || return 0
    echo "firstring: the box goes on with version $chosen, which was chosen for it. firstring release use $version goes over to $version."
    return 0
  fi
  read -r old < "$releases/upgrading" || old=
  rm -f "$releases/current" "$releases/good" "$releases/trial"
  [ -z "$old" ] || echo "$old" > "$releases/previous"
}

start_all() {
  running || { rm -f "$releases/upgrading"; return 0; }
  systemctl daemon-reload
  udevadm control --reload || :
  udevadm trigger --action=change --subsystem-match=tty --subsystem-match=usb || :
  for unit in $units; do
    case $unit in
      firstring.service) continue ;;
      # On a box that was set up, what only opens set-up mode is left to the button.
      *-setup-open.service) [ -z "$1" ] || continue ;;
    esac
    # What runs is renewed. All else is begun: dpkg names an old version also after a removal, which stopped everything, and
    # a unit may be new in this version.
    if systemctl --quiet is-active "$unit"; then verb=try-restart; else verb=start; fi
    deb-systemd-invoke "$verb" "$unit" >/dev/null || :
  done
  if ! systemctl --quiet is-active firstring.service; then
    rm -f "$releases/upgrading"
    deb-systemd-invoke start firstring.service || :
    return 0
  fi
  if /usr/bin/firstring release restart; then
    rm -f "$releases/upgrading"
    return 0
  fi
  if [ -n "${old-}" ] && [ -d "$releases/$old" ]; then
    ln -sfn "$old" "$releases/good"
    ln -sfn "$old" "$releases/current"
    systemctl restart firstring.service || :
    echo "firstring: version $version did not become ready, so the box goes on with version $old." >&2
    echo "See: journalctl -u firstring.service. Try again: dpkg --configure firstring. Go back for good: install version $old." >&2
  fi
  return 1
}

case ${1-} in
  configure)
    people_and_folders
    enable_units
    use_packaged
    warm_cache
    start_all "${2-}"
    ;;
  abort-upgrade | abort-remove | abort-deconfigure)
    use_packaged
    ;;
esac
