#!/bin/sh
# FirstRing on the box: a later release where there is one that is whole, else the packaged program.
# provisioning/release/README.md says how a release comes, is tried, kept and dropped.
set -eu
self=$(readlink -f -- "$0")
packaged=${self%/*}
releases=/var/lib/firstring-releases

program=$packaged
whole() { [ -x "$1/bin/node" ] && [ -f "$1/device/main.ts" ]; }
if [ -L "$releases/current" ] && whole "$releases/current"; then
  program=$(readlink -f -- "$releases/current")
fi
# A release on trial answers calls (run), and nothing else uses it; only in the boot in which the trial began and until its
# hour, so that neither a power cut nor a dead updater leaves the box with a release that nobody has found to be good.
if [ "${1-}" = run ] && [ -f "$releases/trial" ]; then
  version='' boot='' until=0
  read -r version boot until < "$releases/trial" || :
  read -r now _ < /proc/uptime
  case $version in
    '' | .* | *[!0-9A-Za-z.+~]*) ;;
    *)
      if [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] && [ "${now%.*}" -lt "$until" ] 2>/dev/null &&
        whole "$releases/$version"; then
        program=$releases/$version
      fi
      ;;
  esac
fi
# The stripped TypeScript of commands typed by root; services name their own.
if [ -z "${NODE_COMPILE_CACHE+set}" ] && [ "$(id -u)" = 0 ]; then
  export NODE_COMPILE_CACHE=/var/cache/firstring-root
fi
exec "$program/bin/node" "$program/device/main.ts" "$@"
