/* @pure */
// What a source file becomes before it is bundled. A bundled file lies in program/ and no longer where it was written, so
// what it finds by its own place is told that place; and what it starts as a program of its own lies in program/, too.

import { posix } from "node:path";

/** The folder of a package's program that holds what was bundled. One folder, no other below it. */
export const BUNDLE = "program";

export interface BundledSource {
  readonly text: string;
  /** Sources that it starts as programs (a child process, a worker): each is bundled as one. */
  readonly starts: readonly string[];
}

/** `new URL("./Other.ts", import.meta.url)`: a program of its own, by the convention of this repository. */
const STARTS = /new URL\(\s*"(\.{1,2}\/[^"]+)\.ts",\s*import\.meta\.url,?\s*\)/g;
const PLACE = /import\.meta\.url/g;
/** There are other ways to ask for one's place; one is enough to keep right. */
const OTHER_PLACES = /import\.meta\.(dirname|filename)|__dirname|__filename/;

/** `path` is relative to the repository, as in `device/main.ts`. */
export function bundledSource(path: string, text: string): BundledSource {
  const other = OTHER_PLACES.exec(text)?.[0];
  if (other !== undefined) throw new Error(`${path}: ${other} is not right in a package; use import.meta.url`);
  const starts: string[] = [];
  const place = `new URL("../${path.replace(/\.ts$/, ".js")}", import.meta.url).href`;
  // In one pass over both, so that no replacement is replaced again.
  const replaced = text.replace(new RegExp(`${STARTS.source}|${PLACE.source}`, "g"), (_whole, file?: string) => {
    if (file === undefined) return place;
    const started = posix.join(posix.dirname(path), `${file}.ts`);
    starts.push(started);
    return `new URL("./${programName(started)}", import.meta.url)`;
  });
  return { text: replaced, starts };
}

/** The file in program/ that a source is bundled into. */
export const programName = (path: string): string => `${posix.basename(path, ".ts")}.js`;
