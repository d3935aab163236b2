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
}

/** Two clinic files as they were parsed; undefined: it could not be. */
export function clinicChangeRights(before: unknown, after: unknown): ClinicChange {
  const known = environmentIn(before);
  const fromEnvironment = [...environmentIn(after)]
    .filter(([place, value]) => known.get(place) !== value)
    .map(([place]) => place);
  if (!isMap(before) || !isMap(after)) {
    const guarded = Object.values(GUARDED).map((right) => ({ part: "the file as a whole", right }));
    return { changed: ["whole"], guarded, fromEnvironment };
  }
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = parts.filter((part) => !same(own(before, part), own(after, part)));
  const guarded = changed.flatMap((part) => {
    const right = Object.hasOwn(GUARDED, part) ? GUARDED[part] : undefined;
    return right === undefined ? [] : [{ part, right }];
  });
  return { changed, guarded, fromEnvironment };
}

/** By place; somebody of a list is named by their id, so that another order is no change. */
function environmentIn(file: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, place: string): void => {
    if (typeof value === "string" && value.includes("${env:")) found.set(place, value);
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
