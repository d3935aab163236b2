/* @pure */

import { listIn, readIn, setIn } from "../../../firmware/config/editYaml.ts";
import type { Issue } from "../../../firmware/config/Issue.ts";
import { type ReadClinicFileOptions, readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import type { Problem } from "./Step.ts";

/** What stands in for the parts that are not answered yet, so that the answered ones can be checked against the whole. */
const STAND_INS: readonly (readonly [string, unknown])[] = [
  ["clinic", { name: "Clinic", timezone: "America/Chicago", country: "US", emergencyNumber: "911", languages: ["en"] }],
  ["privacy", { smsDetail: "code" }],
  [
    "lines",
    [
      { id: "front", driver: "voice-modem", port: "emulated" },
      { id: "mobile", driver: "gsm", port: "emulated", audio: "emulated" },
    ],
  ],
];

/** Issues of the whole file as it is: what `firstring check` says. */
export function issuesOf(text: string, options: ReadClinicFileOptions = {}): readonly Issue[] {
  const result = readClinicFile(text, options);
  return result.ok ? result.warnings : result.issues;
}

/** Issues of some parts, the others being whatever they are; of what is not answered yet nothing is said. */
export function issuesAbout(
  text: string,
  about: readonly string[],
  options: ReadClinicFileOptions = {},
): readonly Issue[] {
  return issuesOf(completed(text), options).filter(({ path }) => about.some((part) => isWithin(path, part)));
}

const isWithin = (path: string, part: string): boolean =>
  path === part || path.startsWith(`${part}.`) || path.startsWith(`${part}[`);

function completed(text: string): string {
  const missing = STAND_INS.filter(([key]) => readIn(text, [key]) === undefined).map(
    ([key, value]) => [[key], value] as const,
  );
  let whole = setIn(text, missing);
  const country = String(readIn(whole, ["clinic", "country"]) ?? "US");
  if (readIn(whole, ["people"]) === undefined)
    whole = setIn(whole, [
      [["people"], [{ id: "somebody", name: "Somebody", phone: EXAMPLE[country] ?? EXAMPLE["US"] }]],
    ]);
  if (readIn(whole, ["onCall"]) === undefined) {
    const first = listIn(whole, ["people"])[0] as { readonly id?: unknown } | undefined;
    whole = setIn(whole, [[["onCall"], { fallback: String(first?.id ?? "somebody"), rotations: [] }]]);
  }
  return whole;
}

/** Of numbers that belong to nobody. */
const EXAMPLE: Readonly<Record<string, string>> = { US: "+13125550199", GB: "+447700900199" };

/** Errors of some parts as problems of the fields that they were typed into. */
export function problemsAbout(
  text: string,
  about: readonly string[],
  fieldOf: (path: string) => string | undefined,
): readonly Problem[] {
  return issuesAbout(text, about)
    .filter(({ severity }) => severity === "error")
    .map(({ path, what, instead }) => ({ field: fieldOf(path) ?? "", what, instead }));
}

/** The last name of a path: `people[2].phone` → `phone`. */
export const lastName = (path: string): string => /([A-Za-z]+)(?:\[\d+\])*$/.exec(path)?.[1] ?? "";
