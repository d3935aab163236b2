import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { isProcessAlive } from "../../device/runtime/isProcessAlive.ts";
import { OTHER_FILE_SYSTEMS, type OtherFileSystem } from "../../firmware/panel/otherFileSystems.ts";
import type { ApplyOptions, BundlePlace } from "../change/ApplyClient.ts";
import { type Disk, ROOTS_OWN } from "../change/disk/Disk.ts";
import { type FileSwap, textOf } from "../change/disk/FileSwap.ts";
import { diskTrouble } from "../change/diskTrouble.ts";
import type { Engine } from "../change/Engine.ts";
import type { Places } from "../change/Places.ts";
import { type Outcome, type Refusal, refused } from "../change/Plan.ts";
import { forOneAct, type Presence } from "../trust/Presence.ts";
import { bundleChanges } from "./bundleChanges.ts";
import { LARGEST_BUNDLE, type Role, rolesOf } from "./format.ts";
import { judgeBundle, NO_SEQUENCES, type Sequences } from "./judgeBundle.ts";
import { type Bundle, openBundle, refusalOf } from "./openBundle.ts";
import { trustedKeys } from "./trustedKeys.ts";

export interface BundleBox {
  readonly engine: Engine;
  readonly disk: Disk;
  readonly places: Places;
  readonly serial: string;
  readonly version: string;
  readonly presence: Presence;
}

export const sequencesFile = ({ owner }: Pick<Places, "owner">): string =>
  owner.replace(/owner\.json$/, "sequences.json");

/** Never throws for what a bundle holds. */
export const bundleApplier =
  (box: BundleBox) =>
  async (place: BundlePlace, options: ApplyOptions): Promise<Outcome> => {
    switch (place.from) {
      case "stick":
        return applyBundleFile(box, join(box.places.stick, `${place.device}.bun`), options);
      case "other-stick":
        return box.engine.refuse(notFat(place.fileSystem), options);
      case "setup":
        return applyBundleFile(box, box.places.upload, options);
    }
  };

const notFat = (fileSystem: OtherFileSystem): Refusal => ({
  code: "STICK_NOT_FAT",
  what: `the USB stick is formatted as ${OTHER_FILE_SYSTEMS[fileSystem]}, which is not read`,
  cure: "Format it as FAT32 (docs/bundle.md), and put the bundle on it again.",
});

/**
 * A bundle that somebody without rights has put there: copied to where only root writes (so that it stays what was checked), looked
 * at byte by byte, and applied: the release first, then the settings, each kept or taken back by itself.
 */
export async function applyBundleFile(box: BundleBox, file: string, options: ApplyOptions): Promise<Outcome> {
  let folder: string | undefined;
  try {
    options.onProgress?.({ phase: "verify", words: "Looking at the bundle …" });
    folder = incomingFolder(box.places.state);
    const own = join(folder, "bundle");
    const trouble = copyBounded(file, own);
    if (trouble !== undefined) return refused(trouble);
    const opened = openBundle(own, trustedKeys(box.disk, box.places));
    if (!opened.ok) return refused(opened.refusal);
    using bundle = opened.bundle;
    return await applyBundle(box, bundle, folder, options);
  } catch (error) {
    return refused(refusalOf(error) ?? diskTrouble(error));
  } finally {
    if (folder !== undefined) {
      rmSync(folder, { recursive: true, force: true });
      open.delete(folder);
    }
  }
}

/** Of this process. */
const open = new Set<string>();

const INCOMING = /^incoming(-(\d+)-.+)?$/;

