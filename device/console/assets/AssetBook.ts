import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { programFolder } from "../../runtime/installation.ts";
import { importsOf, withImports } from "./moduleGraph.ts";
import { stripTypes } from "./stripTypes.ts";

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
}

const CLIENT = "device/console/client";
const MAIN = `${CLIENT}/main.ts`;
const PAGES = `${CLIENT}/pages`;

const SCRIPT = "text/javascript; charset=utf-8";
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

interface Module {
  readonly code: string;
  readonly imports: readonly { readonly path: string; readonly lazy: boolean }[];
}

/**
 * What a browser is given: the client's TypeScript without its types, the libraries that it imports by name, styles, the
 * shell. Everything that `client/main.ts` reaches and nothing else; made once at the start, under addresses that hold a hash
 * of it all, so that a browser asks again only after an update.
 */
export class AssetBook {
  readonly version: string;
  /** By path below `/assets/<version>/`. */
  readonly files: ReadonlyMap<string, Asset>;
  readonly #modules: ReadonlyMap<string, Module>;
  readonly #pages: ReadonlySet<string>;

  constructor(root: string = programFolder) {
    const modules = readModules(root);
    const plain = plainFiles(root);
    const hash = createHash("sha256");
    for (const [path, { code }] of modules) hash.update(`${path}\n${code}`);
    for (const [path, { bytes }] of plain) hash.update(path).update(bytes);
    this.version = hash.digest("base64url").slice(0, 12);
    this.#modules = modules;
    this.#pages = new Set(
      [...modules.keys()].filter((path) => dirname(path) === PAGES).map((path) => path.slice(PAGES.length + 1, -3)),
    );
    this.files = new Map([
      ...[...modules].map(([path, { code }]) => [path, { type: SCRIPT, bytes: Buffer.from(code) }] as const),
      ...plain,
    ]);
  }

  addressOf(path: string): string {
    return `/assets/${this.version}/${path}`;
  }

  /** What the page at an address needs before it can show anything: its modules, in one go instead of one after the other. */
  preloads(page: string): readonly string[] {
    const wanted = new Set<string>();
    const add = (path: string): void => {
      if (wanted.has(path)) return;
      wanted.add(path);
      for (const imported of this.#modules.get(path)?.imports ?? []) if (!imported.lazy) add(imported.path);
    };
    add(MAIN);
    if (this.#pages.has(page)) add(`${PAGES}/${page}.ts`);
    return [...wanted].map((path) => this.addressOf(path));
  }

  /** The first parts of the addresses that have a module of their own. */
  get pages(): readonly string[] {
    return [...this.#pages];
  }

  get styles(): readonly string[] {
    return [...this.files.keys()]
      .filter((path) => path.endsWith(".css"))
      .sort()
      .map((path) => this.addressOf(path));
  }

  get main(): string {
    return this.addressOf(MAIN);
  }
}

/** Our TypeScript that a file reaches; what is imported for its types alone is not there in the browser. */
function ownFiles(main: string): readonly string[] {
  const files = new Set([main]);
  for (const file of files) {
    const text = readFileSync(file, "utf8").replace(/^(import|export) type [^"']*from "[^"]+";$/gm, "");
    for (const { name } of importsOf(text)) {
      const target = join(dirname(file), name);
      if (name.startsWith(".") && extname(target) === ".ts" && existsSync(target)) files.add(target);
    }
  }
  return [...files];
}

/** From main.ts on, along the imports. Libraries are found as Node finds them, and named `lib/…`. */
function readModules(root: string): Map<string, Module> {
  const modules = new Map<string, Module>();
  const files = new Map([[MAIN, join(root, MAIN)]]);
  const ours = ownFiles(join(root, MAIN));
  const texts = stripTypes(ours);
  const strippedOf = new Map(ours.map((file, at) => [file, texts[at] ?? ""]));
  for (const [path, file] of files) {
    const stripped = strippedOf.get(file) ?? readFileSync(file, "utf8");
    const imports: { path: string; lazy: boolean }[] = [];
    for (const { lazy, name } of importsOf(stripped)) {
      const target = name.startsWith(".") ? join(dirname(file), name) : libraryFile(name, file);
      const wanted = pathOf(root, target);
      files.set(wanted, target);
      imports.push({ path: wanted, lazy });
    }
    modules.set(path, { code: withImports(stripped, (name) => renamed(root, name, file, path)), imports });
  }
  return modules;
}

/** Between modules the addresses are relative, so that they need not know the version. */
function renamed(root: string, name: string, file: string, path: string): string {
  if (name.startsWith(".") && !path.startsWith("lib/")) return name;
  const target = name.startsWith(".") ? join(dirname(file), name) : libraryFile(name, file);
  const to = relative(dirname(path), pathOf(root, target));
  return to.startsWith(".") ? to : `./${to}`;
}

/** Our files keep their path; those of node_modules are `lib/PACKAGE/…`, wherever the folder is. */
function pathOf(root: string, file: string): string {
  const [, inPackage] = /.*\/node_modules\/(.+)$/.exec(file) ?? [];
  return inPackage === undefined ? normalize(relative(root, file)) : `lib/${inPackage}`;
}

const libraryFile = (name: string, from: string): string =>
  fileURLToPath(import.meta.resolve(name, new URL(`file://${from}`)));

function plainFiles(root: string): [string, Asset][] {
  const folder = join(root, CLIENT);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => TYPES[extname(name)] !== undefined && !name.endsWith("tsconfig.json"))
    .sort()
    .map((name) => [
      `${CLIENT}/${name}`,
      { type: TYPES[extname(name)] ?? "", bytes: readFileSync(join(folder, name)) },
    ]);
}
