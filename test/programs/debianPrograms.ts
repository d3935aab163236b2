/**
 * Programs that we did not write, for tests. `npm test` fetches them from Debian; a test that is run alone fetches what
 * it asks for. Nothing is installed on the machine.
 *
 *     const vgetty = await debianProgram("vgetty");   // throws one clear sentence when it cannot be had
 *     spawn(vgetty.path, args, { env: vgetty.env });
 *
 *     test("…", async (t) => {
 *       const programs = await debianProgramsOrSkip(t, "gammu");   // in CI: fails; elsewhere: the test says it was skipped
 *       if (!programs) return;
 */
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { ensureDebianPrograms, extractedRoot, locate, packageOf } from "../../provisioning/debianPrograms.mjs";
import { fetchedFonts } from "./fetchedFonts.ts";

export type DebianProgramName =
  | "vgetty"
  | "mgetty"
  | "wavtopvf"
  | "pvftormd"
  | "rmdtopvf"
  | "pvftowav"
  | "gammu"
  | "gammu-smsd"
  | "smsd"
  | "mosquitto"
  | "ModemManager"
  | "mmcli"
  | "dbus-daemon"
  | "dbus-monitor"
  | "libspandsp.so.2"
  | "mcopy"
  | "mdir"
  | "mmd"
  | "mtype"
  | "mkfs.vfat"
  | "arecord"
  | "aplay"
  | "systemctl"
  | "chromium"
  | "flite"
  | "systemd-analyze"
  | "systemd-creds"
  | "systemd-notify"
  | "systemd-tmpfiles"
  | "systemd-sysusers";

export interface DebianProgram {
  /** Absolute path of the program, or of the library. */
  readonly path: string;
  /** The whole environment to run it in (ours, with the library and program folders it needs). */
  readonly env: NodeJS.ProcessEnv;
}

const joined = (...parts: (string | undefined)[]): string => parts.filter((part) => part).join(":");

/** The program, of the system if it has it, else fetched. Throws an Error with a sentence that says why not. */
export async function debianProgram(name: DebianProgramName): Promise<DebianProgram> {
  const { reason } = await ensureDebianPrograms({ names: [name], log: (text) => process.stderr.write(`${text}\n`) });
  const found = await locate(name);
  if (!found) throw new Error(reason ?? `${name} (Debian package ${packageOf[name]}) is not there.`);
  const { PATH, LD_LIBRARY_PATH, ...rest } = process.env;
  const path = joined(dirname(found.path), PATH, "/usr/sbin", "/sbin");
  if (found.libraryFolders.length === 0) return { path: found.path, env: { ...process.env, PATH: path } };
  return {
    path: found.path,
    env: {
      ...rest,
      ...fetchedFonts(),
      PATH: path,
      LD_LIBRARY_PATH: joined(...found.libraryFolders, LD_LIBRARY_PATH),
    },
  };
}

/** A file that a fetched package brought (a template, say): of the system if it is there, else of the fetched tree. */
export const debianFiles = (path: string): readonly string[] => [join("/", path), join(extractedRoot, path)];

/** For tests: the programs, or undefined after marking the test as skipped. With CI=true a missing program is a failure. */
export async function debianProgramsOrSkip<Name extends DebianProgramName>(
  t: TestContext,
  ...names: readonly Name[]
): Promise<Record<Name, DebianProgram> | undefined> {
  try {
    const entries: [Name, DebianProgram][] = [];
    for (const name of names) entries.push([name, await debianProgram(name)]);
    return Object.fromEntries(entries) as Record<Name, DebianProgram>;
  } catch (error) {
    if (process.env["CI"] === "true") throw error;
    t.skip((error as Error).message);
    return undefined;
  }
}
