import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { arch, loadavg, release, totalmem, uptime } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "yaml";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { HIDDEN, type StandIn, withStandIns } from "../../firmware/health/redact.ts";
import { readBackupRecord } from "../backup/backupRecord.ts";
import type { ApplianceStatus } from "../control/handleControl.ts";
import { findKey } from "../keys/findKey.ts";
import { StoreReader } from "../storage/StoreReader.ts";

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
 * the clinic have stand-ins, numbers and secrets are not in it.
 */
export function supportArchive(facts: SupportFacts): Uint8Array {
  const names = [...standIns(facts.clinic), ...namesIn(facts.status)];
  const { directory, version, now, findings, status } = facts;
  const whole = {
    about: "FirstRing support archive. No patient data; people and the clinic have stand-ins; numbers are left out.",
    madeAt: new Date(now).toISOString(),
    version,
    machine: machine(directory),
    findings: withStandIns(findings, names),
    status: withStandIns(status ?? "not running", names),
    clinicFile: withStandIns(clinicFile(facts.clinicText), names),
    data: files(directory),
    store: store(directory),
    backups: withStandIns(readBackupRecord(directory), names),
    journal: withStandIns(journal(), names),
  };
  return gzipSync(`${JSON.stringify(whole, undefined, 1)}\n`);
}

/** Without a clinic file at hand: the names that the running box tells. */
const namesIn = (status: ApplianceStatus | undefined): readonly StandIn[] =>
  status === undefined
    ? []
    : [[status.clinic, "Clinic"], ...status.onCall.people.map((name): StandIn => [name, "Person"])];

/** Ids stay apart from each other, so that a schedule can still be followed. */
export function standIns(clinic: Clinic | undefined): readonly StandIn[] {
  if (clinic === undefined) return [];
  const { name, shortName } = clinic.clinic;
  return [
    [name, "Clinic"],
    [shortName, "Clinic"],
    ...clinic.people.flatMap(({ id, name: person }, i): StandIn[] => [
      [person, `Person ${i + 1}`],
      [id, `person${i + 1}`],
      ...person
        .split(/\s+/)
        .filter((word) => word.length > 3)
        .map((word): StandIn => [word, `Person ${i + 1}`]),
    ]),
  ];
}

/** Where secrets, names, addresses and numbers are in a clinic file. */
const HIDDEN_KEYS = new Set(["phone", "pin", "simPin", "password", "username", "name", "recipient", "reason"]);

function clinicFile(text: string | undefined): unknown {
  if (text === undefined) return "none";
  try {
    return hide(parse(text));
  } catch (error) {
    return `it cannot be read: ${error instanceof Error ? error.name : "?"}`;
  }
}

function hide(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hide);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      HIDDEN_KEYS.has(key) && typeof inner !== "object" ? HIDDEN : hide(inner),
    ]),
  );
}

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
