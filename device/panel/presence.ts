import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import {
  type BootMs,
  judgePresence,
  openPresence,
  type Presence,
  type PresenceRecord,
  type PresenceWay,
} from "../../firmware/panel/presence.ts";

/** Where the panel's process tells what it sees: on a tmpfs, so that no presence outlives a boot. */
export const PANEL_DIRECTORY = "/run/firstring-panel";

const FILE = "presence.json";
/** A record has some ninety bytes. */
const LONGEST = 1_000;

export interface PresenceOptions {
  readonly directory?: string;
  readonly now?: () => BootMs;
}

/** CLOCK_BOOTTIME, also where a unit hides /proc/uptime (libuv asks the clock then). */
export const bootMs = (): BootMs => Math.round(uptime() * 1_000);

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

/** Somebody is there, from now for ten minutes. Readers see the old record or the new one, never a half. */
export function tellPresence(
  by: PresenceWay,
  { directory = PANEL_DIRECTORY, now = bootMs }: PresenceOptions = {},
): PresenceRecord {
  const record = openPresence(by, now());
  const path = join(directory, FILE);
  rmSync(`${path}.new`, { force: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(record)}\n`, { flag: "wx" });
  // Whatever the umask: it is no secret, and all who guard a door ask here.
  chmodSync(`${path}.new`, 0o644);
  renameSync(`${path}.new`, path);
  return record;
}

/** What needed a person is done: whoever comes next shows again that they are there. */
export function endPresence({ directory = PANEL_DIRECTORY }: Pick<PresenceOptions, "directory"> = {}): void {
  rmSync(join(directory, FILE), { force: true });
}
