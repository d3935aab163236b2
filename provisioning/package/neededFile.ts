/* @pure */

/** Packages that the lock file brings along and the installed program never loads. */
const UNNEEDED_PACKAGES = /^(@types\/|@biomejs\/|@esbuild\/|node-linux-|undici-types$|node-addon-api$)/;

/** Folders at the top of a package that hold what its makers need. `docs` only there: yaml has code in `dist/doc`. */
const UNNEEDED_FOLDERS =
  /^(\.[^/]+|tests?|__tests__|docs?|examples?|benchmarks?|fixtures|integration|scripts|types|typings|man|website|coverage)\//;

/** Sources of addons that come compiled; the sources of libraries that come built. */
const SOURCES: Readonly<Record<string, RegExp>> = {
  "better-sqlite3-multiple-ciphers": /^(deps|src)\//,
  koffi: /^(vendor|lib\/native)\/|\.(S|asm|inc|cc|hh|txt)$/,
  "@serialport/bindings-cpp": /^src\//,
  zod: /^src\//,
  "libphonenumber-js": /^(source|bundle|es6-modern)\//,
  ajv: /^lib\/.*\.ts$/,
};

const UNNEEDED_FILES =
  /(\.d\.[cm]?ts|\.map|\.md|\.markdown|\.ts|\.h|\.hpp|\.c|\.cpp|\.gypi?|\.html|\.ico|\.sh|\.lock)$/i;
const TOOL_FILES = /^(\..*|tsconfig.*\.json|eslint\.config\.[cm]?js|CNAME|AUTHORS|Makefile|bench\.js|example\.js)$/;
const LICENCE = /(^|\/)(licen[cs]e|copying|notice|copyrightnotice)[^/]*$/i;
export const isLicence = (name: string): boolean => LICENCE.test(name) && !/\.[cm]?[jt]s$/.test(name);

/**
 * Whether a file of `node_modules` belongs on the box. `path` is relative to node_modules; a package inside a package is
 * judged as itself. Licences are in the package's copyright file.
 */
export function isNeededModuleFile(path: string, nodeArchitecture: string): boolean {
  const { name, file } = splitPackage(path);
  if (name === "" || UNNEEDED_PACKAGES.test(name)) return false;
  if (isLicence(file)) return false;
  if (file.endsWith(".node")) return isOurs(`${name}/${file}`, nodeArchitecture);
  if (UNNEEDED_FOLDERS.test(file) || SOURCES[name]?.test(file)) return false;
  return !UNNEEDED_FILES.test(file) && !TOOL_FILES.test(file);
}

/** The innermost package of a path below node_modules, and the file inside it; no name for npm's own files. */
function splitPackage(path: string): { readonly name: string; readonly file: string } {
  const inner = path.split("node_modules/").at(-1) ?? "";
  const parts = inner.split("/");
  const depth = inner.startsWith("@") ? 2 : 1;
  if (inner.startsWith(".") || parts.length <= depth) return { name: "", file: "" };
  return { name: parts.slice(0, depth).join("/"), file: parts.slice(depth).join("/") };
}

/** Compiled addons: Linux with glibc, and only the architecture that the package is for. */
function isOurs(path: string, nodeArchitecture: string): boolean {
  if (/musl/.test(path) || !/linux/.test(path)) return false;
  return new RegExp(`[-_/]${nodeArchitecture}([-_./]|$)`).test(path);
}
