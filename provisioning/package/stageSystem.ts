import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Stage } from "./stage.ts";
import { isEnabled, systemFile } from "./systemFile.ts";
import { filesBelow } from "./walk.ts";

export interface SystemPieces {
  /** Units that systemd is to enable. */
  readonly units: readonly string[];
  /** Files of sysusers.d(5). */
  readonly accounts: readonly string[];
  /** The users that they make. */
  readonly people: readonly string[];
  /** Files of tmpfiles.d(5). */
  readonly folders: readonly string[];
}

/** Installs what systemd/ holds; gives what the maintainer scripts do something about, by name. */
export function stageSystem(stage: Stage, root: string): SystemPieces {
  const units: string[] = [];
  const people: string[] = [];
  const named = new Map<string, string[]>();
  for (const path of filesBelow(join(root, "systemd"))) {
    const target = systemFile(path);
    if (target === undefined) {
      if (path.endsWith(".md")) continue;
      throw new Error(
        `systemd/${path}: provisioning/package/systemFile.ts does not know where this is to be installed`,
      );
    }
    // systemd runs a generator.
    stage.copy(join(root, "systemd", path), target, target.includes("/system-generators/") ? 0o755 : 0o644);
    const unit = /^usr\/lib\/systemd\/system\/([^/]+)$/.exec(target)?.[1];
    if (unit !== undefined && isEnabled(unit, readFileSync(join(root, "systemd", path), "utf8"))) units.push(unit);
    if (target.startsWith("usr/lib/sysusers.d/"))
      for (const [, user = ""] of readFileSync(join(root, "systemd", path), "utf8").matchAll(/^u!?\s+(\S+)/gm))
        people.push(user);
    const folder = dirname(target);
    named.set(folder, [...(named.get(folder) ?? []), basename(target)]);
  }
  return {
    units,
    people: people.sort(),
    accounts: named.get("usr/lib/sysusers.d") ?? [],
    folders: named.get("usr/lib/tmpfiles.d") ?? [],
  };
}