/** Each bundle has one of its own: two sticks may be in the box at once. What a program left that was killed is swept away. */
function incomingFolder(state: string): string {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(state)) {
    const [found, , pid] = INCOMING.exec(name) ?? [];
    const isOurs = open.has(join(state, name));
    // A number of ours that is not among them is that of a process before.
    const isOthers = Number(pid) !== process.pid && isProcessAlive(Number(pid));
    if (found !== undefined && !isOurs && !isOthers) rmSync(join(state, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(state, `incoming-${process.pid}-`));
  open.add(folder);
  return folder;
}

async function applyBundle(box: BundleBox, bundle: Bundle, folder: string, options: ApplyOptions): Promise<Outcome> {
  const { engine, serial, version } = box;
  const presence = forOneAct(box.presence);
  const { manifest, signedBy } = bundle;
  const architecture = process.arch === "arm64" ? "arm64" : "amd64";
  const sequences = sequencesOf(box);
  const facts = { serial, version, architecture, sequences, present: presence.isShown() } as const;
  const refusals = judgeBundle(manifest, signedBy, facts);
  const { changes, refusals: unfit } = bundleChanges(bundle);
  if (refusals.length + unfit.length > 0) return refused(...refusals, ...unfit);
  if (judgeBundle(manifest, signedBy, { ...facts, present: false }).length > 0) presence.use();
  // What was taken before is not taken again: the power went between the release and the settings, or those were refused.
  const isNew = (role: Role) => presence.isShown() || manifest.sequence > sequences[role];
  const outcomes: Outcome[] = [];
  const release = manifest.parts.find(({ name }) => name === `release/${architecture}`);
  if (release?.version !== undefined && release.version !== version && isNew("release")) {
    const target = join(folder, "release.deb");
    bundle.copy(release.name, target);
    outcomes.push(
      await engine.apply([{ kind: "release", version: release.version, file: target }], options, {
        along: [taken(box, ["release"], manifest.sequence)],
        presence,
      }),
    );
  }
  if (outcomes.every(({ kind }) => kind === "kept") && changes.length > 0 && isNew("configuration"))
    outcomes.push(
      await engine.apply(changes, options, {
        along: [taken(box, ["configuration"], manifest.sequence)],
        presence,
        // Whoever signed it knows the clinic's network; at a stick there is nobody to ask.
        unattended: true,
      }),
    );
  return together(outcomes, rolesOf(manifest));
}

function together(outcomes: readonly Outcome[], roles: readonly Role[]): Outcome {
  const bad = outcomes.find(({ kind }) => kind !== "kept");
  const [first] = outcomes;
  if (bad !== undefined)
    return outcomes.length > 1 && bad.kind !== "kept"
      ? { ...bad, words: `The release is in place. Of the settings: ${bad.words}` }
      : bad;
  if (first === undefined)
    return {
      kind: "kept",
      id: "",
      words: roles.includes("release") ? "This version runs already." : "There was nothing to do.",
      warnings: [],
    };
  return {
    kind: "kept",
    id: first.kind === "refused" ? "" : first.id,
    words: outcomes.map(({ words }) => words).join(" "),
    warnings: outcomes.flatMap((outcome) => (outcome.kind === "kept" ? outcome.warnings : [])),
  };
}

export function sequencesOf({ disk, places }: Pick<BundleBox, "disk" | "places">): Sequences {
  const bytes = disk.read(sequencesFile(places));
  if (bytes === undefined) return NO_SEQUENCES;
  const { configuration, release } = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Sequences>;
  return { configuration: Number(configuration) || 0, release: Number(release) || 0 };
}

/** Kept or taken back together with what the bundle brought. With presence an older one counts from where it stands. */
const taken = (box: BundleBox, roles: readonly Role[], sequence: number): FileSwap => ({
  target: sequencesFile(box.places),
  content: textOf(
    `${JSON.stringify({ ...sequencesOf(box), ...Object.fromEntries(roles.map((role) => [role, sequence])) })}\n`,
  ),
  owner: ROOTS_OWN,
});

const CHUNK = 1024 * 1024;

/** Never through a link, never of a pipe, never more than a bundle may have. */
function copyBounded(from: string, to: string): Refusal | undefined {
  let source: number;
  try {
    source = openSync(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === "ENOENT" ? "there is no bundle" : `the bundle cannot be read (${code})`;
    return { code: "BUNDLE_UNREADABLE", what, cure: COPY };
  }
  try {
    const { size } = fstatSync(source);
    if (!fstatSync(source).isFile())
      return { code: "BUNDLE_NOT_A_FILE", what: "what is called like the bundle is no file", cure: COPY };
    if (size > LARGEST_BUNDLE)
      return { code: "BUNDLE_TOO_LARGE", what: "the bundle is larger than any can be", cure: COPY };
    const target = openSync(to, "wx", 0o600);
    try {
      copyBytes(source, target);
    } finally {
      closeSync(target);
    }
    return undefined;
  } finally {
    closeSync(source);
  }
}

const COPY = "Make it again with firstring bundle create.";

/** Somebody may make it longer meanwhile. */
function copyBytes(source: number, target: number): void {
  const bytes = Buffer.alloc(CHUNK);
  for (let at = 0; at <= LARGEST_BUNDLE; ) {
    const got = readSync(source, bytes, 0, CHUNK, at);
    if (got === 0) return;
    for (let done = 0; done < got; ) done += writeSync(target, bytes, done, got - done);
    at += got;
  }
}
