import { durationInWords } from "../health/durationInWords.ts";
import { Milliseconds } from "../time/Duration.ts";
import type { PanelReport } from "./PanelReport.ts";
import type { BootMs, Presence } from "./presence.ts";

/** What `firstring panel` says. */
export function panelInWords(report: PanelReport | undefined, presence: Presence, nowMs: BootMs): string {
  const rows =
    report === undefined
      ? [["panel", "its process is not running (systemctl status firstring-panel)"] as const]
      : panelRows(report, nowMs);
  const here = presence.present
    ? `yes, for ${durationInWords(Milliseconds(presence.remainingMs))} more (${presence.record?.by ?? ""})`
    : `no${presence.problem === undefined ? "" : `: ${presence.problem}`}`;
  return [...rows, ["person at the box", here] as const]
    .map(([name, what]) => `${`${name}:`.padEnd(19)}${what}\n`)
    .join("");
}

export const panelRows = (report: PanelReport, nowMs: BootMs): readonly (readonly [string, string])[] => [
  ["button", BUTTON[report.button]],
  ["mains", mainsWords(report, nowMs)],
  ["lamps", lampWords(report.lamps)],
];

const BUTTON: Readonly<Record<PanelReport["button"], string>> = {
  none: "none found",
  there: "there",
  stuck: "stuck: it has been down for more than 30 s",
};

function mainsWords({ mains, lostSinceMs, batteryLow, powerOffAtMs }: PanelReport, nowMs: BootMs): string {
  switch (mains) {
    case "unknown":
      return "nothing tells of it (no UPS)";
    case "there":
      return batteryLow ? "there; the battery is low" : "there";
    case "lost": {
      const since = lostSinceMs === undefined ? "" : ` for ${durationInWords(Milliseconds(nowMs - lostSinceMs))}`;
      const off =
        powerOffAtMs === undefined
          ? ""
          : `; shuts down in ${durationInWords(Milliseconds(Math.max(0, powerOffAtMs - nowMs)))}`;
      return `lost${since}: on battery${batteryLow ? ", which is low" : ""}${off}`;
    }
  }
}

function lampWords(lamps: Readonly<Record<string, string>>): string {
  const named = Object.entries(lamps).map(([led, lamp]) => `${lamp} on ${led}`);
  return named.length === 0 ? "none found" : named.join(", ");
}
