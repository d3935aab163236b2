import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";
import type { Complaint } from "../language/Complaint.ts";
import { say } from "./complaints/shape.ts";
import { type Issue, type Path, pathInWords } from "./Issue.ts";

/** A real clinic file has 2–20 KiB. What is larger was given by mistake, and is not parsed. */
export const LARGEST_FILE_CHARACTERS = 256 * 1024;
/** Ours needs six levels; deeper nesting is somebody's attack on a recursive parser. */
const DEEPEST_NESTING = 40;
/** Entries of one list or block: far above any clinic, and it keeps every check below quick. */
const MOST_ENTRIES = 500;
/** Enough to mend a file in one go; a file with more is not a clinic file. */
export const MOST_ISSUES = 100;

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A YAML text as plain values, and where each stands. Values come without prototypes: no key can reach one. */
export interface YamlDocument {
  readonly value: unknown;
  /** The nearest place that there is: of a missing value, its parent. `key`: of the name instead of the value. */
  locate(path: Path, what?: "key" | "value"): Place;
  /** What was written at a path, before YAML made a number of it. */
  sourceOf(path: Path): string | undefined;
}

export interface ReadYaml {
  readonly document?: YamlDocument;
  readonly issues: readonly Issue[];
}

/** Reads one YAML document; never throws, and works in time linear in a bounded text. */
export function readYaml(text: string): ReadYaml {
  const unreadable = refuseUnreadable(text);
  if (unreadable !== undefined) return { issues: [unreadable] };
  const lines = new LineCounter();
  const source = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  try {
    // uniqueKeys compares every key with every other: ours is a set.
    const parsed = parseDocument(source, {
      lineCounter: lines,
      uniqueKeys: false,
      prettyErrors: false,
      version: "1.2",
    });
    const place = placer(lines, source);
    const errors = parsed.errors.slice(0, MOST_ISSUES).map((error): Issue => {
      const sentence = syntaxInWords(error.code, error.message);
      return { ...place(error.pos[0], error.pos[1]), path: "", severity: "error", ...sentence };
    });
    if (errors.length > 0) return { issues: dropEchoes(errors) };
    return readNodes(parsed.contents, place);
  } catch (error) {
    // The parser is recursive; so deep a nesting is the one thing that it cannot say itself.
    if (!(error instanceof RangeError)) throw error;
    return { issues: [at(1, 1, say.nestedTooDeeply())] };
  }
}

const at = (line: number, column: number, complaint: Complaint): Issue => ({
  ...{ line, column, length: 1, path: "", severity: "error" },
  ...complaint,
});

function refuseUnreadable(text: string): Issue | undefined {
  if (text.length > LARGEST_FILE_CHARACTERS) {
    return at(1, 1, say.tooLargeFile(Math.ceil(text.length / 1024), LARGEST_FILE_CHARACTERS / 1024));
  }
  if (text.trim() === "") return at(1, 1, say.emptyFile());
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a binary file is known by
  const strange = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.exec(text);
  if (strange !== null) {
    const before = text.slice(0, strange.index).split("\n");
    return at(before.length, before.at(-1)!.length + 1, say.noPlainText());
  }
  return undefined;
}

type Placer = (start: number, end: number) => Place;

function placer(lines: LineCounter, source: string): Placer {
  return (start, end) => {
    const { line, col } = lines.linePos(Math.min(start, source.length));
    const newline = source.indexOf("\n", start);
    const stop = Math.min(end, newline === -1 ? source.length : newline);
    return { line: Math.max(1, line), column: Math.max(1, col), length: Math.max(1, stop - start) };
  };
}

/** One slip makes the parser stumble several times on the same line: the first says it. */
function dropEchoes(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue, index) => issues.findIndex((other) => other.line === issue.line) === index);
}

function syntaxInWords(code: string, message: string): Complaint {
  switch (code) {
    case "TAB_AS_INDENT":
      return say.tabIndents();
    case "BAD_INDENT":
      return say.oddIndent();
    case "MISSING_CHAR":
      return say.characterMissing(message);
    case "MULTIPLE_DOCS":
      return say.secondDocument();
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      return say.notOneToALine();
    default:
      return say.noYaml(message.split("\n")[0]!.slice(0, 160));
  }
}

interface Reading {
  readonly place: Placer;
  readonly issues: Issue[];
}

