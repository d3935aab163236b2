import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";

const path = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));

/** A daemon in small: becomes lean, then tells what it has become. */
const PROGRAM = `
import { becomeLean } from ${path("./becomeLean.ts")};
import { loadedTypeStripper } from ${path("./warmCompileCache.ts")};
const typed: number = process.pid;
console.log("begins");
await becomeLean(async () => {});
console.log(JSON.stringify({
  pid: typed, flags: process.execArgv, stripper: loadedTypeStripper(), args: process.argv.slice(2), mark: process.env.FIRSTRING_LEAN ?? null,
}));
`;

interface Become {
  readonly pid: number;
  readonly begins: number;
  readonly became: {
    readonly pid: number;
    readonly flags: readonly string[];
    readonly stripper: boolean;
    readonly args: readonly string[];
    readonly mark: string | null;
  };
}

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "firstring-lean-"));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "program.ts"), PROGRAM);
  return folder;
}

function run(folder: string, environment: Record<string, string>, flags: readonly string[] = []): Promise<Become> {
  const { NODE_COMPILE_CACHE: _, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [...flags, join(folder, "program.ts"), "--config", "a b.yaml"],
      { env: { ...inherited, ...environment }, timeout: 60_000 },
      (error, stdout) => {
        if (error) return reject(error);
        const lines = stdout.trim().split("\n");
        resolve({ pid: child.pid ?? 0, begins: lines.length - 1, became: JSON.parse(lines.at(-1) ?? "") });
      },
    );
  });
}

const lean = { flags: ["--max-semi-space-size=1"], args: ["--config", "a b.yaml"], mark: null };

test("the first start is as lean as every other: its compile cache is warm, under the same process number", async (context) => {
  const folder = folderOf(context);
  const environment = { NODE_COMPILE_CACHE: join(folder, "cache") };
  const first = await run(folder, environment);
  assert.deepEqual(first.became, { ...lean, pid: first.pid, stripper: false });
  assert.equal(first.begins, 2, "cold, then warm");
  const second = await run(folder, environment);
  assert.deepEqual(second.became, { ...lean, pid: second.pid, stripper: false });
  assert.equal(second.begins, 2, "without its flags, then with them");
});

test("started with its flags and a warm cache, it starts once", async (context) => {
  const folder = folderOf(context);
  const environment = { NODE_COMPILE_CACHE: join(folder, "cache") };
  await run(folder, environment);
  assert.equal((await run(folder, environment, lean.flags)).begins, 1);
});

test("without any place for a cache it starts all the same, and does not start for ever", async (context) => {
  const folder = folderOf(context);
  const readOnly = join(folder, "read-only");
  mkdirSync(readOnly);
  chmodSync(readOnly, 0o500);
  for (const environment of [
    { NODE_DISABLE_COMPILE_CACHE: "1" },
    { NODE_COMPILE_CACHE: "/dev/null/cache" },
    { NODE_COMPILE_CACHE: join(readOnly, "cache") },
  ]) {
    const { became, begins } = await run(folder, environment as Record<string, string>);
    assert.deepEqual(became.flags, lean.flags);
    assert.ok(begins <= 3, `${begins} starts`);
  }
});

test("who debugs it keeps the process that was started", async (context) => {
  const { begins } = await run(folderOf(context), {}, ["--inspect=127.0.0.1:0"]);
  assert.equal(begins, 1);
});
