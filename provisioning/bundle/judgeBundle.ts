/* @pure */

import type { Refusal } from "../change/Plan.ts";
import { compareVersions } from "../change/plan/planRelease.ts";
import { type Manifest, type Role, rolesOf } from "./format.ts";

/** The highest sequence number that this box has taken, of each kind. */
export type Sequences = Readonly<Record<Role, number>>;
export const NO_SEQUENCES: Sequences = { configuration: 0, release: 0 };

export interface BundleFacts {
  readonly serial: string;
  readonly version: string;
  readonly sequences: Sequences;
  readonly present: boolean;
  readonly architecture: "amd64" | "arm64";
}

const HOLD = "If it is really wanted: hold the button for three seconds, then plug it in again.";

/** Why a bundle that is genuine is not for this box, or not any more. */
export function judgeBundle(
  manifest: Manifest,
  signer: { readonly name: string; readonly roles: readonly Role[] },
  facts: BundleFacts,
): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const refuse = (code: string, what: string, cure: string) => void refusals.push({ code, what, cure });
  const { serials, minimumVersion, sequence, parts } = manifest;
  const isSomeNew = rolesOf(manifest).some((role) => sequence > facts.sequences[role]);
  for (const role of rolesOf(manifest)) {
    if (!signer.roles.includes(role))
      refuse(
        "BUNDLE_ROLE",
        `the key of ${signer.name} may not sign ${role === "release" ? "releases" : "settings"}`,
        "Have it signed by somebody whose key may.",
      );
    const last = facts.sequences[role];
    if (facts.present || sequence > last) continue;
    // Half of it was taken (a release, and then its settings were not): the other half still may be.
    if (sequence === last && isSomeNew) continue;
    if (sequence === last) refuse("BUNDLE_TAKEN", "this bundle was taken already", `Nothing is left to do. ${HOLD}`);
    else refuse("BUNDLE_OLDER", `the bundle (${sequence}) is older than the last one that was taken (${last})`, HOLD);
  }
  if (serials !== undefined && !serials.includes(facts.serial))
    refuse(
      "BUNDLE_OTHER_BOX",
      `the bundle is for another box (${serials.slice(0, 3).join(", ")}); this one is ${facts.serial}`,
      "Make one for this box with --for.",
    );
  if (compareVersions(minimumVersion, facts.version) > 0)
    refuse(
      "BUNDLE_NEEDS_NEWER",
      `the bundle needs FirstRing ${minimumVersion} or newer; this box runs ${facts.version}`,
      "Update the box first.",
    );
  const releases = parts.filter(({ name }) => name.startsWith("release/"));
  if (releases.length > 0 && !releases.some(({ name }) => name === `release/${facts.architecture}`))
    refuse(
      "BUNDLE_OTHER_MACHINE",
      `the release in it is not for this kind of machine (${facts.architecture})`,
      "Take the bundle for this machine.",
    );
  return refusals;
}
