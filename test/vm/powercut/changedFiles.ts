import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RealDisk } from "../../../provisioning/change/disk/RealDisk.ts";
import { recover } from "../../../provisioning/change/disk/Transaction.ts";
import type { Known } from "./Confirmed.ts";
import type { Verdict } from "./judgeDisk.ts";

export const JOURNAL = "journal.json";
/** In two folders, as a clinic file and its prompts are. */
export const CHANGED_FILES = ["clinic.yaml", "prompts/en/greeting.wav", "prompts/en/closed.wav"];

/** Several blocks, so that a torn one is seen. */
export const contentOf = (n: number): string => `${n} `.repeat(3_000);

/** What the next start finds after it has recovered: all of one change, and none older than what was said to be kept. */
export function judgeChange(folder: string, { changed }: Known, writtenAt: string): Verdict {
  const journal = join(folder, JOURNAL);
  // The journal has the paths of the machine that wrote it; here its disk is mounted elsewhere.
  if (existsSync(journal)) writeFileSync(journal, readFileSync(journal, "utf8").replaceAll(writtenAt, folder));
  recover(new RealDisk(), journal);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  const contents = new Map(files.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const n = Number(/^\d+/.exec(contents.get("clinic.yaml") ?? "")?.[0] ?? 0);
  const broken = files
    .filter((name) => contents.get(name) !== contentOf(n))
    .map((name) => `${name} is of change ${contents.get(name)?.slice(0, 8)}, clinic.yaml of ${n}`);
  for (const name of CHANGED_FILES) if (!contents.has(name)) broken.push(`${name} is not there`);
  return { lost: n < changed ? [`change ${changed}: ${n} is there`] : [], broken };
}
