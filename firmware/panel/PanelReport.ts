import type { BootMs } from "./presence.ts";

/** What the panel's process tells all others of the box: what its wires say. */
export interface PanelReport {
  readonly atMs: BootMs;
  readonly button: "none" | "there" | "stuck";
  readonly mains: "unknown" | "there" | "lost";
  readonly lostSinceMs?: BootMs;
  readonly batteryLow: boolean;
  /** The box shuts itself down then, unless mains is back. */
  readonly powerOffAtMs?: BootMs;
  /** The last short press. */
  readonly pressedAtMs?: BootMs;
  /** LEDs of the kernel, and which lamp each is: `PWR: fault`. */
  readonly lamps: Readonly<Record<string, string>>;
}

export const writeReport = (report: PanelReport): string => `${JSON.stringify(report)}\n`;

/** Written anew at least so often: an older one is nobody's any more. */
export const REPORT_EACH_MS = 5_000;
const REPORT_HOLDS_MS = 4 * REPORT_EACH_MS;

export function readReport(text: string, nowMs: BootMs): PanelReport | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { atMs, button, mains, lostSinceMs, batteryLow, powerOffAtMs, pressedAtMs, lamps } = value as Record<
    string,
    unknown
  >;
  const [key, power] = [BUTTONS.find((each) => each === button), MAINS.find((each) => each === mains)];
  if (!isTime(atMs) || key === undefined || power === undefined || nowMs - atMs > REPORT_HOLDS_MS) return undefined;
  return {
    ...{ atMs, button: key, mains: power, batteryLow: batteryLow === true, lamps: textsOf(lamps) },
    ...(isTime(lostSinceMs) ? { lostSinceMs } : {}),
    ...(isTime(powerOffAtMs) ? { powerOffAtMs } : {}),
    ...(isTime(pressedAtMs) ? { pressedAtMs } : {}),
  };
}

const BUTTONS = ["none", "there", "stuck"] as const;
const MAINS = ["unknown", "there", "lost"] as const;

const isTime = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;

const textsOf = (value: unknown): Readonly<Record<string, string>> =>
  typeof value !== "object" || value === null
    ? {}
    : Object.fromEntries(Object.entries(value).filter((each): each is [string, string] => typeof each[1] === "string"));
