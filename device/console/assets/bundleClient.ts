import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { type ClientBundle, MAIN_FILE } from "./ClientBundle.ts";
import { type BundleFacts, neededBy, sharedModules } from "./clientGraph.ts";

export const CLIENT = "device/console/client";
/** The repository's link in the folder where it is done: no folder of this machine has a part in the names that come out. */
const ROOT = "root";
const HERE = `${ROOT}/${CLIENT}`;
const MAIN = `${HERE}/main.ts`;
/** In a browser it runs in a thread of its own and shares nothing with the pages. */
const WORKLET = `${HERE}/telephone/worklet.ts`;
const OUT = "out";
const DARK = "dark.css";

const WITHIN_MS = 60_000;

/**
 * The pages as browsers are given them: one file of what they have in common, one for each page, one style sheet. Fifty modules
 * one by one cost a browser and the box more than all that is in them. By esbuild, when a checkout's console starts and when
 * a package is built; a box has no esbuild, and needs none.
 */
export function bundleClient(root: string): ClientBundle {
  const work = mkdtempSync(join(tmpdir(), "firstring-pages-"));
  try {
    symlinkSync(root, join(work, ROOT));
    return bundleIn(work, root);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function bundleIn(work: string, root: string): ClientBundle {
  const pages = readdirSync(join(root, CLIENT, "pages")).map((file) => basename(file, ".ts"));
  const moduleOf = (page: string): string => `${HERE}/pages/${page}.ts`;
  const { inputs } = esbuild(work, root, [MAIN, ...pages.map(moduleOf)]);
  const entry = (name: string, lines: readonly string[]): string => {
    writeFileSync(join(work, name), lines.join("\n"));
    return name;
  };
  // What all entries need is one file. Libraries come with whoever imports them.
  const common = sharedModules(inputs, MAIN, pages.map(moduleOf))
    .filter((path) => !path.includes("/node_modules/"))
    .map((path) => `import "./${path}";`);
  const styles = readdirSync(join(root, CLIENT, "style")).sort();
  const styleLines = (which: (name: string) => boolean): readonly string[] =>
    styles.filter(which).map((name) => `@import "./${HERE}/style/${name}";`);
  const { outputs } = esbuild(work, root, [
    entry("main.ts", [...common, `import "./${MAIN}";`]),
    ...pages.map((page) =>
      entry(`${page}.ts`, [
        ...common,
        ...["*", "{ default }"].map((all) => `export ${all} from "./${moduleOf(page)}";`),
      ]),
    ),
    entry(
      "style.css",
      styleLines((name) => name !== DARK),
    ),
    entry(
      DARK,
      styleLines((name) => name === DARK),
    ),
    WORKLET,
  ]);
  const needed = (page: string): readonly string[] =>
    neededBy(outputs, [`${OUT}/${MAIN_FILE}`, `${OUT}/${page}.js`]).map((path) => basename(path));
  const icons = readdirSync(join(root, CLIENT)).filter((name) => extname(name) === ".svg");
  return {
    files: new Map([
      ...Object.keys(outputs).map((path) => [basename(path), readFileSync(join(work, path))] as const),
      ...icons.map((name) => [name, readFileSync(join(root, CLIENT, name))] as const),
    ]),
    compressed: new Map(),
    preloads: new Map(pages.map((page) => [page, needed(page)])),
    libraries: Object.keys(inputs).flatMap((path) => /^root\/node_modules\/(.+)$/.exec(path)?.[1] ?? []),
  };
}

function esbuild(work: string, root: string, entries: readonly string[]): BundleFacts {
  const program = join(root, `node_modules/@esbuild/linux-${process.arch}/bin/esbuild`);
  const facts = join(work, "facts.json");
  const options = [
    ...["--bundle", "--splitting", "--format=esm", "--target=es2022", "--charset=utf8", `--outdir=${OUT}`],
    // Found by the link, and named by it.
    ...["--preserve-symlinks", "--entry-names=[name]", "--chunk-names=[name]-[hash]"],
    ...["--minify", "--legal-comments=none", `--metafile=${facts}`, "--log-level=warning", "--color=false"],
  ];
  try {
    execFileSync(program, [...entries, ...options], {
      cwd: work,
      timeout: WITHIN_MS,
      stdio: ["ignore", "ignore", "pipe"],
    });
  } catch (cause) {
    const said = String((cause as { stderr?: Buffer }).stderr ?? cause);
    throw new ApplianceError(
      "CONSOLE_BUNDLE",
      `The console's pages could not be put together. esbuild said:\n${said}`,
      {
        disposition: "operator",
        cure: "npm ci brings esbuild; npm run check finds what is wrong with a source.",
        cause,
      },
    );
  }
  return JSON.parse(readFileSync(facts, "utf8")) as BundleFacts;
}
