import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * `env:NAME` from the environment, `credential:NAME` from systemd's credentials directory (systemd.exec(5),
 * LoadCredential=). Undefined: it is not there.
 */
export function resolveSecret(reference: string): string | undefined {
  const colon = reference.indexOf(":");
  const kind = reference.slice(0, colon);
  const name = reference.slice(colon + 1);
  if (kind === "env") return process.env[name];
  const folder = process.env["CREDENTIALS_DIRECTORY"];
  if (kind !== "credential" || folder === undefined || name.includes("/") || name.startsWith(".")) return undefined;
  try {
    return readFileSync(join(folder, name), "utf8").trimEnd();
  } catch {
    return undefined;
  }
}

/** Fits every place that a secret may stand at, and is no PIN that anybody would be warned of. */
const KEPT = "739146";

/**
 * For who checks a clinic file at a box: a credential that is sealed there is there, although only the service is given what it says.
 * `folder`: where they are kept, readable for root.
 */
export function resolveKeptSecret(reference: string, folder: string | undefined): string | undefined {
  const there = resolveSecret(reference);
  const [kind, name = ""] = reference.split(":");
  if (
    there !== undefined ||
    folder === undefined ||
    kind !== "credential" ||
    !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)
  )
    return there;
  return existsSync(join(folder, name)) ? KEPT : undefined;
}
