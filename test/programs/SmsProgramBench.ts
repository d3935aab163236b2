import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { watch } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type GsmEmulatorOptions, GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import type { ShownText } from "../../device/emulator/gsm/Phone.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import type { DebianProgram } from "./debianPrograms.ts";

/** Programs of others take seconds to greet a modem; nothing here may take longer than this. */
export const PROGRAM_LIMIT = Seconds(40);

/** Waits until `check` gives something, asking whenever a file of `folder` changes. Bounded. */
async function whenFolderChanges<T>(folder: string, what: string, check: () => Promise<T | undefined>): Promise<T> {
  let wake = (): void => {};
  const watcher = watch(folder, () => wake());
  const timer = setTimeout(() => wake(), PROGRAM_LIMIT);
  const deadline = performance.now() + PROGRAM_LIMIT;
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const found = await check();
      if (found !== undefined) return found;
      if (performance.now() >= deadline) throw new Error(`${what} did not come within ${PROGRAM_LIMIT} ms`);
      await changed;
    }
  } finally {
    watcher.close();
    clearTimeout(timer);
  }
}

/** An emulated modem on a real pty, a folder, and a program of somebody else at the other end; gone when the test is. */
export class SmsProgramBench {
  readonly modem: GsmModemEmulator;
  readonly folder: string;
  readonly #running = new Set<ChildProcess>();

  private constructor(modem: GsmModemEmulator, folder: string) {
    this.modem = modem;
    this.folder = folder;
  }

  static async open(t: TestContext, options: GsmEmulatorOptions = {}): Promise<SmsProgramBench> {
    const modem = new GsmModemEmulator(options);
    const bench = new SmsProgramBench(modem, await mkdtemp(join(tmpdir(), "firstring-sms-")));
    t.after(() => bench.close());
    await modem.listen({ kind: "pty" });
    return bench;
  }

  /** A file or, with no content, a folder, below this bench's own. Its path. */
  async make(name: string, content?: string | Buffer): Promise<string> {
    const path = join(this.folder, name);
    if (content === undefined) await mkdir(path, { recursive: true });
    else await writeFile(path, content);
    return path;
  }

  start(
    program: DebianProgram,
    args: readonly string[],
  ): { readonly ended: Promise<string>; readonly stop: () => void } {
    const child = spawn(program.path, args, {
      env: { ...program.env, LC_ALL: "C.UTF-8", TZ: "UTC" },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: PROGRAM_LIMIT,
      killSignal: "SIGKILL",
    });
    this.#running.add(child);
    let output = "";
    const collect = (bytes: Buffer): void => {
      output += bytes.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const ended = new Promise<string>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", () => {
        this.#running.delete(child);
        resolve(output);
      });
    });
    return { ended, stop: () => void child.kill("SIGTERM") };
  }

  /** The next text that this phone shows from now on. */
  async nextText(number: string): Promise<ShownText> {
    const phone = this.modem.doctorPhone(number);
    await this.modem.waitFor(
      (event) => event.event === "textShown" && event.phone === number,
      PROGRAM_LIMIT,
      `a text on ${number}`,
    );
    return phone.received.at(-1)!;
  }

  /** The content of the first file in a folder that `reads` makes sense of. */
  fileIn<T>(name: string, what: string, reads: (content: Buffer) => T | undefined): Promise<T> {
    const folder = join(this.folder, name);
    return whenFolderChanges(folder, what, async () => {
      for (const file of await readdir(folder)) {
        const content = await readFile(join(folder, file)).catch(() => undefined);
        const found = content && reads(content);
        if (found !== undefined) return found;
      }
      return undefined;
    });
  }

  async close(): Promise<void> {
    const ended = [...this.#running].map((child) => new Promise((resolve) => child.once("close", resolve)));
    for (const child of this.#running) child.kill("SIGKILL");
    await Promise.all(ended);
    await this.modem.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The texts that a phone shows are exactly these, in this order. */
export const assertShown = (bench: SmsProgramBench, number: string, texts: readonly string[]): void =>
  assert.deepEqual(
    bench.modem.doctorPhone(number).received.map(({ text }) => text),
    texts,
  );