function readNodes(root: Node | null, place: Placer): ReadYaml {
  const reading: Reading = { place, issues: [] };
  const value = plain(root, [], reading);
  if (reading.issues.length === 0 && !isMap(root)) {
    return { issues: [at(1, 1, say.noClinicFile())] };
  }
  const document: YamlDocument = {
    value,
    locate: (path, what = "value") => locate(root, path, what, place),
    sourceOf: (path) => sourceOf(root, path),
  };
  return { document, issues: reading.issues };
}

function refuse(reading: Reading, node: Node, path: Path, complaint: Complaint): void {
  if (reading.issues.length >= MOST_ISSUES) return;
  const [start, end] = node.range ?? [0, 1];
  reading.issues.push({ ...reading.place(start, end), path: pathInWords(path), severity: "error", ...complaint });
}

/** Plain values of a node; anchors, aliases and tags have no use here and are how YAML bombs are made. */
function plain(node: unknown, path: Path, reading: Reading): unknown {
  if (!isNode(node)) return null;
  if (path.length > DEEPEST_NESTING) {
    refuse(reading, node, [], say.nestedTooDeeply());
    return null;
  }
  if (isAlias(node) || (node as { anchor?: string }).anchor !== undefined) {
    refuse(reading, node, path, say.anchors());
    return null;
  }
  if (node.tag !== undefined && !node.tag.startsWith("tag:yaml.org,2002:")) {
    refuse(reading, node, path, say.tags());
    return null;
  }
  if ((isMap(node) || isSeq(node)) && node.items.length > MOST_ENTRIES) {
    refuse(reading, node, path, say.tooManyEntries(MOST_ENTRIES));
    return null;
  }
  if (isMap(node)) return plainMap(node, path, reading);
  if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index], reading));
  return isScalar(node) ? node.value : null;
}

function plainMap(map: YAMLMap, path: Path, reading: Reading): Record<string, unknown> {
  const value: Record<string, unknown> = Object.create(null);
  const seen = new Map<string, Node>();
  for (const pair of map.items) {
    const key = pair.key;
    if (!isScalar(key) || key.value === null || (key as { anchor?: string }).anchor !== undefined) {
      refuse(reading, isNode(key) ? key : map, path, say.keyIsNoName());
      continue;
    }
    const name = isNode(key) && typeof key.value !== "string" ? (key.source ?? String(key.value)) : String(key.value);
    const first = seen.get(name);
    if (first !== undefined) {
      const where = reading.place(first.range?.[0] ?? 0, first.range?.[1] ?? 0).line;
      refuse(reading, key, [...path, name], say.nameTwice(name, where));
      continue;
    }
    seen.set(name, key);
    value[name] = plain(pair.value, [...path, name], reading);
  }
  return value;
}

const keyName = (pair: Pair): string => {
  const key = pair.key;
  if (!isScalar(key)) return "";
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
};

interface Found {
  readonly node: Node | undefined;
  readonly key: Node | undefined;
}

/** Goes along a path as far as it leads. */
function follow(root: Node | null, path: Path): { readonly found: Found; readonly whole: boolean } {
  let found: Found = { node: root ?? undefined, key: undefined };
  for (const part of path) {
    const next: Found | undefined = step(found.node, part);
    if (next === undefined) return { found, whole: false };
    found = next;
  }
  return { found, whole: true };
}

function step(node: Node | undefined, part: string | number): Found | undefined {
  if (isSeq(node) && typeof part === "number") {
    const item = node.items[part];
    return isNode(item) ? { node: item, key: undefined } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && keyName(item) === String(part));
  if (pair === undefined) return undefined;
  return { node: isNode(pair.value) ? pair.value : undefined, key: isNode(pair.key) ? pair.key : undefined };
}

function locate(root: Node | null, path: Path, what: "key" | "value", place: Placer): Place {
  const { found, whole } = follow(root, path);
  const wanted = whole && what === "value" ? (found.node ?? found.key) : (found.key ?? found.node);
  const range = wanted?.range;
  if (range === undefined || range === null || (!whole && found.key === undefined && path.length <= 1))
    return { line: 1, column: 1, length: 1 };
  // Of what is missing in a list's item, the item's first character; not all of it.
  return whole || found.key !== undefined ? place(range[0], range[1]) : { ...place(range[0], range[0] + 1) };
}

function sourceOf(root: Node | null, path: Path): string | undefined {
  const { found, whole } = follow(root, path);
  return whole && isScalar(found.node) ? found.node.source : undefined;
}
