import { type Duration, Minutes, Seconds } from "../time/Duration.ts";
import { isOtherFileSystem, type OtherFileSystem } from "./otherFileSystems.ts";
import type { BootMs } from "./presence.ts";

/**
 * What a process of the box asks the panel to show while it works: `setup` (the box is open for set-up), `working` (do not
 * pull the stick, do not switch off), `done`, `refused` (the report says why).
 */
export const SHOW_KINDS = ["setup", "working", "done", "refused"] as const;
export type ShowKind = (typeof SHOW_KINDS)[number];

export interface ShowRequest {
  /** Who asks: `stick`, `setup`, `backup`. */
  readonly name: string;
  readonly kind: ShowKind;
  readonly sinceMs: BootMs;
  /** Of a stick that is refused for it, and therefore takes no report. */
  readonly fileSystem?: OtherFileSystem | undefined;
}

/** Whoever asked may die: nothing is shown for longer than this without being asked for again. */
export const SHOWN_FOR: Readonly<Record<ShowKind, Duration>> = {
  setup: Minutes(15),
  working: Minutes(15),
  done: Seconds(60),
  refused: Minutes(5),
};

const NAME = /^[a-z][a-z0-9-]{0,31}$/;

export const isShowName = (name: string): boolean => NAME.test(name);

export const writeShowRequest = ({ kind, sinceMs, fileSystem }: ShowRequest): string =>
  `${JSON.stringify({ kind, sinceMs, fileSystem })}\n`;

/** What a file says, or nothing where it is not one of ours or has had its time. */
export function readShowRequest(name: string, text: string, nowMs: BootMs): ShowRequest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { kind, sinceMs, fileSystem } = value as Record<string, unknown>;
  const known = SHOW_KINDS.find((each) => each === kind);
  if (known === undefined || typeof sinceMs !== "number" || !Number.isFinite(sinceMs)) return undefined;
  if (sinceMs > nowMs + 1_000 || nowMs >= sinceMs + SHOWN_FOR[known]) return undefined;
  return { name, kind: known, sinceMs, ...(isOtherFileSystem(fileSystem) ? { fileSystem } : {}) };
}
