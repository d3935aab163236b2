import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Folders of node_modules that packages need to be loaded from there, their own among them: what Node would find for each
 * of their dependencies, the innermost first.
 */
export function moduleClosure(modules: string, names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    if (found.has(folder)) return;
    found.add(folder);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(join(modules, folder, "package.json"), "utf8"),
    );
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = placeOf(modules, folder, name);
      if (place !== undefined) visit(place);
    }
  };
  for (const name of names) visit(name);
  return found;
}

/** Where a package in `folder` finds `name`; undefined where it is not installed, as for other machines. */
function placeOf(modules: string, folder: string, name: string): string | undefined {
  const inner = folder.split("/node_modules/");
  for (let depth = inner.length; depth > 0; depth--) {
    const place = `${inner.slice(0, depth).join("/node_modules/")}/node_modules/${name}`;
    if (existsSync(join(modules, place, "package.json"))) return place;
  }
  return existsSync(join(modules, name, "package.json")) ? name : undefined;
}

/** The folder of the package that a file below node_modules belongs to. */
export const folderOf = (path: string): string => /^(.*node_modules\/)?(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? "";
