import { readFileSync, rmSync } from "node:fs";
import { uptime } from "node:os";
import { join, resolve } from "node:path";
import {
  type BootMs,
  judgePresence,
  openPresence,
  type Presence,
  type PresenceRecord,
  type PresenceWay,
} from "../../firmware/panel/presence.ts";
import { BOX } from "../runtime/installation.ts";
import { replaceFile } from "./replaceFile.ts";

/** Where the panel's process tells what it sees: on a tmpfs, so that no presence outlives a boot. */
export const PANEL_DIRECTORY = "/run/firstring-panel";

/** Where the panel of a data directory is: the box's, or one beside the data. */
export const panelDirectory = (dataDirectory: string): string =>
  resolve(dataDirectory) === BOX.data ? PANEL_DIRECTORY : join(resolve(dataDirectory), "panel");

const FILE = "presence.json";
/** A record has some ninety bytes. */
const LONGEST = 1_000;

export interface PresenceOptions {
  readonly directory?: string;
  readonly now?: () => BootMs;
}

/** Node tells uptime in whole seconds where a unit hides /proc/uptime from it. */
const WHOLE_SECONDS_MS = 1_500;

/**
 * CLOCK_BOOTTIME, as exact as CLOCK_MONOTONIC as long as the machine has not slept (a box never does): a press is measured
 * by it.
 */
export function bootMs(): BootMs {
  const monotonic = Number(process.hrtime.bigint() / 1_000n) / 1_000;
  const boot = uptime() * 1_000;
  return Math.round(boot - monotonic > WHOLE_SECONDS_MS ? boot : monotonic);
}

/** Whether somebody stands at the box now. Never throws: what cannot be read is nobody. */
export function readPresence({ directory = PANEL_DIRECTORY, now = bootMs }: PresenceOptions = {}): Presence {
  let text: string | undefined;
  try {
    text = readFileSync(join(directory, FILE), "utf8").slice(0, LONGEST);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") return { present: false, remainingMs: 0, problem: String(error) };
  }
  return judgePresence(text, now());
}

/** Somebody is there, from now for ten minutes. */
export function tellPresence(
  by: PresenceWay,
  { directory = PANEL_DIRECTORY, now = bootMs }: PresenceOptions = {},
): PresenceRecord {
  const record = openPresence(by, now());
  replaceFile(join(directory, FILE), `${JSON.stringify(record)}\n`);
  return record;
}

/** What needed a person is done: whoever comes next shows again that they are there. */
export function endPresence({ directory = PANEL_DIRECTORY }: Pick<PresenceOptions, "directory"> = {}): void {
  rmSync(join(directory, FILE), { force: true });
}
