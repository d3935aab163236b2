import { execFile } from "node:child_process";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { type BundleBox, bundleApplier } from "../../provisioning/bundle/applyBundle.ts";
import { rawPublicKey } from "../../provisioning/bundle/keyFiles.ts";
import { keyIdOf } from "../../provisioning/bundle/keyId.ts";
import { writeBundle } from "../../provisioning/bundle/writeBundle.ts";
import type { OwnerStatus } from "../../provisioning/change/ApplyClient.ts";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import type { Outcome } from "../../provisioning/change/Plan.ts";
import { type ImportMeans, importStick } from "../../provisioning/stick/importStick.ts";
import { readArguments, reportArguments } from "../../provisioning/stick/stickFiles.ts";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";
import { CLINIC, EngineBench } from "./EngineBench.ts";

/** Signs what the box takes. */
export const { privateKey } = generateKeyPairSync("ed25519");
export const SERIAL = "10000000abcdef01";
type Programs = NonNullable<Awaited<ReturnType<typeof programsFor>>>;
export const programsFor = (t: TestContext) => debianProgramsOrSkip(t, "mcopy", "mmd", "mtype", "mkfs.vfat");

/** A box with a folder for its root, and a stick that is an image of a FAT file system. */
export class StickBench implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "firstring-stick-"));
  readonly image = join(this.folder, "stick.img");
  readonly bench: EngineBench<RealDisk>;
  /** Where the stick's copy and, in memory, the words about it go. */
  readonly copy: string;
  readonly notes = join(this.folder, "notes");
  readonly lamps: string[] = [];
  readonly #programs: Programs;

  constructor(programs: Programs, disk: new () => RealDisk = RealDisk) {
    this.#programs = programs;
    const root = join(this.folder, "root");
    this.bench = new EngineBench<RealDisk>(new disk(), root);
    const { clinicFile, keys, state, stick } = this.bench.places;
    this.copy = join(stick, "sda1.bun");
    for (const folder of [dirname(clinicFile), keys, state, stick, this.notes]) mkdirSync(folder, { recursive: true });
    writeFileSync(clinicFile, CLINIC);
    this.bench.service.reads = CLINIC;
    const publicKey = rawPublicKey(privateKey);
    const key = { publicKey, name: "Rosewood", roles: ["configuration"] };
    writeFileSync(join(keys, `${keyIdOf(publicKey)}.json`), JSON.stringify(key));
  }

  /** FAT16, so that its chains are easily damaged by hand. */
  async format(label = "STICK"): Promise<void> {
    rmSync(this.image, { force: true });
    await this.#run("mkfs.vfat", ["-F", "16", "-n", label, "-C", this.image, "16384"]);
  }

  async put(file: string, name: string): Promise<void> {
    await this.#run("mcopy", ["-i", this.image, file, `::${name}`]);
  }

  async folderOnStick(name: string): Promise<void> {
    await this.#run("mmd", ["-i", this.image, `::${name}`]);
  }

  bundle(text: string, sequence: number, key: KeyObject | null = privateKey, name = "made.bun"): string {
    const file = join(this.folder, name);
    const head = { sequence, created: "2026-11-26T05:00:00.000Z", minimumVersion: "0.1.0" };
    writeBundle(file, head, [{ name: "clinic-file", bytes: Buffer.from(text) }], key === null ? [] : [key]);
    return file;
  }

  /** What the three units do, one after the other. */
  async plugIn(
    client: ImportMeans["client"] = this.rootsHand,
  ): Promise<{ readonly outcome: Outcome | undefined; readonly report: string | undefined }> {
    rmSync(this.copy, { recursive: true, force: true });
    await this.read();
    const outcome = await this.takeIn(client);
    return { outcome, report: await this.report() };
  }

  async read(): Promise<void> {
    const { path } = this.#programs.mcopy;
    rmSync(join(this.notes, "sda1.txt"), { force: true });
    // LimitFSIZE= and TimeoutStartSec= of the unit.
    const limited = ["-c", 'ulimit -f 327680; exec "$@"', "sh", path, ...readArguments(this.image, this.copy)];
    writeFileSync(join(this.notes, "sda1.err"), (await this.#program("sh", limited)).said);
  }

  takeIn(client: ImportMeans["client"] = this.rootsHand): Promise<Outcome | undefined> {
    return this.bench.over(
      importStick("sda1", {
        ...{ copies: dirname(this.copy), notes: this.notes, client },
        show: (kind) => void this.lamps.push(kind ?? "nothing"),
        now: () => Date.UTC(2026, 10, 26),
        say: () => {},
      }),
    );
  }

  async report(): Promise<string | undefined> {
    const report = join(this.notes, "sda1.txt");
    if (existsSync(report)) await this.#program(this.#programs.mcopy.path, reportArguments(this.image, report));
    const read = await this.#program(this.#programs.mtype.path, ["-i", this.image, "::RESULT.TXT"]);
    return read.failed ? undefined : read.out;
  }

  get rootsHand(): ImportMeans["client"] {
    return {
      applyBundle: bundleApplier(this.box),
      owner: async () => ({ serial: SERIAL }) as OwnerStatus,
      status: async () => this.bench.engine.status(),
    };
  }

  get box(): BundleBox {
    const { engine, disk, places, presence } = this.bench;
    return { ...{ engine, disk, places, presence }, serial: SERIAL, version: "1.0.0" };
  }

  get clinic(): string | undefined {
    return this.bench.file(this.bench.places.clinicFile);
  }

  /** Whatever came of it: nothing of it lies around. */
  get leftOver(): readonly string[] {
    return readdirSync(join(this.folder, "root"), { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(new|old)$|journal|incoming/.test(name),
    );
  }

  async #run(name: keyof Programs, args: readonly string[]): Promise<void> {
    const { failed, said } = await this.#program(this.#programs[name].path, args);
    if (failed) throw new Error(`${name}: ${said}`);
  }

  #program(path: string, args: readonly string[]): Promise<{ out: string; said: string; failed: boolean }> {
    const env = { ...this.#programs.mcopy.env, MTOOLSRC: "/dev/null", LC_ALL: "C" };
    return new Promise((resolve) =>
      execFile(path, [...args], { env, timeout: 60_000, killSignal: "SIGKILL" }, (error, out, said) =>
        resolve({ out, said, failed: error !== null }),
      ),
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
