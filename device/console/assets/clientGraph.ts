/* @pure */

/** What esbuild tells of its inputs and outputs (`--metafile`), by path. */
export interface BundleFacts {
  readonly inputs: ModuleGraph;
  readonly outputs: ModuleGraph;
}

type ModuleGraph = Readonly<
  Record<string, { readonly imports: readonly { readonly path: string; readonly kind: string }[] }>
>;

/** What so many pages have in common is given to all of them: one file is quicker than what a few kilobytes less would save. */
const COMMON_TO = 3;

/** Everything that the entries need before they can run, themselves included. */
export function neededBy(graph: ModuleGraph, entries: readonly string[]): readonly string[] {
  const found = new Set(entries);
  for (const path of found)
    for (const { kind, path: imported } of graph[path]?.imports ?? [])
      if (kind === "import-statement" && graph[imported] !== undefined) found.add(imported);
  return [...found];
}

/** The modules that belong into the file that every page has: all of the main one's, and what several pages use. */
export function sharedModules(graph: ModuleGraph, main: string, pages: readonly string[]): readonly string[] {
  const uses = new Map<string, number>();
  for (const page of pages) for (const path of neededBy(graph, [page])) uses.set(path, (uses.get(path) ?? 0) + 1);
  const mains = new Set(neededBy(graph, [main]));
  return Object.keys(graph).filter(
    (path) => path !== main && !pages.includes(path) && (mains.has(path) || (uses.get(path) ?? 0) >= COMMON_TO),
  );
}
