import { createHash } from "node:crypto";
import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { BOX, socketDirectory } from "../runtime/installation.ts";

/** sun_path of unix(7) holds 108 bytes, the closing NUL among them. */
const LONGEST_SOCKET_PATH = 107;

/**
 * Where the local socket `name` of a data directory lies: the box's in /run/firstring; of others in it, or, where that path is too long for a socket or the
 * directory takes none (read-only, not a directory), in a directory of our own under the system's temporary one that both
 * ends can work out.
 */
export function socketPath(dataDirectory: string, name: string): string {
  const directory = socketDirectory(dataDirectory);
  const direct = join(directory, `${name}.sock`);
  if (directory === BOX.runtime) return direct;
  if (Buffer.byteLength(direct) <= LONGEST_SOCKET_PATH && takesFiles(directory)) return direct;
  const digest = createHash("sha256").update(direct).digest("hex").slice(0, 16);
  const folder = join(tmpdir(), `firstring-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `${digest}.sock`);
}

function takesFiles(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return statSync(directory).isDirectory();
  } catch {
    return false;
  }
}
