import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundleClient, CLIENT } from "./bundleClient.ts";
import type { ClientBundle } from "./ClientBundle.ts";
import { compress, isWorthIt } from "./compress.ts";

/** In a package: what `bundleClient` made, compressed already, in place of the sources. */
export const BUILT = `${CLIENT}/built`;
const PRELOADS = "preloads.json";
const BROTLI = ".br";

/** A package's as it was built; a checkout's made now. */
export const clientOf = (root: string): ClientBundle =>
  existsSync(join(root, BUILT)) ? readBuilt(join(root, BUILT)) : bundleClient(root);

/** What is to lie in the folder `BUILT`, by name. */
export async function builtFiles({ files, preloads }: ClientBundle): Promise<ReadonlyMap<string, Buffer>> {
  const built = new Map(files);
  for (const [name, bytes] of files) if (isWorthIt(bytes)) built.set(name + BROTLI, await compress.br(bytes));
  return built.set(PRELOADS, Buffer.from(JSON.stringify(Object.fromEntries(preloads))));
}

function readBuilt(folder: string): ClientBundle {
  const all = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
  const preloads = JSON.parse(String(new Map(all).get(PRELOADS))) as Record<string, readonly string[]>;
  return {
    files: new Map(all.filter(([name]) => !name.endsWith(BROTLI) && name !== PRELOADS)),
    compressed: new Map(
      all.flatMap(([name, bytes]) => (name.endsWith(BROTLI) ? [[name.slice(0, -BROTLI.length), bytes]] : [])),
    ),
    preloads: new Map(Object.entries(preloads)),
    libraries: [],
  };
}
