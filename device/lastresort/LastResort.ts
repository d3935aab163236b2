import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { type CrashLoop, NO_FAILURES } from "../../firmware/health/crashLoop.ts";

/** A cellular modem of the clinic file, as far as a text needs it. Its SIM's PIN is not kept: a modem that has had power since needs none. */
export interface LastModem {
  readonly id: string;
  readonly port: string;
  readonly model?: string;
}

/**
 * Whom to tell, and how, when the program cannot run any more: kept beside the data at each start that went well, because
 * the clinic file may be what it fails at.
 */
export interface LastResort {
  readonly clinic: string;
  /** The fallback person's. */
  readonly phone: string;
  readonly modems: readonly LastModem[];
}

const RESORT_FILE = "last-resort.json";
const LOOP_FILE = "failures.json";

export function lastResortOf(clinic: Clinic): LastResort | undefined {
  const person = clinic.people.find(({ id }) => id === clinic.onCall.fallback);
  if (person === undefined) return undefined;
  const modems = clinic.lines.flatMap((line): LastModem[] =>
    line.driver === "gsm"
      ? [{ id: line.id, port: line.port, ...(line.model === undefined ? {} : { model: line.model }) }]
      : [],
  );
  return { clinic: clinic.clinic.shortName, phone: person.phone, modems };
}

/** Never throws: a disk that takes nothing has greater troubles. */
export function keepLastResort(directory: string, clinic: Clinic): void {
  const resort = lastResortOf(clinic);
  const text = JSON.stringify(resort);
  try {
    if (resort !== undefined && textOf(join(directory, RESORT_FILE)) !== text) keep(join(directory, RESORT_FILE), text);
  } catch {
    // The disk's own faults say it.
  }
}

export function readLastResort(directory: string): LastResort | undefined {
  try {
    const { clinic, phone, modems } = JSON.parse(textOf(join(directory, RESORT_FILE)) ?? "") as LastResort;
    const whole = typeof clinic === "string" && /^\+\d+$/.test(phone) && Array.isArray(modems);
    return whole ? { clinic, phone, modems } : undefined;
  } catch {
    return undefined;
  }
}

/** Of several places what the newest failure was written to. */
export function readLoop(directories: readonly string[]): CrashLoop {
  const newest = ({ failures }: CrashLoop): number => failures.at(-1) ?? Number.NEGATIVE_INFINITY;
  return directories.map(loopIn).reduce((one, other) => (newest(other) > newest(one) ? other : one), NO_FAILURES);
}

function loopIn(directory: string): CrashLoop {
  try {
    const { failures, toldAt } = JSON.parse(textOf(join(directory, LOOP_FILE)) ?? "") as CrashLoop;
    return {
      failures: failures.filter(Number.isFinite),
      ...(Number.isFinite(toldAt) ? { toldAt: Number(toldAt) } : {}),
    };
  } catch {
    return NO_FAILURES;
  }
}

/** Throws what the disks say when none of them takes it: without this memory there would be a text at each failure. */
export function keepLoop(directories: readonly string[], loop: CrashLoop): void {
  const refused = directories.flatMap((directory) => {
    try {
      keep(join(directory, LOOP_FILE), JSON.stringify(loop));
      return [];
    } catch (error) {
      return [error];
    }
  });
  if (refused.length === directories.length) throw refused[0];
}

function keep(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
