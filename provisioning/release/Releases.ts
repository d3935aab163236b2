import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { BOX } from "../../device/runtime/installation.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { isWholeProgram, type ProgramFacts, programFacts } from "./programFacts.ts";
import { chooseRelease, isVersion, type ReleaseFacts, readTrial, trialLine } from "./releaseChoice.ts";

/** One version of the program that is on the box. */
export interface Release extends ProgramFacts {
  readonly folder: string;
  /** The one that came with dpkg, in /usr/lib/firstring. */
  readonly packaged: boolean;
  /** What commands and, unless another is on trial, the answering service run. */
  readonly inUse: boolean;
  /** It is wanted, and runs as the answering service until somebody finds it good. */
  readonly onTrial: boolean;
}

export interface ReleasePlaces {
  readonly program: string;
  readonly releases: string;
}

/** This start of the box and how long it lasts already; time comes from outside so that a test can turn it. */
export interface BootClock {
  bootId(): string;
  uptimeSeconds(): number;
}

export const bootClock: BootClock = {
  bootId: () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
  uptimeSeconds: () => Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]),
};

const HIDDEN = ".part-";

/**
 * The versions of the program on a box, and which of them runs. Every step is one rename, synced: wherever the power goes,
 * the box starts with the version before the step or after it. The launcher reads what is written here, and nothing else.
 */
export class Releases {
  readonly #places: ReleasePlaces;
  readonly #clock: BootClock;

  constructor(places: ReleasePlaces = BOX, clock: BootClock = bootClock) {
    this.#places = places;
    this.#clock = clock;
  }

  /** The packaged one first, then the others by name. */
  list(): readonly Release[] {
    const facts = this.#facts();
    const [used, serving] = [chooseRelease(undefined, facts), chooseRelease("run", facts)];
    const folders = [this.#places.program, ...this.#names().map((name) => join(this.#places.releases, name))];
    return folders.flatMap((folder, index) => {
      const found = programFacts(folder);
      if (found === undefined) return [];
      const packaged = index === 0;
      const name = packaged ? undefined : found.version;
      return [{ ...found, folder, packaged, inUse: name === used, onTrial: name === serving && name !== used }];
    });
  }

  #facts(): ReleaseFacts {
    const trial = readText(join(this.#places.releases, "trial"));
    return {
      current: readLink(join(this.#places.releases, "current")),
      good: readLink(join(this.#places.releases, "good")),
      trial: trial === undefined ? undefined : readTrial(trial),
      isWhole: (version) => isVersion(version) && isWholeProgram(this.folderOf(version)),
      bootId: this.#clock.bootId(),
      uptimeSeconds: this.#clock.uptimeSeconds(),
    };
  }

  folderOf(version: string): string {
    if (!isVersion(version)) throw unknownVersion(version);
    return join(this.#places.releases, version);
  }

  /** Where a release is put together before it has its name: only what is whole has a name. */
  partOf(version: string): string {
    return join(this.#places.releases, `${HIDDEN}${isVersion(version) ? version : basename(this.folderOf(version))}`);
  }

  /** Gives the release that lies whole and synced at `partOf` its name. */
  adopt(version: string): void {
    rmSync(this.folderOf(version), { recursive: true, force: true });
    renameSync(this.partOf(version), this.folderOf(version));
    this.#sync();
  }

  /** The link that says which version is wanted, for who exchanges it together with other files. */
  get wantedLink(): string {
    return join(this.#places.releases, "current");
  }

  /** For so many seconds of this boot the answering service may run `version`, once it is wanted. */
  allowTrial(version: string, seconds: number): void {
    this.#demand(version);
    const untilUptime = Math.ceil(this.#clock.uptimeSeconds() + seconds);
    const line = trialLine({ version, bootId: this.#clock.bootId(), untilUptime });
    this.#replace("trial", (part) => writeSynced(part, line));
  }

  /** Whoever is wanted and was not found good does not run any more from the next start of the answering service on. */
  endTrial(): void {
    rmSync(join(this.#places.releases, "trial"), { force: true });
    this.#sync();
  }

  /** Found good, or chosen by a person: from now on it is in use. The packaged version is one of them. */
  keep(version: string): void {
    const release = this.#demand(version);
    const before = this.list().find(({ inUse }) => inUse)?.version;
    // Wherever the power goes between these steps, the launcher finds the version before or this one.
    if (release.packaged) {
      rmSync(join(this.#places.releases, "current"), { force: true });
      rmSync(join(this.#places.releases, "good"), { force: true });
    } else {
      this.#replace("current", (part) => symlinkSync(version, part));
      this.#replace("good", (part) => symlinkSync(version, part));
    }
    if (before !== undefined && before !== version)
      this.#replace("previous", (part) => writeSynced(part, `${before}\n`));
    this.endTrial();
  }

  /** What was in use before the last change, if it is there still; else the newest other one. */
  get previous(): Release | undefined {
    const others = this.list().filter((release) => !release.inUse);
    const noted = readText(join(this.#places.releases, "previous"))?.trim();
    return others.find(({ version }) => version === noted) ?? others.at(-1);
  }

  /** Takes a release off the disk; never the one in use, nor the packaged one. */
  drop(version: string): void {
    const release = this.#demand(version);
    if (release.packaged || release.inUse || release.onTrial) {
      const why = release.packaged ? "is the packaged one" : release.inUse ? "is in use" : "is on trial";
      throw new ApplianceError("RELEASE_IN_USE", `version ${version} ${why}`, {
        disposition: "operator",
        cure: release.packaged
          ? "apt remove takes it away."
          : "Go over to another version first: firstring release use VERSION",
      });
    }
    // Renamed first: half a release never has a name.
    rmSync(this.partOf(version), { recursive: true, force: true });
    renameSync(release.folder, this.partOf(version));
    this.#sync();
    this.sweep();
  }

  /** Takes away what a power cut left unfinished. */
  sweep(): void {
    for (const name of list(this.#places.releases))
      if (name.startsWith(HIDDEN) || name.endsWith(".new"))
        rmSync(join(this.#places.releases, name), { recursive: true, force: true });
  }

  /** Whether `version` can go on with the database that the version in use has worked with. */
  canRead(version: string): boolean {
    const all = this.list();
    const wanted = all.find((release) => release.version === version);
    const used = all.find(({ inUse }) => inUse);
    return wanted !== undefined && (used === undefined || wanted.schema >= used.oldestReader);
  }

  #demand(version: string): Release {
    const found = this.list().find((release) => release.version === version);
    if (found !== undefined) return found;
    throw unknownVersion(
      version,
      this.list().map((release) => release.version),
    );
  }

  #names(): string[] {
    return list(this.#places.releases)
      .filter((name) => isVersion(name) && lstatSync(join(this.#places.releases, name)).isDirectory())
      .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  }

  #replace(name: string, write: (part: string) => void): void {
    mkdirSync(this.#places.releases, { recursive: true, mode: 0o755 });
    const target = join(this.#places.releases, name);
    rmSync(`${target}.new`, { force: true });
    write(`${target}.new`);
    renameSync(`${target}.new`, target);
    this.#sync();
  }

  /** The names are durable when it returns. */
  #sync(): void {
    if (!existsSync(this.#places.releases)) return;
    const folder = openSync(this.#places.releases, "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}

const unknownVersion = (version: string, known: readonly string[] = []): ApplianceError =>
  new ApplianceError("RELEASE_UNKNOWN", `there is no version '${version}' on this box`, {
    disposition: "operator",
    cure: known.length === 0 ? "firstring release list says which there are." : `There are: ${known.join(", ")}.`,
  });

const list = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, "wx", 0o644);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
