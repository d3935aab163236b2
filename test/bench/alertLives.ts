import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lifeClinics } from "../clinic/lifeClinics.ts";
import { live } from "../harness/AlertLife.ts";
import { liveCrowded } from "../harness/CrowdedLife.ts";
import { finding, type Section } from "./report.ts";

const TOLD_EVERY = 500;
/** One in so many is lived with things on top of each other, on a card that answers late. */
const CROWDED_EVERY = 5;

/**
 * Random lives of alerts: replies, crashes at every write, clock jumps, sends lost, calls of one caller. First on the store's
 * tables in memory, where a crash is exact to the write; then a real process on the real encrypted store, killed again and again.
 */
export async function alertLives(lives: number, kills: number, tell: (line: string) => void): Promise<Section> {
  const violations: string[] = [];
  let pages = 0;
  let deaths = 0;
  let calls = 0;
  const from = performance.now();
  for (let seed = 1; seed <= lives; seed += 1) {
    const begin = seed % CROWDED_EVERY === 0 ? liveCrowded : live;
    const report = await begin(seed, lifeClinics[seed % lifeClinics.length]!);
    pages += report.pages;
    deaths += report.deaths;
    calls += report.calls;
    violations.push(...report.violations.map((violation) => `life ${seed}: ${violation}`));
    if (seed % TOLD_EVERY === 0) tell(`${seed} lives, ${violations.length} violations`);
  }
  const seconds = ((performance.now() - from) / 1_000).toFixed(0);
  const killed = await killedProcess(kills, tell);
  return {
    title: "Lives of alerts (by lot: replies, crashes at every write, clock jumps, sends lost)",
    rows: [
      finding(
        "taken, closed or still climbing; no page after a take; no code twice; audit whole",
        `${lives} lives, ${calls} calls, ${pages} pages, ${deaths} crashes, ${violations.length} violations, ${seconds} s`,
        "0 violations",
        violations.length === 0,
      ),
      finding(
        "the same on the real encrypted store, its process killed",
        `${kills} kills, ${killed.codes} calls, ${killed.violations.length} violations`,
        "0 violations",
        killed.violations.length === 0 && killed.over,
      ),
    ],
    notes: [...violations.slice(0, 10), ...killed.violations.slice(0, 10)],
  };
}

interface Killed {
  readonly violations: readonly string[];
  readonly codes: number;
  readonly over: boolean;
}

async function killedProcess(kills: number, tell: (line: string) => void): Promise<Killed> {
  const directory = mkdtempSync(join(tmpdir(), "firstring-lives-"));
  const key = randomBytes(32).toString("hex");
  const violations: string[] = [];
  const codes = new Set<string>();
  let over = false;
  const heard = (line: string): void => {
    const [word, ...rest] = line.split(" ");
    const code = rest[0] ?? "";
    if (word === "violation") violations.push(rest.join(" "));
    if (word === "over") over = true;
    if (word === "code" && codes.has(code)) violations.push(`code ${code} was given twice`);
    if (word === "code") codes.add(code);
  };
  try {
    for (let generation = 0; generation < kills; generation += 1) {
      await stretch([directory, key, String(generation)], heard, 20 + ((generation * 37) % 300));
      if ((generation + 1) % 10 === 0) tell(`${generation + 1} kills, ${codes.size} calls`);
    }
    await stretch([directory, key, String(kills), "last"], heard);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return { violations, codes: codes.size, over };
}

/** Until it ends by itself, or so long after it was ready. */
function stretch(args: readonly string[], heard: (line: string) => void, killAfterMs?: number): Promise<void> {
  const program = fileURLToPath(new URL("lifeProcess.ts", import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      heard(line);
      if (line === "ready" && killAfterMs !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    }
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
}
