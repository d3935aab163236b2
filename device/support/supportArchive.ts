import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { arch, loadavg, release, totalmem, uptime } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { type StandIn, withStandIns } from "../../firmware/health/redact.ts";
import { readBackupRecord } from "../backup/backupRecord.ts";
import type { ApplianceStatus } from "../control/handleControl.ts";
import { findKey } from "../keys/findKey.ts";
import { StoreReader } from "../storage/StoreReader.ts";
import { shownClinicFile, standIns, standInsOfText } from "./shownClinicFile.ts";

export interface SupportFacts {
  readonly directory: string;
  readonly version: string;
  readonly now: number;
  readonly findings: readonly unknown[];
  readonly status: ApplianceStatus | undefined;
  readonly clinicText: string | undefined;
  readonly clinic: Clinic | undefined;
}

/** Last lines of the journal that are taken along. */
const JOURNAL_LINES = 2_000;

/**
 * What somebody far away needs to find a fault, and nothing of a patient: of the messages only how many there are; people and
 * the clinic have stand-ins, numbers, secrets and what addresses say behind their host are not in it.
 */
export function supportArchive(facts: SupportFacts): Uint8Array {
  const { directory, version, now, findings, status, clinic, clinicText } = facts;
  const names = [...(clinic === undefined ? standInsOfText(clinicText ?? "") : standIns(clinic)), ...namesIn(status)];
  const whole = {
    about: "FirstRing support archive. No patient data; people and the clinic have stand-ins; numbers are left out.",
    madeAt: new Date(now).toISOString(),
    version,
    machine: machine(directory),
    findings: withStandIns(findings, names),
    status: withStandIns(status ?? "not running", names),
    clinicFile: withStandIns(
      clinicText === undefined ? "none" : shownClinicFile(clinicText, clinic !== undefined),
      names,
    ),
    data: files(directory),
    store: store(directory),
    backups: withStandIns(readBackupRecord(directory), names),
    journal: withStandIns(journal(), names),
  };
  return gzipSync(`${JSON.stringify(whole, undefined, 1)}\n`);
}

/** The names that the running box tells: the clinic file may not be at hand, or be another one. */
const namesIn = (status: ApplianceStatus | undefined): readonly StandIn[] =>
  status === undefined
    ? []
    : [[status.clinic, "Clinic"], ...status.onCall.people.map((name): StandIn => [name, "Person"])];

function machine(directory: string): object {
  const disk = existsSync(directory) ? statfsSync(directory) : undefined;
  return {
    ...{ arch: arch(), kernel: release(), node: process.version, uptimeS: Math.round(uptime()), load: loadavg() },
    memoryMb: Math.round(totalmem() / 1e6),
    ...(disk && {
      freeMb: Math.round((disk.bavail * disk.bsize) / 1e6),
      diskMb: Math.round((disk.blocks * disk.bsize) / 1e6),
    }),
  };
}

/** Names are ours; sizes and permissions tell of full disks and wrong owners. */
function files(directory: string): readonly object[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).map((name) => {
    const { size, mode, uid } = statSync(join(directory, name), { throwIfNoEntry: false }) ?? {
      size: -1,
      mode: 0,
      uid: -1,
    };
    return { name, size, mode: (mode & 0o7777).toString(8), uid };
  });
}

function store(directory: string): object {
  try {
    const reader = StoreReader.open(directory, findKey(directory));
    try {
      return { problems: reader.problems, ...reader.figures() };
    } finally {
      reader.close();
    }
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
}

function journal(): readonly string[] {
  try {
    const args = ["-u", "firstring.service", "-n", String(JOURNAL_LINES), "-o", "cat", "--no-pager"];
    return execFileSync("journalctl", args, { encoding: "utf8", timeout: 30_000, stdio: ["ignore", "pipe", "ignore"] })
      .split("\n")
      .filter((line) => line !== "");
  } catch {
    return [];
  }
}
