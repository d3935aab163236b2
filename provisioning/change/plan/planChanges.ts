/* @pure */
import type { Issue } from "../../../firmware/config/Issue.ts";
import type { EpochMs } from "../../../firmware/time/Clock.ts";
import type { Change, ChangeKind } from "../Change.ts";
import type { Plan, Refusal } from "../Plan.ts";
import { planCertificate } from "./planCertificate.ts";
import { planClinicFile } from "./planClinicFile.ts";
import { planKeys } from "./planKeys.ts";
import { planHostname, planNetwork } from "./planNetwork.ts";
import { planPrompts } from "./planPrompts.ts";
import { planRelease } from "./planRelease.ts";
import { planBackupKey, planSecret } from "./planSecret.ts";
import { planTime, planTimeZone } from "./planTime.ts";

/** What is true of the box before. */
export interface BoxFacts {
  readonly now: EpochMs;
  readonly version: string;
  /** Undefined: there is none yet. */
  readonly clinicText?: string | undefined;
  /** Names of secrets that the box has. */
  readonly secrets: readonly string[];
  readonly network: "NetworkManager" | "networkd" | "none";
  /** Somebody stands at the box and has shown it. */
  readonly present: boolean;
  /** The zones that the operating system knows have this one. */
  readonly hasZone: (zone: string) => boolean;
  readonly trustedKeys: readonly string[];
  /** The clinic has a recording of its own. */
  readonly hasPrompt: (language: string, clip: string) => boolean;
}

/** What one change adds to the plan. */
export interface PartOfPlan {
  readonly words: string;
  readonly warnings?: readonly string[];
  readonly refusals?: readonly Refusal[];
  readonly issues?: readonly Issue[];
  /** It would be refused if nobody stood at the box. */
  readonly needsPresence?: boolean;
}

/** The service reads these when it starts. */
const NEED_RESTART: ReadonlySet<ChangeKind> = new Set(["clinic-file", "prompts", "secret", "certificate", "release"]);
/** Long enough to reach the box again under its new address. */
const CONFIRM_NETWORK_WITHIN_S = 120;

/** What would be done, what is odd about it, and why it cannot be done. Touches nothing. */
export function planChanges(changes: readonly Change[], facts: BoxFacts): Plan {
  const parts = changes.map((change) => ({ kind: change.kind, ...planChange(change, changes, facts) }));
  return {
    steps: parts.map(({ kind, words }) => ({ kind, words })),
    warnings: parts.flatMap(({ warnings = [] }) => warnings),
    refusals: [...twice(changes), ...alone(changes), ...parts.flatMap(({ refusals = [] }) => refusals)],
    issues: parts.flatMap(({ issues = [] }) => issues),
    needsPresence: parts.some(({ needsPresence = false }) => needsPresence),
    restart: changes.some(({ kind }) => NEED_RESTART.has(kind)),
    ...(changes.some(({ kind }) => kind === "network") ? { confirmWithinS: CONFIRM_NETWORK_WITHIN_S } : {}),
  };
}

function planChange(change: Change, all: readonly Change[], facts: BoxFacts): PartOfPlan {
  switch (change.kind) {
    case "clinic-file":
      return planClinicFile(change, all, facts);
    case "prompts":
      return planPrompts(change);
    case "secret":
      return planSecret(change, facts);
    case "certificate":
      return planCertificate(change, facts);
    case "network":
      return planNetwork(change, facts);
    case "hostname":
      return planHostname(change);
    case "time":
      return planTime(change, facts);
    case "time-zone":
      return planTimeZone(change, facts);
    case "keys":
      return planKeys(change, facts);
    case "backup-key":
      return planBackupKey(change);
    case "release":
      return planRelease(change, facts);
  }
}

/** Two changes of one thing in one go: which of them was meant? */
function twice(changes: readonly Change[]): readonly Refusal[] {
  const seen = new Set<string>();
  return changes.flatMap((change) => {
    const key = "name" in change ? `${change.kind} ${change.name}` : change.kind;
    const again = seen.has(key);
    seen.add(key);
    return again
      ? [{ code: "CHANGE_TWICE", what: `${key} is changed twice in one go`, cure: "Ask for each thing once." }]
      : [];
  });
}

/** Which program runs is one decision, and the files of a clinic are another: each is kept or taken back by itself. */
const alone = (changes: readonly Change[]): readonly Refusal[] =>
  changes.length > 1 && changes.some(({ kind }) => kind === "release")
    ? [
        {
          code: "RELEASE_ALONE",
          what: "another version of the program comes together with other changes",
          cure: "Apply the version first, then the rest.",
        },
      ]
    : [];
