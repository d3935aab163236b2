// What is installed is bundled (provisioning/package/bundle/), so its stacks would name lines of bundles. This gives them the files and
// lines of the repository back. The maps are read when a stack is first asked for, and not before: nearly no run ever does.

import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";

/** `file:///…/program/main-ABCD.js:12:345`, with line and column from one, as V8 writes them. */
const PLACE = /file:\/\/[^\s()]+\/program\/[^\s()/]+\.js:(\d+):(\d+)/g;

const maps = new Map<string, SourceMap | undefined>();

function mapOf(url: string): SourceMap | undefined {
  if (!maps.has(url)) maps.set(url, readMap(url));
  return maps.get(url);
}

function readMap(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, "utf8")) as SourceMapPayload);
  } catch {
    // Without a map the place in the bundle is still a place.
    return undefined;
  }
}

/** A line of a stack, with the place in the repository where a map knows it. */
export const withSourceLine = (line: string): string =>
  line.replace(PLACE, (place, row: string, column: string) => {
    const url = place.slice(0, -`:${row}:${column}`.length);
    const entry = mapOf(url)?.findEntry(Number(row) - 1, Number(column) - 1);
    if (entry === undefined || !("originalSource" in entry)) return place;
    const file = entry.originalSource.replace(/^.*?source\//, "");
    return `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });

/** In this thread, from now on; a checkout's files need it not. */
export function nameSourceLines(): void {
  if (!import.meta.url.endsWith(".js")) return;
  Error.prepareStackTrace = (error, sites) =>
    [String(error), ...sites.map((site) => `    at ${withSourceLine(String(site))}`)].join("\n");
}
