/* @pure */
// What a bill of materials says of npm packages is all in the lock file; `npm sbom` would say the same of it, but Debian 12's npm has no
// such command.

/** As the lock file has them, as far as they are used (docs.npmjs.com, package-lock.json, `lockfileVersion` 3). */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dependencies?: Needs;
  readonly optionalDependencies?: Needs;
  readonly peerDependencies?: Needs;
}

type Needs = Readonly<Record<string, string>>;

/** A component of CycloneDX 1.5. */
export interface Library {
  readonly "bom-ref": string;
  readonly type: "library";
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly object[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

export interface LockBill {
  /** One for each name and version, wherever and however often it lies in `node_modules`. */
  readonly libraries: readonly Library[];
  /** `name@version` of a package, and of what it needs and is there. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** What the program itself needs. */
  readonly own: readonly string[];
}

const MODULES = "node_modules/";

export function lockBill({ packages }: LockFile): LockBill {
  const refAt = (path: string): string | undefined => {
    const { name = path.slice(path.lastIndexOf(MODULES) + MODULES.length), version } = packages[path] ?? {};
    return version === undefined ? undefined : `${name}@${version}`;
  };
  const libraries = new Map<string, Library>();
  const needs = new Map<string, readonly string[]>();
  const neededBy = (path: string, locked: LockedPackage): string[] => {
    const wanted = { ...locked.dependencies, ...locked.optionalDependencies, ...locked.peerDependencies };
    return Object.keys(wanted).flatMap((name) => refAt(nearest(packages, path, name)) ?? []);
  };
  for (const [path, locked] of Object.entries(packages)) {
    const ref = path === "" ? undefined : refAt(path);
    if (ref === undefined) continue;
    libraries.set(ref, library(ref, locked));
    needs.set(ref, [...new Set([...(needs.get(ref) ?? []), ...neededBy(path, locked)])]);
  }
  return { libraries: [...libraries.values()], needs, own: neededBy("", packages[""] ?? {}) };
}

/** Where Node finds the package `name` from the one at `path`: in its own `node_modules`, or one further out. */
function nearest(packages: LockFile["packages"], path: string, name: string): string {
  for (let from = path; from !== ""; from = from.slice(0, Math.max(0, from.lastIndexOf(`/${MODULES}`)))) {
    const candidate = `${from}/${MODULES}${name}`;
    if (candidate in packages) return candidate;
  }
  return `${MODULES}${name}`;
}

function library(ref: string, { license, integrity }: LockedPackage): Library {
  const at = ref.lastIndexOf("@");
  const [name, version] = [ref.slice(0, at), ref.slice(at + 1)];
  return {
    "bom-ref": ref,
    type: "library",
    name,
    version,
    // package-url.org: the @ of a scope is written as its code.
    purl: `pkg:npm/${name.replace(/^@/, "%40")}@${version}`,
    ...(license === undefined ? {} : { licenses: [licence(license)] }),
    ...(integrity === undefined ? {} : { hashes: integrity.split(" ").map(hash) }),
  };
}

/** One of SPDX's names, or several that an expression joins. */
const licence = (text: string): object => (/^[\w.+-]+$/.test(text) ? { license: { id: text } } : { expression: text });

/** `sha512-` and base64 (Subresource Integrity) as CycloneDX has it. */
function hash(integrity: string): { alg: string; content: string } {
  const [, bits, content = ""] = /^sha(\d+)-(.+)$/.exec(integrity) ?? [];
  return { alg: `SHA-${bits}`, content: Buffer.from(content, "base64").toString("hex") };
}
