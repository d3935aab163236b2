import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Comments and string contents blanked out, for searches for what the code does. */
  readonly code: string;
  /** Resolved for our own files (`firmware/line/Line.ts`), bare for packages (`node:fs`, `zod`). */
  readonly imports: readonly string[];
}

const IMPORT =
  /(?:^|[^.\w])(?:import|export)\s(?:[^"';]*?\sfrom\s)?\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

/** Comments out, newlines kept. A `//` inside a string is rare enough to be left to the reader of a failing test. */
const withoutComments = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "))
    .replace(/(^|[^:"'`])\/\/[^\n]*/g, "$1");

const withoutStrings = (code: string): string => code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');

export function sourceFiles(folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) => walk(join(root, folder))).map(read);
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return /\.(ts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

function read(file: string): SourceFile {
  const text = readFileSync(file, "utf8");
  const path = relative(root, file);
  const bare = withoutComments(text);
  const imports = [...bare.matchAll(IMPORT)].map((match) => {
    const wanted = match[1] ?? match[2] ?? "";
    return wanted.startsWith(".") ? normalize(join(dirname(path), wanted)) : wanted;
  });
  return { path, text, code: withoutStrings(bare), imports };
}
