import { readdirSync } from "node:fs";
import { join } from "node:path";

/** All files below `folder`, as paths relative to it, in the order of their bytes: the same on every machine. */
export function filesBelow(folder: string, keep: (path: string) => boolean = () => true): string[] {
  const found: string[] = [];
  const visit = (relative: string) => {
    for (const entry of readdirSync(join(folder, relative), { withFileTypes: true })) {
      const path = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile() && keep(path)) found.push(path);
    }
  };
  visit("");
  return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
