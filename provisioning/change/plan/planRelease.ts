/* @pure */
import type { ReleaseChange } from "../Change.ts";
import type { BoxFacts, PartOfPlan } from "./planChanges.ts";

export function planRelease({ version }: ReleaseChange, { version: now, present }: BoxFacts): PartOfPlan {
  if (version === now)
    return { words: `FirstRing ${version} is there already`, warnings: [`version ${version} runs already`] };
  if (compareVersions(version, now) > 0) return { words: `FirstRing ${version} in place of ${now}` };
  const words = `back from FirstRing ${now} to the older ${version}`;
  if (present)
    return {
      words,
      needsPresence: true,
      warnings: ["an older version: faults that were mended since are back with it"],
    };
  const cure = "Hold the button for three seconds, then try again; or take the newer release.";
  return {
    words,
    refusals: [{ code: "OLDER_VERSION", what: `version ${version} is older than ${now}, which runs`, cure }],
  };
}

/** As semantic versioning orders them (semver.org §11): numbers by value, a pre-release before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(parts) as [Parts, Parts];
  for (let i = 0; i < 3; i++) {
    const by = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (by !== 0) return Math.sign(by);
  }
  if (left.pre === right.pre) return 0;
  if (left.pre === "") return 1;
  if (right.pre === "") return -1;
  return Math.sign(left.pre.localeCompare(right.pre, "en", { numeric: true }));
}

interface Parts {
  readonly numbers: readonly number[];
  readonly pre: string;
}

function parts(version: string): Parts {
  const [release = "", ...pre] = version.replace(/\+.*$/, "").split("-");
  return { numbers: release.split(".").map(Number), pre: pre.join("-") };
}
