import { readFileSync } from "node:fs";
import { isProcessAlive } from "../runtime/isProcessAlive.ts";
import { destroyFile, writeSecretFile } from "./files.ts";
import type { KeySource } from "./KeyPlace.ts";

/**
 * A change of the key that is under way, or was cut off; no key is in it. Two places cannot be changed in one step, so this file
 * says which of them counts:
 *
 *     staging     the new key is being made, and nothing is encrypted with it   → it can be taken back
 *     encrypting  each database is under the old key or the new one             → both are handed out, and it is gone on with
 *     settling    everything is under the new key                               → the old one is only still to be taken away
 */
export interface KeyChange {
  readonly from: KeySource;
  readonly to: KeySource;
  readonly phase: "staging" | "encrypting" | "settling";
  /** The process that does it, and the start of the box that it lives in. */
  readonly pid: number;
  readonly boot: string;
}

/** A file that a worn card has made garbage of counts as none: the box has to start, and root's commands try every key. */
export function readKeyChange(path: string): KeyChange | undefined {
  try {
    const change = JSON.parse(readFileSync(path, "utf8")) as Partial<KeyChange>;
    return PHASES.has(change.phase ?? "") && change.from && change.to ? (change as KeyChange) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const PHASES: ReadonlySet<string> = new Set(["staging", "encrypting", "settling"]);

export const writeKeyChange = (path: string, change: Omit<KeyChange, "pid" | "boot">): void =>
  writeSecretFile(path, Buffer.from(`${JSON.stringify({ ...change, pid: process.pid, boot: bootId() })}\n`));

export const endKeyChange = (path: string): void => destroyFile(path);

/** A process of an earlier start of the box is gone, whoever has its number now. */
export function isUnderWay({ pid, boot }: KeyChange): boolean {
  return boot === bootId() && pid !== process.pid && isProcessAlive(pid);
}

const bootId = (): string => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();

/** While the key comes from another place to the sealed ones, one of their two files is not there yet, and none is lost. */
export function isSealedKeyComing(path: string): boolean {
  const change = readKeyChange(path);
  return change?.to === "credential" && change.from !== "credential" && change.phase !== "settling";
}
