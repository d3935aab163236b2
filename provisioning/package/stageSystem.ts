import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "./stage.ts";
import { isEnabled, systemFile } from "./systemFile.ts";
import { filesBelow } from "./walk.ts";

/** Installs what systemd/ holds; gives the units that are enabled, in the order in which they are to be. */
export function stageSystem(stage: Stage, root: string): readonly string[] {
  const enabled: string[] = [];
  for (const path of filesBelow(join(root, "systemd"))) {
    const target = systemFile(path);
    if (target === undefined) {
      if (path.endsWith(".md")) continue;
      throw new Error(
        `systemd/${path}: provisioning/package/systemFile.ts does not know where this is to be installed`,
      );
    }
    stage.copy(join(root, "systemd", path), target);
    const unit = /^usr\/lib\/systemd\/system\/([^/]+)$/.exec(target)?.[1];
    if (unit !== undefined && isEnabled(unit, readFileSync(join(root, "systemd", path), "utf8"))) enabled.push(unit);
  }
  return enabled;
}
