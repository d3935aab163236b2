import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { ApplianceError, isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import { errorText } from "../../firmware/health/errorText.ts";
import { askPassphrase, fromCredential } from "../backup/askSecret.ts";
import { BackupReader } from "../backup/BackupReader.ts";
import { backupName, olderThanKept } from "../backup/backupName.ts";
import { readBackupRecord, writeBackupRecord } from "../backup/backupRecord.ts";
import type { BackupManifest } from "../backup/format.ts";
import { type MadeBackup, makeBackup } from "../backup/makeBackup.ts";
import { ON_STICK, onStick } from "../backup/onStick.ts";
import { readBackup } from "../backup/readBackup.ts";
import { demandIdentity, demandRecipient, makeRecoveryKey } from "../backup/recoveryKey.ts";
import type { Lock, Unlock } from "../backup/slots.ts";
import { Credentials } from "../keys/Credentials.ts";
import { findKey } from "../keys/findKey.ts";
import { DEFAULTS } from "../runtime/installation.ts";
import type { DatabaseKey } from "../storage/key.ts";
import { StoreReader } from "../storage/StoreReader.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { clinicWithoutSecrets } from "./clinicWithoutSecrets.ts";
import { CLINIC_FILE_IN_WORDS, clinicFile } from "./defaultClinicFile.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";

const HELP = `firstring backup [--to PATH | --to stick] [--recipient KEY | --passphrase] [--with-secrets] [--config FILE] [--data DIR] [--json]
firstring backup verify FILE [--identity FILE] [--json]
firstring backup keygen --out FILE

Writes one encrypted file with the messages, the clinic file, the clinic's own recordings and the copies of its calendars,
while calls go on. Without --with-secrets the PINs and passwords of the box stay on the box.

  --to PATH        a folder, or the name of the file (default: the place in the clinic file's backup section, else here)
  --to stick       the USB stick that is in the box (FAT32): written, read back and compared; the lamps and RESULT.TXT say so, too
  --recipient KEY  lock it with this public recovery key (default: that of the clinic file, else /etc/firstring/backup.pub)
  --passphrase     lock it with a passphrase: asked for, or the first line of standard input
  --with-secrets   also the credentials of the box (as root)
  --scheduled      as the nightly timer does: only where the clinic file asks for it; keeps as many as it says
  --config FILE    the clinic file (default: ${CLINIC_FILE_IN_WORDS})
  --data DIR       the appliance's data directory (default: ${DEFAULTS.dataInWords})
  --json           what was written, or what is in it, as one JSON object

verify reads a backup to its end, proves every byte of it, and says what is in it. Nothing is written.
keygen makes the clinic's recovery key: the private half into a new file, for a safe; the public half on the screen.
`;

const BOX_RECIPIENT = "/etc/firstring/backup.pub";

export async function backupCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      to: { type: "string" },
      recipient: { type: "string" },
      passphrase: { type: "boolean", default: false },
      "with-secrets": { type: "boolean", default: false },
      scheduled: { type: "boolean", default: false },
      identity: { type: "string" },
      out: { type: "string" },
      config: { type: "string" },
      data: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [what, file, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`'${rest[0]}' is too much`);
  if (what === "verify") return verify(file, values.identity, values.json, io);
  if (what === "keygen") return keygen(values.out, io);
  if (what !== undefined) throw new UsageError(`there is no 'backup ${what}'`);
  const directory = dataDirectory(values.data);
  const usual = clinicFile(values.config, values.data);
  const config = values.config !== undefined || existsSync(usual) ? usual : undefined;
  const clinic = config === undefined ? undefined : await clinicWithoutSecrets(config, io);
  if (values.scheduled) return scheduled(directory, config, clinic, io);
  const locks = await locksOf(values.recipient, values.passphrase, clinic);
  const secrets = values["with-secrets"] ? allCredentials() : undefined;
  const made = await make(directory, { to: values.to, config, clinic, locks, secrets, keep: 0 }, io);
  if (values.json)
    io.stdout.write(`${JSON.stringify({ path: made.path, bytes: made.bytes, ...shown(made.manifest) })}\n`);
  else io.stdout.write(`${made.path}: ${inWords(made.manifest)}, ${(made.bytes / 1e6).toFixed(1)} MB.\n`);
  return 0;
}

