#!/bin/sh
# Run once by the kernel command line (systemd-run-generator(8)) at the first start of a card that `npm run package -- --card`
# has prepared. Whatever happens, the next start is an ordinary one; what was said is in log.txt on the card.
boot=/boot/firmware
exec > "$boot/firstring/log.txt" 2>&1
set -x
sed -i -e 's| systemd\.run=[^ ]*firstring/first-start\.sh||' -e 's| systemd\.run_success_action=reboot||' \
  -e 's| systemd\.unit=kernel-command-line\.target||' "$boot/cmdline.txt"
sync
# What Debian's Lite lacks, each by itself: FirstRing answers without them, too.
for other in "$boot"/firstring/*.deb; do
  case $other in */firstring_*) ;; *) dpkg -i "$other" ;; esac
done
if dpkg -i "$boot"/firstring/firstring_*.deb && firstring prepare-pi; then
  echo "FirstRing is installed."
  # What goes on the box's label, with the code that is shown this once: beside the log, not in it, and whole or not at all.
  label=$boot/firstring/label.txt
  if [ ! -e "$label" ]; then
    if firstring label > "$label.new"; then mv "$label.new" "$label"; else rm -f "$label.new"; fi
  fi
else
  echo "FirstRing is NOT installed: see above. The box starts as a plain Raspberry Pi OS."
fi
sync
exit 0
