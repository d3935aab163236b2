#!/bin/sh
# FirstRing on the box: the release that is wanted and good, or on trial; else the packaged program. The same in TypeScript, with
# the reasons: provisioning/release/releaseChoice.ts. Here in sh, because this must work when everything else is broken.
set -eu
self=$(readlink -f -- "$0")
packaged=${self%/*}
releases=/var/lib/firstring-releases

whole() {
  case $1 in '' | .* | *[!0-9A-Za-z.+~]*) return 1 ;; esac
  [ -x "$releases/$1/bin/node" ] && [ -f "$releases/$1/program/main.js" ]
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
set -- "$program/program/main.js" "$@"
if [ "${2-}" = run ]; then
  # How the daemon keeps its memory (device/runtime/nodeFlags.ts, becomeLean.ts): said here, it need not start anew for it.
  set -- --max-semi-space-size=1 "$@"
  export MALLOC_ARENA_MAX=1
  # The service manager's socket, opened here and inherited: Node has none of its kind, and perl-base is in every Debian. It takes a
  # tenth of the time that Node would take to begin twice.
  if [ -n "${NOTIFY_SOCKET-}" ] && command -v perl >/dev/null; then
    exec perl -e '
      use Socket; $^F = 255;
      my $path = $ENV{NOTIFY_SOCKET}; $path =~ s/^@/\0/;
      $ENV{FIRSTRING_NOTIFY_FD} = fileno(S) if socket(S, AF_UNIX, SOCK_DGRAM | 04000, 0) && connect(S, pack_sockaddr_un($path));
      exec { $ARGV[0] } @ARGV;' "$program/bin/node" "$@"
  fi
fi
exec "$program/bin/node" "$@"