interface What {
  readonly to?: string | undefined;
  readonly config: string | undefined;
  readonly clinic: Clinic | undefined;
  readonly locks: readonly Lock[];
  readonly secrets?: ReadonlyMap<string, Uint8Array> | undefined;
  /** How many stay there; 0: all. */
  readonly keep: number;
}

async function make(directory: string, { to, keep, ...what }: What, io: CliIo): Promise<MadeBackup> {
  const now = Date.now();
  const place = to ?? what.clinic?.backup?.to ?? ".";
  const name = backupName(what.clinic?.clinic.shortName, now);
  if (place !== ON_STICK) {
    const made = makeAt(directory, fileFor(place, name), what, now, io);
    if (keep > 0) dropOldest(dirname(made.path), name, keep);
    return made;
  }
  return onStick(directory, { name, keep, say: (words) => void io.stderr.write(`${words}\n`) }, (path) =>
    makeAt(directory, path, what, now, io),
  );
}

function makeAt(
  directory: string,
  to: string,
  { config, clinic, locks, secrets }: Omit<What, "to" | "keep">,
  now: number,
  io: CliIo,
): MadeBackup {
  const key = findKey(directory);
  if (key === undefined)
    throw new ApplianceError("STORE_KEY_MISSING", detail.noKey({ folder: directory }), {
      disposition: "operator",
      cure: detail.runWithKey(),
    });
  const made = makeBackup({
    ...{ directory, key, locks, now, to, program: programVersion() },
    ...(config === undefined ? {} : { clinicFile: config }),
    ...(clinic === undefined ? {} : { clinicName: clinic.clinic.name }),
    ...(secrets === undefined ? {} : { secrets }),
    progress: (words) => io.stderr.write(`${words}\n`),
  });
  noteIn(directory, key, now, made, io);
  return made;
}

/** Who takes everything out of the box is to be found (45 CFR 164.312(b)). */
function noteIn(directory: string, key: DatabaseKey, now: number, { path, bytes }: MadeBackup, io: CliIo): void {
  const reader = StoreReader.open(directory, key);
  try {
    const why = reader.noteInAudit({ at: now, kind: "backup-made", detail: `${basename(path)}, ${bytes} bytes` });
    if (why !== undefined) io.stderr.write(`The audit could not note the backup: ${why}\n`);
  } finally {
    reader.close();
  }
}

/** A folder that is there gets a file with the clinic and the time in its name; anything else is the file. */
function fileFor(to: string, name: string): string {
  const path = resolve(to);
  if (existsSync(path) && statSync(path).isDirectory()) return join(path, name);
  if (existsSync(path)) throw new UsageError(`${path} is there already: a backup is not overwritten`);
  return path;
}

async function locksOf(
  recipient: string | undefined,
  passphrase: boolean,
  clinic: Clinic | undefined,
): Promise<Lock[]> {
  const found = recipient ?? clinic?.backup?.recipient ?? boxRecipient();
  const locks: Lock[] = found === undefined ? [] : [{ kind: "recipient", publicKey: demandRecipient(found) }];
  if (passphrase || locks.length === 0) locks.push({ kind: "passphrase", passphrase: await passphraseFor(passphrase) });
  return locks;
}

async function passphraseFor(asked: boolean): Promise<string> {
  try {
    return await askPassphrase("Passphrase for the backup: ", true);
  } catch (error) {
    if (asked || !(error instanceof UsageError)) throw error;
    const more = "a recovery key locks it, too: --recipient KEY (backup keygen makes one)";
    throw new UsageError(`there is nothing to lock the backup with: ${error.message}; ${more}`);
  }
}

function boxRecipient(): string | undefined {
  return existsSync(BOX_RECIPIENT) ? readFileSync(BOX_RECIPIENT, "utf8").trim() : undefined;
}

/** All but the key of the database: the backup has one of its own. */
function allCredentials(): ReadonlyMap<string, Uint8Array> {
  const credentials = new Credentials();
  const names = credentials.names.filter((name) => !name.startsWith("database-key"));
  return new Map(names.map((name) => [name, credentials.get(name) ?? Buffer.alloc(0)]));
}

