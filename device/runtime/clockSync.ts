import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import type { EpochMs } from "../../firmware/time/Clock.ts";
import { type Duration, Hours, Seconds } from "../../firmware/time/Duration.ts";

export interface ClockSyncSources {
  /** systemd-timesyncd(8) touches it at each answer of a time server. */
  readonly mark?: string;
  /** timedatectl(1), which asks the kernel (adjtimex(2)) whoever serves the time: chrony, ntpd, timesyncd. */
  readonly timedatectl?: string;
}

/** timesyncd asks every 34 minutes at the longest. What it heard longer ago is the quartz's word, not the server's. */
const STILL_TRUE: Duration = Hours(3);
const ASKING: Duration = Seconds(5);

/**
 * Whether a time server sets this machine's clock; false when nobody can say. The kernel is not asked by ourselves: the
 * library for it (koffi) takes 10 MB of the daemon's memory for good [measured], a child process a moment.
 */
export async function isClockSynchronised(now: EpochMs, sources: ClockSyncSources = {}): Promise<boolean> {
  const { mark = "/run/systemd/timesync/synchronized", timedatectl = "timedatectl" } = sources;
  return isFresh(mark, now) || (await ask(timedatectl));
}

function isFresh(mark: string, now: EpochMs): boolean {
  try {
    return Math.abs(now - statSync(mark).mtimeMs) < STILL_TRUE;
  } catch {
    return false;
  }
}

const ask = (timedatectl: string): Promise<boolean> =>
  new Promise((resolve) => {
    const args = ["show", "--property=NTPSynchronized", "--value"];
    execFile(timedatectl, args, { timeout: ASKING }, (error, stdout) => resolve(!error && stdout.trim() === "yes"));
  });
