#!/bin/sh
# FirstRing on the box: the release that is wanted and good, or on trial; else the packaged program. The same in TypeScript, with
# the reasons: provisioning/release/releaseChoice.ts. Here in sh, because this must work when everything else is broken.
set -eu
self=$(readlink -f -- "$0")
packaged=${self%/*}
releases=/var/lib/firstring-releases

whole() {
  case $1 in '' | .* | *[!0-9A-Za-z.+~]*) return 1 ;; esac
  [ -x "$releases/$1/bin/node" ] && [ -f "$releases/$1/device/main.ts" ]
}

on_trial() {
  version='' boot='' until='' more=''
  read -r version boot until more < "$releases/trial" || :
  case $until in '' | *[!0-9]*) return 1 ;; esac
  read -r now _ < /proc/uptime
  [ "$version" = "$1" ] && [ -z "$more" ] && [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] && [ "${now%.*}" -lt "$until" ]
}

program=$packaged
if [ -L "$releases/current" ]; then
  current=$(readlink -- "$releases/current")
  good=$(readlink -- "$releases/good") || good=''
  if whole "$current" && { [ "$current" = "$good" ] || { [ "${1-}" = run ] && [ -f "$releases/trial" ] && on_trial "$current"; }; }; then
    program=$releases/$current
  elif whole "$good"; then
    program=$releases/$good
  fi
fi
# The stripped TypeScript of commands typed by root; services name their own place for it.
if [ -z "${NODE_COMPILE_CACHE+set}" ] && [ "$(id -u)" = 0 ]; then
  export NODE_COMPILE_CACHE=/var/cache/firstring-root
fi
exec "$program/bin/node" "$program/device/main.ts" "$@"
