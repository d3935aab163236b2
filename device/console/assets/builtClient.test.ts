import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { brotliDecompressSync } from "node:zlib";
import { programFolder } from "../../runtime/installation.ts";
import { AssetBook } from "./AssetBook.ts";
import { BUILT, builtFiles, clientOf } from "./builtClient.ts";
import { bundleClient } from "./bundleClient.ts";

test("a package's console gives browsers what the checkout's gives them, under the same address, and compressed already", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "firstring-built-"));
  t.after(() => rmSync(root, { recursive: true }));
  const bundle = bundleClient(programFolder);
  mkdirSync(join(root, BUILT), { recursive: true });
  for (const [name, bytes] of await builtFiles(bundle)) writeFileSync(join(root, BUILT, name), bytes);

  const [packaged, checkout] = [new AssetBook(clientOf(root)), new AssetBook()];
  assert.equal(packaged.version, checkout.version);
  for (const page of ["today", "clinic", "nowhere"]) assert.deepEqual(packaged.preloads(page), checkout.preloads(page));
  for (const name of ["main.js", "style.css", "worklet.js", "schedule.js", "icon.svg"]) {
    const asset = packaged.files.get(name);
    assert.ok(asset, name);
    if (asset.compressed !== undefined) assert.deepEqual(brotliDecompressSync(asset.compressed), asset.bytes);
  }
  assert.ok(packaged.files.get("style.css")?.compressed);
});

test("a page is five files at most, whatever it imports", () => {
  const book = new AssetBook();
  for (const page of book.pages) assert.ok(book.preloads(page).length <= 5, `${page}: ${book.preloads(page)}`);
});
