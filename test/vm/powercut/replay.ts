import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBlockLog } from "./BlockLog.ts";
import { type Confirmation, isCounted, type Known, knownAt } from "./Confirmed.ts";
import { CrashDisk, type Fate, lotFrom } from "./CrashDisk.ts";
import { onDisk, type Verdict } from "./judgeDisk.ts";
import type { LoggedDisk } from "./LoggedDisk.ts";

export interface ReplayOptions {
  readonly points: number;
  /** Cuts come after this share of what was confirmed; 0 when not said: after the first. */
  readonly after?: number;
  readonly seed: number;
  /** Judges one crashed disk; `n` counts the points. */
  readonly judge: (folder: string, known: Known, n: number) => Promise<Verdict>;
  readonly say?: (text: string) => void;
  /** Stops as soon as so many points have lost something: a negative control need not be counted out. */
  readonly enough?: number;
}

export interface ReplayResult {
  readonly points: number;
  readonly confirmed: number;
  readonly byFate: Readonly<Record<Fate, number>>;
  /** Points at which a write was in doubt at all. */
  readonly doubtful: number;
  /** Mounted only after fsck. */
  readonly repaired: number;
  readonly lossy: number;
  readonly broken: number;
  /** The first few, in words. */
  readonly examples: readonly string[];
  readonly seconds: number;
}

const FATES: readonly Fate[] = ["dropped", "torn", "torn", "kept"];
const TELL_EVERY = 250;
const MOST_EXAMPLES = 6;

/** Cuts the power at so many entries of the log, drawn by lot after the first confirmation, and judges each disk. */
export async function replay(
  disk: LoggedDisk,
  confirmations: readonly Confirmation[],
  options: ReplayOptions,
): Promise<ReplayResult> {
  const began = performance.now();
  const log = readBlockLog(disk.log);
  const lot = lotFrom(options.seed);
  const from = confirmations[Math.floor(confirmations.length * (options.after ?? 0))];
  const first = log.findIndex(({ end }) => end > (from?.logged ?? 0));
  if (first < 0) throw new Error(`${disk.name}: nothing was written after the first confirmation`);
  const cuts = Array.from({ length: options.points }, () => first + Math.floor(lot() * (log.length - first + 1))).sort(
    (a, b) => a - b,
  );
  const folder = mkdtempSync(join(scratch(), "firstring-vm-replay-"));
  const image = join(folder, "crashed.img");
  const point = join(folder, "mnt");
  mkdirSync(point);
  const crashed = new CrashDisk(disk.pristine, log, disk.log);
  const byFate: Record<Fate, number> = { dropped: 0, torn: 0, kept: 0 };
  const examples: string[] = [];
  let [points, doubtful, repaired, lossy, broken] = [0, 0, 0, 0, 0];
  try {
    for (const cut of cuts) {
      const fate = FATES[points % FATES.length] ?? "torn";
      if (crashed.write(image, cut, fate, lot) > 0) doubtful += 1;
      const known = knownAt(confirmations, log[cut - 1]?.end ?? 0);
      const verdict = await onDisk(image, point, (at) => options.judge(at, known, points));
      points += 1;
      byFate[fate] += 1;
      if (verdict.repaired) repaired += 1;
      if (verdict.lost.length > 0) lossy += 1;
      if (verdict.broken.length > 0) broken += 1;
      const words = [...verdict.lost, ...verdict.broken];
      if (words.length > 0 && examples.length < MOST_EXAMPLES) {
        examples.push(`cut ${cut} of ${log.length}, ${fate}: ${words.slice(0, 4).join("; ")}`);
        options.say?.(`  ${examples.at(-1)}`);
      }
      if (points % TELL_EVERY === 0)
        options.say?.(`  ${points} crash points, ${lossy} lost something, ${broken} broken`);
      if (options.enough !== undefined && (lossy >= options.enough || broken >= options.enough)) break;
    }
  } finally {
    crashed.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const seconds = (performance.now() - began) / 1000;
  return { points, confirmed: knownCount(confirmations), byFate, doubtful, repaired, lossy, broken, examples, seconds };
}

/** In memory where there is such a place: thousands of disks are made, mounted and flushed only to be looked at. */
const scratch = (): string => (existsSync("/dev/shm") ? "/dev/shm" : tmpdir());

const knownCount = (confirmations: readonly Confirmation[]): number => confirmations.filter(isCounted).length;
