import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SystemPieces } from "./stageSystem.ts";

export interface ScriptFacts extends SystemPieces {
  readonly version: string;
}

const NAMES = ["preinst", "postinst", "prerm", "postrm"] as const;

/** deb-preinst(5) and its like, as [name, text]. */
export function maintainerScripts(
  root: string,
  { version, units, accounts, folders, people }: ScriptFacts,
): readonly (readonly [string, string])[] {
  return NAMES.map((name) => {
    const text = readFileSync(join(root, "provisioning/package/debian", `${name}.sh`), "utf8");
    const filled = text
      .replaceAll("@VERSION@", version)
      .replaceAll("@UNITS@", units.join(" "))
      .replaceAll("@SYSUSERS@", accounts.join(" "))
      .replaceAll("@TMPFILES@", folders.join(" "))
      .replaceAll("@PEOPLE@", people.join(" "));
    return [name, filled] as const;
  });
}