/** What came of it is kept for the appliance, which tells a person. */
async function scheduled(
  directory: string,
  config: string | undefined,
  clinic: Clinic | undefined,
  io: CliIo,
): Promise<number> {
  const mistaken = config !== undefined && clinic === undefined;
  if (!mistaken && clinic?.backup === undefined) {
    io.stderr.write("The clinic file asks for no backups (backup: { to: … }).\n");
    return 0;
  }
  const record = readBackupRecord(directory);
  try {
    // The service goes on with the file that was good last, and tells what is written down here.
    if (clinic?.backup === undefined)
      throw new ApplianceError("BACKUP_FAILED", detail.mistakenClinicFile({ path: config ?? "" }), {
        disposition: "operator",
        cure: detail.checkClinicFile(),
      });
    const recipient = clinic.backup.recipient ?? boxRecipient();
    const passphrase = fromCredential("backup-passphrase");
    const locks: Lock[] = [
      ...(recipient === undefined ? [] : [{ kind: "recipient", publicKey: demandRecipient(recipient) } as const]),
      ...(passphrase === undefined ? [] : [{ kind: "passphrase", passphrase } as const]),
    ];
    if (locks.length === 0)
      throw new ApplianceError("BACKUP_NO_LOCK", detail.nothingToLock(), {
        disposition: "operator",
        cure: detail.writeRecoveryKey(),
      });
    const made = await make(directory, { config, clinic, locks, keep: clinic.backup.keep }, io);
    writeBackupRecord(directory, { lastGoodAt: Date.now(), lastTryAt: Date.now() });
    io.stdout.write(`${made.path}: ${inWords(made.manifest)}\n`);
    return 0;
  } catch (error) {
    const trouble = isApplianceError(error) ? `${error.message}. ${error.cure}` : errorText(error);
    writeBackupRecord(directory, { ...record, lastTryAt: Date.now(), trouble });
    throw error;
  }
}

function dropOldest(folder: string, newest: string, keep: number): void {
  for (const name of olderThanKept(readdirSync(folder), newest, keep)) rmSync(join(folder, name), { force: true });
}

async function verify(
  file: string | undefined,
  identity: string | undefined,
  json: boolean,
  io: CliIo,
): Promise<number> {
  if (file === undefined) throw new UsageError("FILE is missing");
  const { manifest } = readBackup(file, await unlocksOf(file, identity));
  if (json) io.stdout.write(`${JSON.stringify({ file, ...shown(manifest) })}\n`);
  else io.stdout.write(`${file} is whole: ${inWords(manifest)}.\n`);
  return 0;
}

/** The recovery key that is given; else a passphrase, where the backup takes one. */
export async function unlocksOf(file: string, identity: string | undefined): Promise<readonly Unlock[]> {
  const reader = BackupReader.open(file);
  const takesPassphrase = reader.header.slots.some(({ kind }) => kind === "passphrase");
  reader.close();
  if (identity !== undefined) return [{ kind: "identity", privateKey: demandIdentity(readText(identity)) }];
  if (!takesPassphrase) return [];
  return [{ kind: "passphrase", passphrase: await askPassphrase("Passphrase of the backup: ", false) }];
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`);
  }
}

function keygen(out: string | undefined, io: CliIo): number {
  if (out === undefined) throw new UsageError("--out FILE is missing");
  const { privatePem, publicKey } = makeRecoveryKey();
  mkdirSync(dirname(resolve(out)), { recursive: true });
  try {
    writeFileSync(out, privatePem, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw new UsageError(`${out} cannot be made (${(cause as NodeJS.ErrnoException).code}): a key is not overwritten`);
  }
  io.stderr.write(
    `${out} is the private half: it opens every backup made for it. Keep it off the box, twice, in a safe.\nThe public half, for backup.recipient in the clinic file:\n`,
  );
  io.stdout.write(`${publicKey}\n`);
  return 0;
}

/** Without the key of the databases. */
const shown = ({ databaseKey: _, ...manifest }: BackupManifest) => manifest;

export const inWords = ({ createdAt, clinic, databases, entries }: BackupManifest): string => {
  const messages = databases.reduce((sum, { messages: n }) => sum + n, 0);
  const secrets = entries.filter(({ name }) => name.startsWith("credentials/")).length;
  return `${clinic ?? "a clinic"} as of ${createdAt.slice(0, 16).replace("T", " ")} UTC, ${counted(messages, "message")}, ${counted(entries.length, "file")}${secrets === 0 ? "" : `, ${secrets} of them secrets`}`;
};

export function programVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return String((JSON.parse(text) as { version: unknown }).version);
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
