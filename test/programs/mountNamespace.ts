import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * The first of these sets of flags with which `unshare` gives a mount namespace here, or a sentence why there is none:
 * not every container lets root have one, and not every kernel anybody.
 */
export async function findMountNamespace(
  why: string,
  kinds: readonly (readonly string[])[],
): Promise<readonly string[] | string> {
  let refusal = "";
  for (const flags of kinds) {
    try {
      await run("unshare", [...flags, "sh", "-c", "mount --bind /etc /etc"], { timeout: 10_000 });
      return flags;
    } catch (error) {
      refusal = String((error as { stderr?: string }).stderr || error).trim();
    }
  }
  return `${why}, and this machine refuses one: ${refusal}`;
}
