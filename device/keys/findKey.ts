import { resolve } from "node:path";
import { BOX } from "../runtime/installation.ts";
import { type DatabaseKey, findDatabaseKey } from "../storage/key.ts";
import { keyPlaces, placeInUse } from "./boxKeys.ts";

/**
 * The key for a command: as its environment has it, else (root, on a box) from where the box keeps it. Undefined: there is
 * none, or this user may not have it.
 */
export function findKey(directory: string): DatabaseKey | undefined {
  const given = findDatabaseKey(directory);
  if (given?.source === "credential" || given?.source === "environment") return given;
  if (resolve(directory) !== BOX.data || process.getuid?.() !== 0) return given;
  const places = keyPlaces({ directory });
  const place = placeInUse(places);
  if (place === undefined || place.source === "file") return given;
  const key = place.current();
  if (key === undefined) return given;
  const nextKeys = [places.otp?.next(), places.credential.next()].filter((next) => next !== undefined);
  return { key, source: "credential", nextKeys, otherKeys: [...nextKeys, ...(given === undefined ? [] : [given.key])] };
}
