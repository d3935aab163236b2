import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BUILT, builtFiles } from "../../device/console/assets/builtClient.ts";
import { bundleClient, CLIENT } from "../../device/console/assets/bundleClient.ts";
import { ARCHITECTURES, type Architecture } from "./architectures.ts";
import { BUNDLE } from "./bundle/bundledSource.ts";
import { bundleProgram, NOT_BUNDLED } from "./bundle/bundleProgram.ts";
import { folderOf, moduleClosure } from "./moduleClosure.ts";
import { isNeededModuleFile } from "./neededFile.ts";
import { isProgramFile, PROGRAM_FOLDERS } from "./programFile.ts";
import { nodePackage } from "./runtimeModules.ts";
import type { Stage } from "./stage.ts";
import { PROMPTS, stagePrompts } from "./stagePrompts.ts";
import { filesBelow } from "./walk.ts";

/** Where the program lies on the box. */
export const PROGRAM = "usr/lib/firstring";

export interface ProgramSources {
  readonly root: string;
  readonly modules: string;
  readonly architecture: Architecture;
  readonly version: string;
  /** For what is made on the way. */
  readonly work: string;
}

/**
 * The program as it runs: launcher, Node, what was bundled, the files that it reads, the libraries that are not bundled. The same
 * tree is a release. Gives the files of node_modules that are in it, in whatever form.
 */
export async function stageProgram(stage: Stage, sources: ProgramSources): Promise<readonly string[]> {
  const { root, modules, architecture, version } = sources;
  const { type } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  stage.write(`${PROGRAM}/package.json`, `${JSON.stringify({ name: "firstring", version, type }, undefined, 2)}\n`);
  stage.copy(join(root, "provisioning/package/launcher.sh"), `${PROGRAM}/firstring`, 0o755);
  stage.copy(join(modules, nodePackage(architecture), "bin/node"), `${PROGRAM}/bin/node`, 0o755);
  const work = join(sources.work, "program");
  mkdirSync(work);
  const bundle = await bundleProgram({ root, modules, version, work });
  for (const path of filesBelow(bundle.folder)) stage.copy(join(bundle.folder, path), `${PROGRAM}/${BUNDLE}/${path}`);
  for (const folder of PROGRAM_FOLDERS)
    for (const path of filesBelow(join(root, folder), (file) => isReadFile(`${folder}/${file}`)))
      stage.copy(join(root, folder, path), `${PROGRAM}/${folder}/${path}`);
  stagePrompts(stage, root, PROGRAM);
  const client = await stageClient(stage, root);
  const kept = moduleClosure(modules, NOT_BUNDLED);
  const node = ARCHITECTURES[architecture].node;
  const needed = filesBelow(modules, (file) => kept.has(folderOf(file)) && isNeededModuleFile(file, node));
  for (const path of needed) stage.copy(join(modules, path), `${PROGRAM}/node_modules/${path}`);
  return [...needed, ...bundle.modules, ...client];
}

/** What the program reads, and does not import. The prompts come as banks, the console's pages bundled. */
const isReadFile = (path: string): boolean =>
  isProgramFile(path) &&
  ![`${PROMPTS}/`, `${CLIENT}/`].some((folder) => path.startsWith(folder)) &&
  !path.endsWith(".ts");

/** What the console gives to browsers, as it gives it. Tells the files of node_modules that are inside. */
async function stageClient(stage: Stage, root: string): Promise<readonly string[]> {
  const bundle = bundleClient(root);
  for (const [name, bytes] of await builtFiles(bundle)) stage.write(`${PROGRAM}/${BUILT}/${name}`, bytes);
  return bundle.libraries.flatMap((file) => [file, `${folderOf(file)}/package.json`]);
}
