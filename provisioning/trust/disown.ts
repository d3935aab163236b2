import { keyIn } from "../bundle/trustedKeys.ts";
import { type Disk, FOR_EVERYBODY, ROOTS_OWN } from "../change/disk/Disk.ts";
import type { Places } from "../change/Places.ts";
import { resetOwner } from "./ownerFile.ts";

/**
 * A box that was erased is nobody's: no passphrase, nobody who is still in, no key of the clinic before that could bring in settings by
 * a stick. What stays: keys that may sign releases, which keys are revoked, and the numbers that keep older bundles out.
 */
export function disown(disk: Disk, places: Places): void {
  disk.remove(places.sessions, ROOTS_OWN);
  resetOwner(disk, places.owner);
  for (const name of disk.list(places.keys)) {
    const file = `${places.keys}/${name}`;
    const key = keyIn(disk, file);
    if (key === undefined || !key.roles.includes("configuration")) continue;
    disk.remove(file, FOR_EVERYBODY);
    if (!key.roles.includes("release")) continue;
    const left = { ...key, roles: ["release"] };
    disk.write(file, new TextEncoder().encode(`${JSON.stringify(left, null, 2)}\n`), FOR_EVERYBODY);
  }
  if (disk.exists(places.keys)) disk.syncDirectory(places.keys, FOR_EVERYBODY);
}
