import { endInWords } from "../../firmware/health/LastEnd.ts";
import { panelRows } from "../../firmware/panel/panelInWords.ts";
import type { ApplianceStatus } from "../control/handleControl.ts";
import { timeInWords } from "../health/faultInWords.ts";
import { heardReport, isPanelThere } from "../panel/panelFiles.ts";
import { bootMs, panelDirectory } from "../panel/presence.ts";
import { RunMemory } from "../service/RunMemory.ts";
import { bad, type Finding, good, note } from "./Finding.ts";

/** The clock, how the last run ended, button, lamps and UPS: also of a box whose program is down. */
export function boxFindings(directory: string, running: ApplianceStatus | undefined): Finding[] {
  return [...clock(running), ...lastEnd(directory, running), ...panel(directory, running)];
}

/** What is wrong with it is a fault of the running box, and told as that. */
function clock(running: ApplianceStatus | undefined): Finding[] {
  if (running?.clockTrust === undefined) return [];
  const text = `the clock says ${timeInWords(running.now, running)}: ${running.clockTrust}`;
  return [running.clockTrust === "confirmed" ? good(text) : note(text)];
}

function lastEnd(directory: string, running: ApplianceStatus | undefined): Finding[] {
  if (running !== undefined)
    return running.lastEnd === undefined ? [] : [note(`the run before this one ended: ${running.lastEnd.text}`)];
  const end = new RunMemory({ directory, now: () => Date.now() }).look();
  // A run that is there and does not answer has left the same mark as one that crashed unseen by systemd.
  const unseen = end?.kind === "crash" && end.why === undefined;
  return end === undefined || unseen ? [] : [note(`the last run ended: ${endInWords(end)}`)];
}

function panel(directory: string, running: ApplianceStatus | undefined): Finding[] {
  const place = panelDirectory(directory);
  if (!isPanelThere(place)) return [];
  const nowMs = bootMs();
  const report = heardReport(place, nowMs);
  if (report === undefined)
    return running?.faults.some(({ code }) => code === "PANEL_GONE")
      ? []
      : [
          bad(
            "the process at button, lamps and UPS says nothing",
            "`systemctl restart firstring-panel`; its journal says why it ended: `journalctl -u firstring-panel`.",
          ),
        ];
  const text = panelRows(report, nowMs)
    .map(([name, what]) => `${name}: ${what}`)
    .join("; ");
  return [report.button === "stuck" || report.mains === "lost" ? note(text) : good(text)];
}
