import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { isProgramFile, PROGRAM_FOLDERS } from "../programFile.ts";
import { runToEnd } from "../runToEnd.ts";
import { filesBelow } from "../walk.ts";
import { bundledSource, programName } from "./bundledSource.ts";

/** Where every program of ours begins that is not started by another file of ours. */
const FIRST_PROGRAMS = ["device/main.ts", "device/runtime/warmCaches.ts"];

/** They find their compiled half by their own place, so they stay packages. */
export const NOT_BUNDLED = ["better-sqlite3-multiple-ciphers", "koffi", "@serialport/bindings-cpp"] as const;

export interface Bundle {
  /** Holds the bundled files and their maps. */
  readonly folder: string;
  /** Files of node_modules that are inside, as paths below it. */
  readonly modules: readonly string[];
}

export interface BundleOrder {
  readonly root: string;
  /** The package's own node_modules. */
  readonly modules: string;
  readonly version: string;
  /** Where it may write; the bundle is in there. */
  readonly work: string;
}

/**
 * All of our TypeScript and the libraries that it imports, as a few dozen plain files: a start reads and compiles a tenth of
 * the files, and no box strips types. Names and statements stay as they were written; `sourceLines.ts` gives a stack its
 * lines back.
 */
export async function bundleProgram({ root, modules, version, work }: BundleOrder): Promise<Bundle> {
  const source = join(work, "source");
  const programs = new Set(FIRST_PROGRAMS);
  for (const path of sources(root)) {
    const { text, starts } = bundledSource(path, readFileSync(join(root, path), "utf8"));
    for (const started of starts) programs.add(started);
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), text);
  }
  refuseSameNames([...programs]);
  writeFileSync(join(source, "package.json"), JSON.stringify({ name: "firstring", version, type: "module" }));
  symlinkSync(modules, join(source, "node_modules"));
  const folder = join(work, "bundle");
  const facts = join(work, "bundle.json");
  await runToEnd(
    join(root, `node_modules/@esbuild/linux-${process.arch}/bin/esbuild`),
    [
      ...[...programs].sort(),
      ...["--bundle", "--splitting", "--format=esm", "--platform=node", "--target=node24", `--outdir=${folder}`],
      // By their names in the folder that holds the link: no path of the machine that builds comes into it.
      ...["--preserve-symlinks", "--entry-names=[name]", "--chunk-names=[name]-[hash]"],
      // What CommonJS inside wants of Node. The licences are in the package's copyright file.
      ...[`--banner:js=${REQUIRE}`, "--legal-comments=none", "--minify-whitespace", "--line-limit=160"],
      ...["--sourcemap=external", "--sources-content=false"],
      ...NOT_BUNDLED.map((name) => `--external:${name}`),
      ...[`--metafile=${facts}`, "--log-level=warning", "--log-limit=20", "--color=false"],
    ],
    {
      cwd: source,
      failed: (output) =>
        new ApplianceError("PACKAGE_BUNDLE", `esbuild could not bundle the program. It said:\n${output}`, {
          disposition: "operator",
          cure: "npm run check finds what is wrong with a source; npm ci brings esbuild.",
        }),
    },
  );
  const { inputs } = JSON.parse(readFileSync(facts, "utf8")) as { readonly inputs: Readonly<Record<string, unknown>> };
  return {
    folder,
    modules: Object.keys(inputs).flatMap((path) => /^node_modules\/(.+)$/.exec(path)?.[1] ?? []),
  };
}

const REQUIRE =
  "import{createRequire as $createRequire}from'node:module';const require=$createRequire(import.meta.url);";

const sources = (root: string): readonly string[] =>
  PROGRAM_FOLDERS.flatMap((folder) =>
    filesBelow(join(root, folder), (file) => /\.(ts|json)$/.test(file) && isProgramFile(`${folder}/${file}`)).map(
      (file) => `${folder}/${file}`,
    ),
  );

function refuseSameNames(programs: readonly string[]): void {
  for (const program of programs) {
    const same = programs.filter((other) => programName(other) === programName(program));
    if (same.length > 1) throw new Error(`${same.join(" and ")} would be one file of the package: rename one`);
  }
}
