#!/bin/sh
# Writes one backup onto the USB stick that is in the box, and proves it by reading it back: firstring-stick-backup@.service. The
# stick is never mounted: mtools writes its FAT in user space, by an account that may open sticks and nothing else.
#
#     asked    SHA256 BYTES KEEP NAME       a line; KEEP: how many backups of this clinic stay on the stick, 0 for all
#     answer   ready                        now the bytes are sent, to the end of the stream
#     answer   CODE words                   what came of it; CODE is `done`, or why not
#
# It has its last name only when all of it has been read back: whatever goes before that (stick pulled out, full, broken) leaves
# at most FIRSTRING.PRT, which the next one takes away. The devices may be given as arguments: images of sticks, in tests.
set -eu
export MTOOLSRC=/dev/null LC_ALL=C
part=::FIRSTRING.PRT
# The largest file of FAT32.
largest=4294967295

# What follows must leave alone what waits on the standard input.
on_stick() { tool=$1; shift; "$tool" -i "$stick" "$@" 2>/dev/null < /dev/null; }
room_on_it() { on_stick mdir :: | sed -n 's/ bytes free.*//p' | tr -dc 0-9; }

# What came of it, to whoever asked and as RESULT.TXT on the stick, where there is one.
answer() {
  if [ -n "${stick-}" ]; then
    headline='NOT DONE'
    [ "$1" = done ] && headline=DONE
    printf 'FirstRing: backup\r\n\r\n%s\r\n\r\n%s\r\n\r\nThe stick may be pulled out.\r\n' "$headline" "$2" \
      | mcopy -n -o -i "$stick" - ::RESULT.TXT 2>/dev/null || :
    sync "$stick" 2>/dev/null || :
  fi
  printf '%s %s\n' "$1" "$2"
  [ "$1" = done ] && exit 0
  exit 1
}

read -r sum bytes keep name || answer unclear 'the request has no first line'
case $sum$bytes$keep in *[!0-9a-f]*) answer unclear 'the request cannot be understood' ;; esac
case $bytes$keep in *[!0-9]*) answer unclear 'the request cannot be understood' ;; esac
case $name in *[!0-9A-Za-z.-]* | [.-]* | *.frbackup.* | '') answer unclear 'this is no name for a backup' ;; *.frbackup) ;; *) answer unclear 'this is no name for a backup' ;; esac

[ $# -gt 0 ] || set -- /dev/sd*
found='' several=''
for device; do
  # Of all disks the rule 77-firstring-stick.rules gives FAT file systems on USB to this account, and no other.
  [ -w "$device" ] || continue
  several=${found:+yes}
  found="$found${found:+ }$device"
done
[ -n "$found" ] || answer none 'there is no stick with a FAT file system in the box'
[ -z "$several" ] || answer several "there is more than one stick in the box ($found)"
stick=$found

room=$(room_on_it)
[ -n "$room" ] || answer unreadable "the stick's file system cannot be read"
on_stick mdel "$part" && room=$(room_on_it)
needed="$(((bytes + 999999) / 1000000)) MB"
[ "$bytes" -le $largest ] || answer large "the backup has $needed; a FAT file system takes no file over $((largest / 1000000)) MB"
[ "$bytes" -le "$room" ] || answer full "the stick has $((room / 1000000)) MB free; the backup needs $needed"
[ -z "$(on_stick mdir -b "::$name")" ] || answer there "$name is on the stick already"

echo ready
# mcopy says 0 also when the stick was full in mid-write: what counts is what can be read back. When the last program closes a
# device, the kernel drops what it remembers of it, so the next mcopy reads the stick itself.
trouble=$(mcopy -n -o -i "$stick" - "$part" 2>&1 >/dev/null | tail -n 1 | tr -dc ' -~') || :
cat > /dev/null
sync "$stick" 2>/dev/null || trouble=${trouble:-the stick takes no more}
back=$(on_stick mcopy -n "$part" - | sha256sum)
if [ "${back%% *}" != "$sum" ]; then
  on_stick mdel "$part" || :
  answer differs "what was written onto the stick does not read back as it was${trouble:+ ($trouble)}"
fi
on_stick mren "$part" "::$name" > /dev/null || answer differs 'the stick takes no name for the backup'

# Older ones of the same clinic, once there is a newer one.
prefix=${name%??????????????????.frbackup}
if [ "$keep" -gt 0 ]; then
  on_stick mdir -b ::/ \
    | sed -n "s|^::/\\($prefix[0-9-]\\{10\\}T[0-9]\\{6\\}Z\\.frbackup\\)\$|\\1|p" | sort -r | tail -n "+$((keep + 1))" \
    | while read -r old; do on_stick mdel "::$old" || :; done
fi
answer done "$name, $needed, read back and compared."
