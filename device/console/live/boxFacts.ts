import { readFileSync, readlinkSync } from "node:fs";
import { arch, release, uptime } from "node:os";
import { basename, join } from "node:path";
import { readBackupRecord } from "../../backup/backupRecord.ts";
import { BOX, programFolder } from "../../runtime/installation.ts";
import { RunMemory } from "../../service/RunMemory.ts";
import type { BoxAnswer } from "../api/box.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import type { WordsLanguage } from "../messages/timelineWords.ts";
import { saidInSpanish } from "./detailInSpanish.ts";

/** What a technician reads out on the telephone; of a box whose answering program is down, too. */
export async function boxFacts(
  { clinic, clock, directory, live }: ConsoleBox,
  {
    language,
    releases = BOX.releases,
    version,
  }: { readonly version: string; readonly releases?: string; readonly language: WordsLanguage },
): Promise<BoxAnswer> {
  const now = Math.trunc(clock.now());
  const said = (text: string): string => (language === "es" ? saidInSpanish(text) : text);
  const status = await live.status();
  const machine = textOf("/proc/device-tree/model");
  const { lastGoodAt, lastTryAt, trouble } = readBackupRecord(directory);
  return {
    ...{ at: now, version, node: process.version, kernel: release(), arch: arch() },
    ...(machine === undefined ? {} : { machine }),
    bootedAt: Math.round(now - uptime() * 1_000),
    consoleStartedAt: Math.round(now - process.uptime() * 1_000),
    ...(status === undefined ? {} : { serviceStartedAt: Math.trunc(status.startedAt) }),
    ends: new RunMemory({ directory, now: () => now }).remembered
      .map(({ at, kind, why }) => ({ at: Math.trunc(at), kind, ...(why === undefined ? {} : { why: said(why) }) }))
      .toReversed(),
    backup: {
      scheduled: clinic.known?.backup !== undefined,
      ...(lastGoodAt === undefined ? {} : { lastGoodAt: Math.trunc(lastGoodAt) }),
      ...(lastTryAt === undefined ? {} : { lastTryAt: Math.trunc(lastTryAt) }),
      ...(trouble === undefined ? {} : { trouble: said(trouble) }),
    },
    release: releaseFacts(releases),
  };
}

/** As the launcher finds it (provisioning/release/README.md): links to the wanted and the good version, a line for one on trial. */
function releaseFacts(releases: string): BoxAnswer["release"] {
  const [wanted, good] = [linkOf(join(releases, "current")), linkOf(join(releases, "good"))];
  const onTrial = textOf(join(releases, "trial"))?.split(" ")[0];
  return {
    packaged: !programFolder.startsWith(`${releases}/`),
    ...(wanted === undefined ? {} : { wanted }),
    ...(good === undefined ? {} : { good }),
    ...(onTrial === undefined || onTrial === "" ? {} : { onTrial }),
  };
}

function linkOf(path: string): string | undefined {
  try {
    return basename(readlinkSync(path));
  } catch {
    return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replace(/\0/g, "").trim();
  } catch {
    return undefined;
  }
}
