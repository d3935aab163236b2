import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
  YAMLSeq,
} from "yaml";
import type { Path } from "./Issue.ts";
import { keepOldLines } from "./keepOldLines.ts";

// The clinic file as it grows: values are set in the text itself, so that comments, order and the very lines of an earlier file stay.

/** One change of a clinic file. */
export type Edit =
  | { readonly do: "set"; readonly path: Path; readonly value: unknown }
  /** An entry of a section or of a list; a section that is empty then goes with it. */
  | { readonly do: "remove"; readonly path: Path }
  /** An entry of the list at `path` to another place of it. */
  | { readonly do: "move"; readonly path: Path; readonly from: number; readonly to: number };

/** @throws Error when the text is no YAML, or an edit has no place in it. */
export function editYaml(text: string, edits: readonly Edit[]): string {
  return written(text, (document) => {
    for (const edit of edits) {
      if (edit.do === "set") setNode(document, edit.path, edit.value);
      else if (edit.do === "remove") removeNode(document, edit.path);
      else moveItem(document, edit.path, edit.from, edit.to);
    }
  });
}

/** A value of the draft; undefined: it is not there. */
export function readIn(text: string, path: Path): unknown {
  const document = parseDocument(text);
  const node = path.length === 0 ? document.contents : document.getIn(path as unknown[], true);
  if (node === undefined || node === null) return undefined;
  return isScalar(node) ? node.value : isCollection(node) ? node.toJS(document) : undefined;
}

export const textIn = (text: string, path: Path): string => {
  const value = readIn(text, path);
  return value === undefined || value === null ? "" : String(value);
};

export const listIn = (text: string, path: Path): readonly unknown[] => {
  const value = readIn(text, path);
  return Array.isArray(value) ? value : [];
};

/** Sets (or with undefined takes away) values. Texts that YAML would make a number or a date of are quoted by the library. */
export const setIn = (text: string, changes: readonly (readonly [Path, unknown])[]): string =>
  written(text, (document) => {
    for (const [path, value] of changes) {
      if (value === undefined) document.deleteIn(path as unknown[]);
      else setNode(document, path, value);
    }
  });

/** A list item removed leaves the ones after it one nearer. */
export const removeItem = (text: string, path: Path, index: number): string =>
  written(text, (document) => {
    if (listIn(text, path).length <= 1) document.deleteIn(path as unknown[]);
    else document.deleteIn([...path, index]);
  });

function written(text: string, change: (document: Document) => void): string {
  const document = parseDocument(text);
  const hand = handOf(text.replaceAll("\r\n", "\n"));
  const write = (): string => {
    visit(document, { Collection: (_, node) => leaveRoom(node, text) });
    return document.toString(hand);
  };
  const before = write();
  change(document);
  return keepOldLines(text, before, write(), isSame);
}

type Document = ReturnType<typeof parseDocument>;

/** As far as the library can write like the person. */
const handOf = (text: string) => ({
  ...{ lineWidth: 0, flowCollectionPadding: true },
  indent: /^[a-z]\w*:[^\S\n]*(?:#.*)?\n(?:[^\S\n]*#.*\n)*( {2,8})[a-z"']/im.exec(text)?.[1]?.length ?? 2,
  indentSeq: !/^\w+:[^\S\n]*(?:#.*)?\n- /m.test(text),
});

/** The library has one wish for `{ a: 1 }` and `[a]`; people leave room within braces and none within brackets. */
function leaveRoom(node: YAMLMap | YAMLSeq, text: string): void {
  const { toString: write } = Object.getPrototypeOf(node) as typeof node;
  const flowCollectionPadding = isSeq(node) && /\[[^\s\]]/.test(text) ? "" : " ";
  node.toString = (context, ...more) => write.call(node, context && { ...context, flowCollectionPadding }, ...more);
}

const isSame = (one: string, other: string): boolean => {
  const [first, second] = [parseDocument(one), parseDocument(other)];
  return first.errors.length === 0 && JSON.stringify(first.toJS()) === JSON.stringify(second.toJS());
};

function setNode(document: Document, path: Path, value: unknown): void {
  makeRoom(document, path);
  const node = document.createNode(value, { aliasDuplicateObjects: false });
  const before = document.getIn(path as unknown[], true);
  // What a person wrote beside the value is about the place, not about the value.
  if (isNode(before) && isNode(node)) carryComments(before, node);
  if (isScalar(before) && isScalar(node) && typeof before.value === "string" && typeof node.value === "string")
    if (before.type !== undefined) node.type = before.type;
  if (isMap(node) && path.length > 1) node.flow = true;
  if (isSeq(node) && isPlainList(node)) node.flow = true;
  // The steps of a policy: one to a line.
  else if (isSeq(node)) for (const item of node.items) if (isMap(item)) item.flow = true;
  document.setIn(path as unknown[], node);
}

function removeNode(document: Document, path: Path): void {
  document.deleteIn(path as unknown[]);
  const parent = path.slice(0, -1);
  const left = parent.length === 0 ? undefined : document.getIn(parent as unknown[], true);
  if (parent.length > 1 && isMap(left) && left.items.length === 0) removeNode(document, parent);
}

function moveItem(document: Document, path: Path, from: number, to: number): void {
  const list = document.getIn(path as unknown[], true);
  if (!isSeq(list)) throw new Error("there is no list");
  const [item] = list.items.splice(from, 1);
  if (item !== undefined) list.items.splice(to, 0, item);
}

/** A place within a section that is not there yet, or is empty (`holidays: []` in one line stays a list). */
function makeRoom(document: Document, path: Path): void {
  for (let length = 1; length < path.length; length++) {
    const parent = path.slice(0, length) as unknown[];
    if (isCollection(document.getIn(parent, true))) continue;
    const made = typeof path[length] === "number" ? new YAMLSeq() : document.createNode({});
    document.setIn(parent, made);
  }
  const parent = document.getIn(path.slice(0, -1) as unknown[], true);
  // Lists of items are read one to a line; a list of words that stands in one line stays there.
  if (isSeq(parent) && typeof path.at(-1) === "number" && (parent.items.length === 0 || !isPlainList(parent)))
    parent.flow = false;
}

function carryComments(from: Node, to: Node): void {
  if (from.comment != null) to.comment = from.comment;
  if (from.commentBefore != null) to.commentBefore = from.commentBefore;
}

const isPlainList = (seq: YAMLSeq): boolean => seq.items.every((item) => isScalar(item));
