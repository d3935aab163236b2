import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readWord, type ToldWord, writeWord } from "../../firmware/panel/DaemonWord.ts";
import { type PanelReport, readReport, writeReport } from "../../firmware/panel/PanelReport.ts";
import type { BootMs } from "../../firmware/panel/presence.ts";
import { replaceFile } from "./replaceFile.ts";

/*
 * How the daemon and the panel speak: each writes files in a folder of its own below /run/firstring-panel, the other reads
 * them. Neither has a right to the other's files, and each works when the other is dead.
 *
 *   daemon/word.json   the daemon: its lamps, and that it lives      folder of user firstring
 *   panel.json         the panel: what its wires say
 *   show/NAME          whoever works on the box                      folder of group firstring-show
 *   do/NAME            what the panel wants of root; a .path unit looks for each
 */
const LONGEST = 4_000;

/** Whether there is a panel to talk to: its folder is made at boot, by tmpfiles. */
export const isPanelThere = (directory: string): boolean => existsSync(join(directory, "daemon"));

export function tellWord(directory: string, told: ToldWord): boolean {
  return replace(join(directory, "daemon", "word.json"), writeWord(told));
}

/** A daemon that stops says so. */
export function withdrawWord(directory: string): void {
  try {
    rmSync(join(directory, "daemon", "word.json"), { force: true });
  } catch {
    // It is too old to be believed in a moment.
  }
}

export const heardWord = (directory: string): ToldWord | undefined =>
  readWord(textOf(join(directory, "daemon", "word.json")));

export const tellReport = (directory: string, report: PanelReport): boolean =>
  replace(join(directory, "panel.json"), writeReport(report));

export const heardReport = (directory: string, nowMs: BootMs): PanelReport | undefined =>
  readReport(textOf(join(directory, "panel.json")), nowMs);

/** What only root can do, and the panel asks for by a file that a unit waits for. */
export type RootErrand = "reset" | "poweroff";

export function askRoot(directory: string, errand: RootErrand): boolean {
  try {
    mkdirSync(join(directory, "do"), { recursive: true, mode: 0o755 });
  } catch {
    return false;
  }
  return replace(join(directory, "do", errand), "");
}

function replace(path: string, text: string): boolean {
  try {
    replaceFile(path, text);
    return true;
  } catch {
    return false;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").slice(0, LONGEST);
  } catch {
    return "";
  }
}
