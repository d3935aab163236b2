import assert from "node:assert/strict";
import { test } from "node:test";
import { neededBy, sharedModules } from "./clientGraph.ts";

const imports = (...paths: readonly string[]) => ({
  imports: paths.map((path) => ({ path, kind: "import-statement" })),
});

const GRAPH = {
  "main.ts": imports("html.ts"),
  "html.ts": imports(),
  "today.ts": imports("html.ts", "list.ts", "own.ts"),
  "own.ts": imports(),
  "list.ts": imports("row.ts"),
  "row.ts": imports("list.ts"),
  "inbox.ts": imports("list.ts", "pair.ts"),
  "doctor.ts": { imports: [...imports("row.ts", "pair.ts").imports, { path: "main.ts", kind: "dynamic-import" }] },
  "pair.ts": imports(),
};

test("what a page needs is found along its imports, in circles too, and not along those that are made later", () => {
  assert.deepEqual([...neededBy(GRAPH, ["doctor.ts"])].sort(), ["doctor.ts", "list.ts", "pair.ts", "row.ts"]);
});

test("in common is what the main module needs and what three pages use; the main module and the pages themselves are not", () => {
  const shared = sharedModules(GRAPH, "main.ts", ["today.ts", "inbox.ts", "doctor.ts"]);
  assert.deepEqual([...shared].sort(), ["html.ts", "list.ts", "row.ts"]);
});
