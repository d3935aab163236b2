import { execFileSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { withBlock, withoutBlock } from "./markedBlock.ts";
import type { PiFile, PiPlan, PiUnit } from "./piPlan.ts";

/** What the box was before, so that --undo can give it back. */
interface Before {
  readonly hostname?: string | undefined;
  readonly units: readonly { readonly unit: string; readonly how: "mask" | "disable" }[];
}

const BEFORE = "var/lib/firstring-pi/before.json";

/**
 * The root of a Raspberry Pi OS: that of the running box, or one that is being made (an image, a mounted card). Each step is
 * done or found done; what it does is told, and nothing else is touched.
 */
export class PiRoot {
  readonly #root: string;
  readonly #dry: boolean;
  readonly #say: (line: string) => void;
  #changed = 0;

  constructor(root: string, dry: boolean, say: (line: string) => void) {
    this.#root = root;
    this.#dry = dry;
    this.#say = say;
  }

  prepare({ files, units }: PiPlan): number {
    const before = this.#before();
    const known = new Set(before.units.map(({ unit }) => unit));
    const changed = [...units.filter((unit) => this.#switchOff(unit))].filter(({ unit }) => !known.has(unit));
    const hostname = before.hostname ?? this.#read("etc/hostname")?.trim();
    const record = { hostname, units: [...before.units, ...changed.map(({ unit, how }) => ({ unit, how }))] };
    if (!this.#dry) this.#write(BEFORE, `${JSON.stringify(record, undefined, 2)}\n`);
    for (const file of files) this.#put(file);
    return this.#changed;
  }

  undo({ files }: PiPlan): number {
    const { hostname, units } = this.#before();
    for (const file of files) {
      if (file.kind === "file") this.#take(file.path);
      else if (file.kind === "block")
        this.#exchange(file.path, withoutBlock(this.#read(file.path) ?? ""), "our block is taken away");
    }
    if (hostname !== undefined) this.#rename(hostname, "the name from before");
    for (const { unit, how } of units) {
      this.#tell(`${unit}: ${how === "mask" ? "unmasked" : "enabled again"}`);
      if (!this.#dry) this.#systemctl(how === "mask" ? "unmask" : "enable", unit);
    }
    if (!this.#dry) rmSync(join(this.#root, dirname(BEFORE)), { recursive: true, force: true });
    return this.#changed;
  }

  #put(file: PiFile): void {
    switch (file.kind) {
      case "block": {
        const text = this.#read(file.path);
        if (text === undefined)
          this.#say(`  /${file.path} is not there: this is no Raspberry Pi OS, or its boot partition is not mounted`);
        else this.#exchange(file.path, withBlock(text, file.lines), file.why);
        return;
      }
      case "file":
        this.#exchange(file.path, file.text, file.why);
        return;
      case "hostname":
        this.#rename(file.name, file.why);
    }
  }

  /** True when it was on and is off now. */
  #switchOff({ unit, how, why }: PiUnit): boolean {
    if (!this.#hasUnit(unit)) return false;
    const state = this.#stateOf(unit);
    if (how === "mask" ? state === "masked" : ["masked", "disabled", "static", "indirect"].includes(state))
      return false;
    try {
      if (!this.#dry) this.#systemctl(how, unit);
    } catch (error) {
      // One unit of somebody else's must not keep the box from its cable, its watchdog and its lamps.
      const said = String((error as { stderr?: unknown }).stderr ?? error).trim();
      this.#say(`  ${unit} stays on, and should be off (${why}): ${said}`);
      return false;
    }
    this.#tell(`${unit} ${how === "mask" ? "masked" : "off"}: ${why}`);
    return true;
  }

  #hasUnit(unit: string): boolean {
    const template = unit.replace(/@[^.]*\./, "@.");
    const folders = ["usr/lib/systemd/system", "lib/systemd/system", "etc/systemd/system"];
    return folders.some((folder) => [unit, template].some((name) => exists(join(this.#root, folder, name))));
  }

  #stateOf(unit: string): string {
    const link = join(this.#root, "etc/systemd/system", unit);
    if (exists(link) && lstatSync(link).isSymbolicLink() && readlinkSync(link) === "/dev/null") return "masked";
    try {
      return this.#systemctl("is-enabled", unit).trim();
    } catch (error) {
      return String((error as { stdout?: unknown }).stdout ?? "").trim();
    }
  }

  #systemctl(verb: string, unit: string): string {
    const now =
      this.#root === "/" && existsSync("/run/systemd/system") && ["mask", "disable"].includes(verb) ? ["--now"] : [];
    const args = [`--root=${this.#root}`, verb, unit];
    const command = now.length > 0 ? [verb, ...now, unit] : args;
    return execFileSync("systemctl", command, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  #rename(name: string, why: string): void {
    const old = this.#read("etc/hostname")?.trim();
    if (old === name) return;
    this.#exchange("etc/hostname", `${name}\n`, why);
    const hosts = this.#read("etc/hosts");
    if (hosts === undefined || old === undefined) return;
    const lines = hosts.split("\n").map((line) => (/^127\.0\.1\.1\s/.test(line) ? `127.0.1.1\t${name}` : line));
    this.#exchange("etc/hosts", lines.join("\n"), "the same name");
  }

  #exchange(path: string, text: string, why: string): void {
    if (this.#read(path) === text) return;
    this.#tell(`/${path}: ${why}`);
    if (!this.#dry) this.#write(path, text);
  }

  #take(path: string): void {
    if (!existsSync(join(this.#root, path))) return;
    this.#tell(`/${path}: taken away`);
    if (!this.#dry) rmSync(join(this.#root, path));
  }

  #tell(line: string): void {
    this.#changed += 1;
    this.#say(`  ${line}`);
  }

  #before(): Before {
    const text = this.#read(BEFORE);
    return text === undefined ? { units: [] } : (JSON.parse(text) as Before);
  }

  #read(path: string): string | undefined {
    try {
      return readFileSync(join(this.#root, path), "utf8");
    } catch {
      return undefined;
    }
  }

  /** Whole or not at all: config.txt is on a FAT, and without it the box does not start. */
  #write(path: string, text: string): void {
    const target = join(this.#root, path);
    mkdirSync(dirname(target), { recursive: true });
    const part = `${target}.new`;
    const file = openSync(part, "w", 0o644);
    writeFileSync(file, text);
    fsyncSync(file);
    closeSync(file);
    renameSync(part, target);
    const folder = openSync(dirname(target), "r");
    fsyncSync(folder);
    closeSync(folder);
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
