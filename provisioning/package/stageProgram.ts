import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ARCHITECTURES, type Architecture } from "./architectures.ts";
import { isNeededModuleFile } from "./neededFile.ts";
import { isProgramFile, PROGRAM_FOLDERS } from "./programFile.ts";
import { nodePackage } from "./runtimeModules.ts";
import type { Stage } from "./stage.ts";
import { filesBelow } from "./walk.ts";

/** Where the program lies on the box. */
export const PROGRAM = "usr/lib/firstring";

export interface ProgramSources {
  readonly root: string;
  readonly modules: string;
  readonly architecture: Architecture;
  readonly version: string;
}

/**
 * The program as it runs: launcher, Node, our TypeScript (Node strips the types), libraries. The same tree is a release.
 * Gives the files of node_modules that are in it.
 */
export function stageProgram(
  stage: Stage,
  { root, modules, architecture, version }: ProgramSources,
): readonly string[] {
  const { type } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  stage.write(`${PROGRAM}/package.json`, `${JSON.stringify({ name: "firstring", version, type }, undefined, 2)}\n`);
  stage.copy(join(root, "provisioning/package/launcher.sh"), `${PROGRAM}/firstring`, 0o755);
  stage.copy(join(modules, nodePackage(architecture), "bin/node"), `${PROGRAM}/bin/node`, 0o755);
  for (const folder of PROGRAM_FOLDERS)
    for (const path of filesBelow(join(root, folder), (file) => isProgramFile(`${folder}/${file}`)))
      stage.copy(join(root, folder, path), `${PROGRAM}/${folder}/${path}`);
  const node = ARCHITECTURES[architecture].node;
  const needed = filesBelow(modules, (file) => isNeededModuleFile(file, node));
  for (const path of needed) stage.copy(join(modules, path), `${PROGRAM}/node_modules/${path}`);
  return needed;
}
