import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";

export interface PortHolder {
  readonly pid: number;
  /** As the kernel calls the program (comm): at most 15 characters. */
  readonly name: string;
}

/**
 * Which programs hold a port open, by its name or a link to it. Only programs of our own user can be looked into, and all
 * of them as root: an empty answer does not say that nobody holds it.
 */
export function portHolders(path: string, proc = "/proc"): readonly PortHolder[] {
  const device = real(path);
  if (device === undefined) return [];
  return processes(proc).filter(({ pid }) => {
    const folder = join(proc, String(pid), "fd");
    return entries(folder).some((fd) => link(join(folder, fd)) === device);
  });
}

/** ModemManager talks to every modem it finds, in the middle of our own dialogue. Seen without any rights. */
export const modemManagerRuns = (proc = "/proc"): PortHolder | undefined =>
  processes(proc).find((one) => one.name === "ModemManager");

const processes = (proc: string): readonly PortHolder[] =>
  entries(proc)
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const name = read(join(proc, entry, "comm"));
      return name === undefined ? [] : [{ pid: Number(entry), name }];
    });

/** A process may end while it is looked at, and others do not let themselves be looked at: both hold nothing we can name. */
function seen<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

const entries = (folder: string): readonly string[] => seen(() => readdirSync(folder)) ?? [];
const link = (path: string): string | undefined => seen(() => readlinkSync(path));
const real = (path: string): string | undefined => seen(() => realpathSync(path));
const read = (path: string): string | undefined => seen(() => readFileSync(path, "utf8").trimEnd());
