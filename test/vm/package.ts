import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const repository = fileURLToPath(new URL("../../", import.meta.url));
/** Its own for each checkout, also where they share `.tools`. */
const OUT = join(repository, ".tools/vm/package", createHash("sha256").update(repository).digest("hex").slice(0, 8));

/** The package of this very tree, built as `npm run package` does; once for a run of the tests. */
export async function packageForGuest(say: (text: string) => void, version?: string): Promise<string> {
  const given = version === undefined ? process.env["FIRSTRING_VM_PACKAGE"] : undefined;
  if (given) return given;
  const out = version === undefined ? OUT : join(OUT, version);
  mkdirSync(out, { recursive: true });
  say("Building the package …");
  const more = version === undefined ? [] : ["--version", version];
  await promisify(execFile)(
    process.execPath,
    ["provisioning/package/main.ts", "--arch", "amd64", "--compress", "none", "--out", out, ...more],
    { cwd: repository },
  );
  const [file] = readdirSync(out).filter((name) => name.endsWith("_amd64.deb"));
  if (file === undefined) throw new Error(`no package came out in ${out}`);
  return join(out, file);
}
