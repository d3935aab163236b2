/* @pure */
import { isCollection, isMap, isNode, isScalar, isSeq, type Node, parseDocument, YAMLSeq } from "yaml";
import type { Path } from "../../../firmware/config/Issue.ts";

// The clinic file as it grows: values are set in the text itself, so that comments and order of an earlier file stay.

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
export function setIn(text: string, changes: readonly (readonly [Path, unknown])[]): string {
  const document = parseDocument(text);
  for (const [path, value] of changes) {
    if (value === undefined) document.deleteIn(path as unknown[]);
    else {
      makeRoom(document, path);
      const node = document.createNode(value, { aliasDuplicateObjects: false });
      const before = document.getIn(path as unknown[], true);
      // What a person wrote beside the value is about the place, not about the value.
      if (isNode(before) && isNode(node)) carryComments(before, node);
      if (isMap(node) && path.length > 1) node.flow = true;
      if (isSeq(node) && isPlainList(node)) node.flow = true;
      document.setIn(path as unknown[], node);
    }
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** A list item removed leaves the ones after it one nearer. */
export const removeItem = (text: string, path: Path, index: number): string => {
  const items = listIn(text, path).filter((_, at) => at !== index);
  const document = parseDocument(text);
  if (items.length === 0) document.deleteIn(path as unknown[]);
  else document.deleteIn([...path, index]);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
};

/** A place within a section that is not there yet, or is empty (`holidays: []` in one line stays a list). */
function makeRoom(document: ReturnType<typeof parseDocument>, path: Path): void {
  for (let length = 1; length < path.length; length++) {
    const parent = path.slice(0, length) as unknown[];
    if (isCollection(document.getIn(parent, true))) continue;
    const made = typeof path[length] === "number" ? new YAMLSeq() : document.createNode({});
    document.setIn(parent, made);
  }
  const parent = document.getIn(path.slice(0, -1) as unknown[], true);
  // Lists of items are read one to a line.
  if (isSeq(parent) && typeof path.at(-1) === "number") parent.flow = false;
}

function carryComments(from: Node, to: Node): void {
  if (from.comment != null) to.comment = from.comment;
  if (from.commentBefore != null) to.commentBefore = from.commentBefore;
}

const isPlainList = (seq: YAMLSeq): boolean => seq.items.every((item) => isScalar(item));
