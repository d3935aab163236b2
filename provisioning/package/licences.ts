import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isLicence } from "./neededFile.ts";
import { filesBelow } from "./walk.ts";

export interface PackedModule {
  readonly name: string;
  readonly version: string;
  /** Its folder, relative to node_modules. */
  readonly folder: string;
  readonly licence: string;
}

/** The npm packages that have a file in `files` (paths below node_modules), in the order of their names. */
export function packedModules(modules: string, files: readonly string[]): readonly PackedModule[] {
  const folders = new Set(files.map((path) => /^(.*node_modules\/)?(@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? ""));
  return [...folders]
    .filter((folder) => existsSync(join(modules, folder, "package.json")))
    .sort()
    .flatMap((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(modules, folder, "package.json"), "utf8"));
      if (typeof name !== "string" || typeof version !== "string") return [];
      return [{ name, version, folder, licence: typeof license === "string" ? license : "see below" }];
    });
}

/** /usr/share/doc/firstring/copyright: ours, and the text of each licence once, with all whom it covers. */
export function copyrightFile(
  root: string,
  modules: string,
  nodeFolder: string,
  packed: readonly PackedModule[],
): string {
  const texts = new Map<string, string[]>();
  const add = (who: string, text: string) => texts.set(text, [...(texts.get(text) ?? []), who]);
  for (const { name, version, folder, licence } of packed) {
    // Also those of what a library has in it.
    const files = filesBelow(join(modules, folder), (file) => isLicence(file) && !file.includes("node_modules/"));
    const text = files.map((file) => readFileSync(join(modules, folder, file), "utf8").trim()).join("\n\n");
    add(`${name} ${version}`, text === "" ? `Licence: ${licence} (its package holds no text)` : text);
  }
  add("Node.js, in bin/node", readFileSync(join(modules, nodeFolder, "LICENSE"), "utf8").trim());
  const ours = `FirstRing\n\n${readFileSync(join(root, "LICENSE"), "utf8").trim()}`;
  const others = [...texts].map(([text, who]) => `${"-".repeat(72)}\n${who.sort().join("\n")}\n\n${text}`);
  return `${[ours, "FirstRing comes with the work of others:", ...others].join("\n\n")}\n`;
}
