import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface ScriptFacts {
  readonly version: string;
  /** Units that systemd is to enable. */
  readonly units: readonly string[];
}

const NAMES = ["preinst", "postinst", "prerm", "postrm"] as const;

/** deb-preinst(5) and its like, as [name, text]. */
export function maintainerScripts(
  root: string,
  { version, units }: ScriptFacts,
): readonly (readonly [string, string])[] {
  return NAMES.map((name) => {
    const text = readFileSync(join(root, "provisioning/package/debian", `${name}.sh`), "utf8");
    return [name, text.replaceAll("@VERSION@", version).replaceAll("@UNITS@", units.join(" "))] as const;
  });
}
