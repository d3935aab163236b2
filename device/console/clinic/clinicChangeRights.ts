/* @pure */
import type { Right } from "../auth/roles.ts";

/** Parts that say who hears of patients, and how: what other rights withhold cannot be had by way of the clinic file. */
const GUARDED: Readonly<Record<string, Right>> = {
  console: "network.change",
  people: "users.manage",
  privacy: "users.manage",
  mqtt: "users.manage",
};

export interface ClinicChange {
  /** Top-level parts of the file. */
  readonly changed: readonly string[];
  /** Those of them that take a manager, and the right for each; `whole`: nobody can say what changes. */
  readonly guarded: readonly { readonly part: string; readonly right: Right }[];
  /** Secrets that would come from the environment and did not before. */
  readonly fromEnvironment: readonly string[];
  /** Places that would take a secret that is not theirs: whoever may change a SIM's PIN may not have a doctor's sent to the SIM. */
  readonly ofOthers: readonly string[];
}

/** Two clinic files as they were parsed; undefined: it could not be. */
export function clinicChangeRights(before: unknown, after: unknown): ClinicChange {
  const known = referencesIn(before);
  const wanted = referencesIn(after);
  const fresh = [...wanted].filter(([place, value]) => known.get(place) !== value);
  const secrets = {
    fromEnvironment: fresh.filter(([, value]) => value.includes("${env:")).map(([place]) => place),
    ofOthers: fresh.filter(([place, value]) => isOfOthers([place, value], known, wanted)).map(([place]) => place),
  };
  if (!isMap(before) || !isMap(after)) {
    const guarded = Object.values(GUARDED).map((right) => ({ part: "the file as a whole", right }));
    return { changed: ["whole"], guarded, ...secrets };
  }
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = parts.filter((part) => !same(own(before, part), own(after, part)));
  const guarded = changed.flatMap((part) => {
    const right = Object.hasOwn(GUARDED, part) ? GUARDED[part] : undefined;
    return right === undefined ? [] : [{ part, right }];
  });
  return { changed, guarded, ...secrets };
}

/** Of a new SIM's PIN: what no other secret of ours is called. */
const SIM_PREFIX = "sim-pin";
const isSimPin = (place: string): boolean => place.endsWith(".simPin");

/**
 * Outside the guarded parts a secret stands only at a SIM's PIN. It may be one that a SIM's PIN is kept in already, or a new one by
 * the name that such have; never one that anything else is kept in.
 */
function isOfOthers(
  [place, value]: readonly [string, string],
  known: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): boolean {
  if (Object.hasOwn(GUARDED, place.split(/[.[]/, 1)[0] ?? "")) return false;
  if (!isSimPin(place)) return value.includes("${credential:");
  return [...value.matchAll(/\$\{credential:([^}]*)\}/g)].some(([reference, name = ""]) => {
    const isIn = (file: ReadonlyMap<string, string>, ofSims: boolean): boolean =>
      [...file].some(([where, text]) => isSimPin(where) === ofSims && text.includes(reference));
    return isIn(known, false) || isIn(wanted, false) || !(name.startsWith(SIM_PREFIX) || isIn(known, true));
  });
}

/** Secrets that are kept elsewhere, by place; somebody of a list is named by their id, so that another order is no change. */
function referencesIn(file: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, place: string): void => {
    if (typeof value === "string" && /\$\{(env|credential):/.test(value)) found.set(place, value);
    if (Array.isArray(value))
      for (const [at, inner] of value.entries()) {
        const id = isMap(inner) ? own(inner, "id") : undefined;
        visit(inner, `${place}[${typeof id === "string" ? id : at}]`);
      }
    else if (isMap(value))
      // Sentences may say anything: nothing in the script is a secret.
      for (const [key, inner] of Object.entries(value))
        if (place !== "" || key !== "script") visit(inner, place === "" ? key : `${place}.${key}`);
  };
  visit(file, "");
  return found;
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, at) => same(value, b[at]));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(own(a, key), own(b, key)))
  );
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const own = (map: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(map, key) ? map[key] : undefined;
