import { resolve } from "node:path";
import { BOX } from "../runtime/installation.ts";
import { type DatabaseKey, findDatabaseKey } from "../storage/key.ts";
import { isSaltWithoutOtp, type KeyPlaces, keyPlaces, knownKeys, placeInUse } from "./boxKeys.ts";
import { readKeyChange } from "./KeyChange.ts";
import { DELIVERED } from "./keyForService.ts";

/**
 * The key for a command: as its environment has it, else (root, on a box) from where the box keeps it. Undefined: there is
 * none, or this user may not have it.
 */
export function findKey(directory: string): DatabaseKey | undefined {
  const given = findDatabaseKey(directory);
  if (given?.source === "credential" || given?.source === "environment") return given;
  if (resolve(directory) !== BOX.data || process.getuid?.() !== 0) return given;
  const places = keyPlaces({ directory });
  return (isSaltWithoutOtp(places) ? deliveredKey() : undefined) ?? keyOfPlaces(places, given);
}

/** What was made of the Pi's own key at the start of the box: root's hand sees no device that could be asked for it. */
export function deliveredKey(folder = DELIVERED): DatabaseKey | undefined {
  const given = findDatabaseKey(folder, { CREDENTIALS_DIRECTORY: folder });
  return given?.source === "credential" ? given : undefined;
}

/** With all other keys that there are, for a change that was cut off. `given`: what lies beside the data. */
export function keyOfPlaces(places: KeyPlaces, given: DatabaseKey | undefined): DatabaseKey | undefined {
  const inUse = placeInUse(places);
  if (inUse === undefined || (inUse.source === "file" && readKeyChange(places.changeFile) === undefined)) return given;
  const [key, ...nextKeys] = knownKeys(places);
  if (key === undefined) return given;
  return { key, source: "credential", nextKeys, otherKeys: [...nextKeys, ...(given === undefined ? [] : [given.key])] };
}
