import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemFile } from "../../provisioning/package/systemFile.ts";
import { filesBelow } from "../../provisioning/package/walk.ts";
import { debianFiles } from "../programs/debianPrograms.ts";

export const SYSTEMD = fileURLToPath(new URL("../../systemd", import.meta.url));

export interface Unit {
  /** In systemd/. */
  readonly path: string;
  readonly name: string;
  readonly text: string;
}

/** The units of systemd/ (without drop-ins), as they are installed. */
export const ourUnits = (): readonly Unit[] =>
  [...filesBelow(SYSTEMD)].flatMap((path) => {
    const target = systemFile(path);
    if (target === undefined || dirname(target) !== "usr/lib/systemd/system") return [];
    return [{ path, name: basename(target), text: readFileSync(join(SYSTEMD, path), "utf8") }];
  });

/** Values of a directive in a unit, in order. */
export const valuesOf = ({ text }: Pick<Unit, "text">, directive: string): readonly string[] =>
  text.split("\n").flatMap((line) => (line.startsWith(`${directive}=`) ? [line.slice(directive.length + 1)] : []));

/** Programs that units call; a stub stands for each. */
const PROGRAMS = [
  "usr/bin/firstring",
  "usr/bin/systemctl",
  "usr/bin/sh",
  "usr/bin/rm",
  "usr/bin/mcopy",
  "usr/bin/login",
  "usr/sbin/modprobe",
];

/**
 * A root directory with systemd's own units and ours, installed and enabled as the package does it: what
 * `systemd-analyze --root=` looks at, on a machine with any systemd or none.
 */
export class SystemdRoot implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "firstring-systemd-"));

  constructor() {
    const theirs = debianFiles("lib/systemd/system").concat(debianFiles("usr/lib/systemd/system")).find(existsSync);
    if (theirs === undefined) throw new Error("systemd's own units are not there (Debian package systemd)");
    const system = join(this.path, "usr/lib/systemd/system");
    cpSync(theirs, system, { recursive: true, verbatimSymlinks: true });
    symlinkSync("usr/lib", join(this.path, "lib"));
    for (const link of ["bin", "sbin"]) symlinkSync(`usr/${link}`, join(this.path, link));
    for (const program of PROGRAMS) this.#write(program, "#!/bin/sh\n", 0o755);
    for (const path of filesBelow(SYSTEMD)) {
      const target = systemFile(path);
      if (target !== undefined) this.#write(target, readFileSync(join(SYSTEMD, path), "utf8"));
    }
    for (const unit of ourUnits()) for (const wanting of wantedBy(unit)) this.#enable(unit.name, wanting);
  }

  get units(): readonly string[] {
    return readdirSync(join(this.path, "usr/lib/systemd/system"));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #write(target: string, text: string, mode = 0o644): void {
    const path = join(this.path, target);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, mode);
  }

  #enable(name: string, wanting: string): void {
    const folder = join(this.path, "etc/systemd/system", `${wanting}.wants`);
    mkdirSync(folder, { recursive: true });
    symlinkSync(`/usr/lib/systemd/system/${name}`, join(folder, name));
  }
}

const wantedBy = (unit: Unit): readonly string[] =>
  unit.name.includes("@.") ? [] : valuesOf(unit, "WantedBy").flatMap((value) => value.split(" "));
