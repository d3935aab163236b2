#!/bin/sh
# Before an upgrade is unpacked the running version is kept as a release and the box goes over to that copy, between calls.
# So dpkg replaces files that nobody runs, and a power cut in the middle of it leaves a whole program.
set -eu
releases=/var/lib/firstring-releases
people='@PEOPLE@'

# A person of that name would own every patient's messages, and the modems. sysusers takes whom it finds.
refuse_person() {
  for name in $people; do
    uid=$(getent passwd "$name" | cut -d: -f3)
    if [ -n "$uid" ] && [ "$uid" -ge 1000 ] && [ "$uid" -ne 65534 ]; then
      echo "firstring: somebody logs in here as $name (uid $uid). That name is FirstRing's own: whoever has it reads all messages." >&2
      echo "Nothing was installed. Give that person another name (usermod --login OTHER $name), or install on a fresh system with another user." >&2
      exit 1
    fi
  done
}

keep_old() {
  old=$1
  # An upgrade that the power cut off: what is in place may be half of each, and the box runs the copy that was kept then.
  if [ -f "$releases/upgrading" ] && [ -L "$releases/current" ] && [ -f "$releases/current/program/main.js" ]; then return 0; fi
  [ -x /usr/lib/firstring/bin/node ] && [ -f /usr/lib/firstring/program/main.js ] || return 0
  mkdir -p -m 0755 "$releases"
  part="$releases/.part-$old"
  rm -rf "$part"
  # Hard links where that is one file system: dpkg replaces files by renaming, so ours stay what they are.
  if ! cp -al /usr/lib/firstring "$part" 2>/dev/null; then
    rm -rf "$part"
    if ! cp -a /usr/lib/firstring "$part"; then
      rm -rf "$part"
      echo "firstring: no room to keep version $old beside the new one; there will be no way back to it." >&2
      return 0
    fi
  fi
  rm -rf "${releases:?}/$old"
  sync -f "$part"
  mv -T "$part" "$releases/$old"
  # Somebody has chosen a release already: the box does not run what is being replaced.
  [ ! -L "$releases/current" ] || return 0
  echo "$old" > "$releases/upgrading"
  ln -sfn "$old" "$releases/good"
  ln -s "$old" "$releases/current"
  sync -f "$releases"
  if [ -d /run/systemd/system ] && systemctl --quiet is-active firstring.service; then
    /usr/bin/firstring release restart || echo "firstring: version $old goes on from where it was." >&2
  fi
}

case ${1-} in
  upgrade) keep_old "$2" ;;
  install) refuse_person ;;
  abort-upgrade) ;;
esac
