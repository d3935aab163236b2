/* @pure */
// Which version of the program runs. The launcher (provisioning/package/launcher.sh) does the same in a few lines of sh, for
// it must work when everything else is broken; a test holds the two against each other.

/** A release that is being tried: it answers calls until it is kept, or until one of the two ends it by itself. */
export interface Trial {
  readonly version: string;
  /** `/proc/sys/kernel/random/boot_id`: a trial does not outlive a start of the box. */
  readonly bootId: string;
  /** Whole seconds since the start of the box (`/proc/uptime`) after which it is over. */
  readonly untilUptime: number;
}

/** deb-version(7) without hyphen: safe as the name of a folder and in a line of words. */
const VERSION = /^[0-9A-Za-z+~][0-9A-Za-z.+~]*$/;
export const isVersion = (text: string): boolean => text.length <= 64 && VERSION.test(text);

export const trialLine = ({ version, bootId, untilUptime }: Trial): string =>
  `${version} ${bootId} ${Math.trunc(untilUptime)}\n`;

/** Undefined for anything that is not a whole line of ours (the power went while it was written, somebody wrote there). */
export function readTrial(text: string): Trial | undefined {
  const [version = "", bootId = "", until = "", ...rest] = (text.split("\n")[0] ?? "").split(" ");
  if (!isVersion(version) || bootId === "" || !/^\d{1,9}$/.test(until) || rest.length > 0) return undefined;
  return { version, bootId, untilUptime: Number(until) };
}

export interface ReleaseFacts {
  /** What the link `current` names: the version that is wanted. Absent: the packaged one is. */
  readonly current?: string | undefined;
  /** What the link `good` names: the last version that was found to be good. Absent: the packaged one was. */
  readonly good?: string | undefined;
  readonly trial?: Trial | undefined;
  /** Whether that folder of releases holds a whole program. */
  readonly isWhole: (version: string) => boolean;
  readonly bootId: string;
  readonly uptimeSeconds: number;
}

/** Undefined: the packaged program. */
export type Chosen = string | undefined;

export const trialHolds = ({ trial, bootId, uptimeSeconds }: ReleaseFacts): boolean =>
  trial !== undefined && trial.bootId === bootId && Math.trunc(uptimeSeconds) < trial.untilUptime;

/**
 * What runs for a command. A version that is wanted and was not found to be good yet runs only for the answering service
 * (`run`), in the boot in which its trial began, until the trial's end: who falls back is never what is tried, and neither a
 * power cut nor a dead updater leaves the box with it.
 */
export function chooseRelease(command: string | undefined, facts: ReleaseFacts): Chosen {
  const { current, good, trial, isWhole } = facts;
  if (current === undefined) return undefined;
  const tried = command === "run" && trial?.version === current && trialHolds(facts);
  if ((current === good || tried) && isWhole(current)) return current;
  return good !== undefined && isWhole(good) ? good : undefined;
}
