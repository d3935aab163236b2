import { accessSync, constants, mkdirSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { NOTIFY_FD } from "../service/ServiceManager.ts";
import { isInstalled, programFolder } from "./installation.ts";
import { FIRST_RING_NODE_FLAGS } from "./nodeFlags.ts";
import { loadedTypeStripper, warmCompileCache } from "./warmCompileCache.ts";

/** What was done already: `flags`, or `warm` (nothing more can be done). */
const MARK = "FIRSTRING_LEAN";

/** mallopt(3): otherwise each of our ten threads keeps memory that it gave back for itself, 2 MB together. */
const ONE_ARENA = { MALLOC_ARENA_MAX: "1" };

const hasFlags = (): boolean => FIRST_RING_NODE_FLAGS.every((flag) => process.execArgv.includes(flag));

/** Whether `becomeLean` will most probably leave the process as it is, so that it is worth while to begin what takes long. */
export const staysAsItIs = (): boolean => hasFlags() && !loadedTypeStripper();

/**
 * Starts the daemon again in the same process (execve(2): same pid, same terminal, same pipes) when that makes it leaner:
 * with the flags of nodeFlags.ts, which V8 takes only at its start; and once the compile cache is warm, because the type
 * stripper of a cold start stays in memory for good, 18 MB in each thread. Costs 0.1 s, and a second with a cold cache.
 * Whatever is not to be had (execve, a directory for the cache) leaves it as it is: larger, and just as able.
 */
export async function becomeLean(load: () => Promise<unknown>): Promise<void> {
  const done = process.env[MARK];
  delete process.env[MARK];
  // A debugger or a parent on an IPC channel would lose its process.
  if (done === "warm" || process.execve === undefined || process.channel || isDebugged()) return;
  const cache = cacheDirectory();
  const cached = module.getCompileCacheDir() !== undefined;
  // A cold start is repeated once only, after the cache has become warm; with no cache yet, it first gets one.
  if (done === undefined && !hasFlags() && !(cached && loadedTypeStripper()))
    return again("flags", cache, await notify());
  await load();
  if (!cached || !loadedTypeStripper()) return;
  await warmCompileCache();
  again("warm", cache, await notify());
}

/** The service manager's socket, open already: the library that opens it must not stay (device/service/notifySocket.ts). */
async function notify(): Promise<Record<string, string>> {
  const address = process.env["NOTIFY_SOCKET"];
  if (address === undefined) return {};
  try {
    const { openNotifySocket } = await import("../service/notifySocket.ts");
    return { [NOTIFY_FD]: String(openNotifySocket(address)) };
  } catch {
    // It is tried, and told, by the daemon itself.
    return {};
  }
}

function again(mark: string, cache: string | undefined, inherited: Record<string, string>): void {
  const environment = {
    ...process.env,
    ...inherited,
    ...ONE_ARENA,
    [MARK]: mark,
    ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
  };
  const flags = [...process.execArgv.filter((flag) => !FIRST_RING_NODE_FLAGS.includes(flag)), ...FIRST_RING_NODE_FLAGS];
  try {
    process.execve?.(process.execPath, [process.execPath, ...flags, ...process.argv.slice(1)], environment);
  } catch {
    // As it is, then.
  }
}

/** Node's own variable decides; else that of the checkout, where it can be written. */
function cacheDirectory(): string | undefined {
  const given = process.env["NODE_COMPILE_CACHE"];
  if (process.env["NODE_DISABLE_COMPILE_CACHE"] !== undefined) return undefined;
  if (given !== undefined) return given === "" ? undefined : given;
  // What is installed is not written to: the unit and the launcher name a cache of their own.
  if (isInstalled) return undefined;
  const own = join(programFolder, ".tools/compile-cache");
  try {
    mkdirSync(own, { recursive: true });
    accessSync(own, constants.W_OK);
    return own;
  } catch {
    return undefined;
  }
}

const isDebugged = (): boolean => process.execArgv.some((flag) => flag.startsWith("--inspect"));
