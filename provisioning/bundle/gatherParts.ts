import { execFileSync } from "node:child_process";
import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../device/cli/Cli.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { RequestedChange } from "../change/Change.ts";
import type { Refusal } from "../change/Plan.ts";
import { planCertificate } from "../change/plan/planCertificate.ts";
import { planNetwork } from "../change/plan/planNetwork.ts";
import { planPrompts } from "../change/plan/planPrompts.ts";
import { bundleChanges } from "./bundleChanges.ts";
import { readPublicKeyFile } from "./keyFiles.ts";
import { playedAs } from "./namedClips.ts";
import type { PartToWrite } from "./writeBundle.ts";

export interface Ingredients {
  readonly clinic?: string | undefined;
  readonly prompts?: string | undefined;
  readonly releases?: readonly string[] | undefined;
  /** `name=file.pem` */
  readonly certificates?: readonly string[] | undefined;
  readonly network?: string | undefined;
  readonly backupKey?: string | undefined;
  /** `.pub` files to be trusted. */
  readonly trust?: readonly string[] | undefined;
  readonly revoke?: readonly string[] | undefined;
}

/** What goes into a bundle, looked at here already: a mistake is found where it can be mended, not at the box. */
export function gatherParts(from: Ingredients, now: number): readonly PartToWrite[] {
  const parts: PartToWrite[] = [];
  const clinicFile = from.clinic === undefined ? undefined : goodClinicFile(from.clinic);
  if (clinicFile !== undefined) parts.push({ name: "clinic-file", bytes: clinicFile.bytes });
  if (from.prompts !== undefined) parts.push(...clipsBelow(from.prompts));
  for (const deb of from.releases ?? []) parts.push(release(deb));
  for (const given of from.certificates ?? []) {
    const [, name, file] = /^([^=]+)=(.+)$/.exec(given) ?? [];
    if (name === undefined || file === undefined) throw new UsageError(`--certificate wants NAME=FILE, not '${given}'`);
    parts.push({ name: `certificate/${name}`, bytes: read(file) });
  }
  if (from.network !== undefined) parts.push({ name: "network", bytes: read(from.network) });
  if (from.backupKey !== undefined) parts.push({ name: "backup-key", bytes: read(from.backupKey) });
  const [add, revoke] = [(from.trust ?? []).map(readPublicKeyFile), from.revoke ?? []];
  if (add.length + revoke.length > 0) parts.push({ name: "keys", bytes: Buffer.from(JSON.stringify({ add, revoke })) });
  demandUsable(parts, now);
  return parts.map((part) => named(part, clinicFile?.clinic));
}

/** What any box would refuse whatever else is true of it. */
function demandUsable(parts: readonly PartToWrite[], now: number): void {
  const read = (name: string) => Buffer.from(parts.find((part) => part.name === name)?.bytes ?? []);
  const { changes, refusals } = bundleChanges({ manifest: { parts }, read });
  const [first] = [
    ...refusals.map((refusal) => ({ ...refusal, cure: "Mend it, or leave it out." })),
    ...changes.flatMap((change) => refusalsOf(change, now)),
  ];
  if (first !== undefined) throw trouble(first.code, first.what, first.cure);
}

function refusalsOf(change: RequestedChange, now: number): readonly Refusal[] {
  if (change.kind === "prompts") return planPrompts(change).refusals ?? [];
  if (change.kind === "certificate") return planCertificate(change, { now }).refusals ?? [];
  // Whether it can have a radio only the box knows.
  if (change.kind === "network") return planNetwork(change, { network: "NetworkManager" }).refusals ?? [];
  return [];
}

/** Of a recording: under the name by which it is played. */
function named(part: PartToWrite, clinic: Clinic | undefined): PartToWrite {
  const [, language, clip] = /^prompt\/([^/]+)\/(.+)$/.exec(part.name) ?? [];
  if (language === undefined || clip === undefined) return part;
  const played = playedAs({ language, clip }, clinic);
  if ("wrong" in played)
    throw trouble("PROMPT_UNKNOWN", `${language}/${clip}.wav would never be heard: ${played.wrong}`, played.cure);
  return { ...part, name: `prompt/${played.language}/${played.clip}` };
}

function goodClinicFile(file: string): { readonly bytes: Uint8Array; readonly clinic: Clinic } {
  const bytes = read(file);
  const result = readClinicFile(bytes.toString("utf8"));
  if (result.ok) return { bytes, clinic: result.clinic };
  throw trouble("CLINIC_FILE_WRONG", `${file} has mistakes`, `firstring check ${file} shows each with its line.`);
}

function clipsBelow(folder: string): readonly PartToWrite[] {
  const clips = entriesOf(folder)
    .filter((entry) => entry.isDirectory() && /^[a-z]{2}$/.test(entry.name))
    .flatMap(({ name: language }) =>
      readdirSync(join(folder, language))
        .filter((file) => file.endsWith(".wav"))
        .map((file) => ({
          name: `prompt/${language}/${file.slice(0, -".wav".length)}`,
          bytes: read(join(folder, language, file)),
        })),
    );
  if (clips.length > 0) return clips;
  throw trouble(
    "PROMPTS_NONE",
    `there are no recordings in ${folder}`,
    "They lie as LANGUAGE/CLIP.wav: en/greeting.wav, say.",
  );
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw unreadable(folder, cause, "Give the folder of the recordings.");
  }
}

/** Version and architecture are what the package says of itself. */
function release(deb: string): PartToWrite {
  try {
    const field = (name: string) =>
      execFileSync("dpkg-deb", ["--field", deb, name], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
    if (field("Package") !== "firstring") throw new Error("it is another program's");
    return { name: `release/${field("Architecture")}`, version: field("Version"), bytes: read(deb) };
  } catch (cause) {
    if (cause instanceof ApplianceError) throw cause;
    const why =
      (cause as NodeJS.ErrnoException).code === "ENOENT"
        ? "this machine has no dpkg-deb"
        : String((cause as Error).message)
            .split("\n")
            .at(-1);
    throw trouble("RELEASE_UNFIT", `${deb} is no package of FirstRing (${why})`, "npm run package makes it.");
  }
}

export function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw unreadable(file, cause, "Give the path of a file that is there.");
  }
}

const unreadable = (path: string, cause: unknown, cure: string): ApplianceError =>
  trouble("FILE_UNREADABLE", `${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, cure);

const trouble = (code: string, what: string, cure: string): ApplianceError =>
  new ApplianceError(code, what, { disposition: "operator", cure });
