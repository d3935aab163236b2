import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { readPublicKeyFile } from "../bundle/keyFiles.ts";
import { keyIdOf } from "../bundle/keyId.ts";
import type { Architecture } from "./architectures.ts";
import { billOfMaterials } from "./billOfMaterials.ts";
import { controlFile } from "./controlFile.ts";
import { copyrightFile, type PackedModule, packedModules } from "./licences.ts";
import { type LockFile, lockBill } from "./lockBill.ts";
import { maintainerScripts } from "./maintainerScripts.ts";
import { runToEnd } from "./runToEnd.ts";
import { nodePackage, runtimeModules } from "./runtimeModules.ts";
import { sourceDate } from "./sourceDate.ts";
import { Stage } from "./stage.ts";
import { stageDocuments } from "./stageDocuments.ts";
import { PROGRAM, stageProgram } from "./stageProgram.ts";
import { stageSystem } from "./stageSystem.ts";
import { filesBelow } from "./walk.ts";

export type Compression = "xz" | "gzip" | "none";
export const isCompression = (name: string): name is Compression => ["xz", "gzip", "none"].includes(name);

export interface PackageOrder {
  readonly root: string;
  readonly architecture: Architecture;
  readonly version: string;
  readonly compression: Compression;
  readonly out: string;
  /** Public key files: bundles signed by these are taken from the start. */
  readonly trust?: readonly string[];
  readonly say: (line: string) => void;
}

export interface BuiltPackage {
  readonly file: string;
  readonly bytes: number;
  readonly installedBytes: number;
  readonly seconds: number;
}

/** Builds one package; what is at its name in `out` is replaced only by a whole one. */
export async function buildPackage(order: PackageOrder): Promise<BuiltPackage> {
  const { root, architecture, version, out, say } = order;
  const started = performance.now();
  const seconds = sourceDate(root);
  const modules = await runtimeModules(root, architecture, say);
  say(`Building ${packageName(order)} …`);
  const work = mkdtempSync(join(tmpdir(), "firstring-package-"));
  try {
    const tree = join(work, "tree");
    const stage = new Stage(tree, seconds);
    for (const file of order.trust ?? []) {
      const key = readPublicKeyFile(file);
      stage.write(`${PROGRAM}/keys/${keyIdOf(key.publicKey)}.json`, `${JSON.stringify(key, undefined, 2)}\n`);
    }
    const packed = packedModules(modules, await stageProgram(stage, { root, modules, architecture, version, work }));
    const system = stageSystem(stage, root);
    stage.link("usr/bin/firstring", "../lib/firstring/firstring");
    const copyright = copyrightFile(root, modules, nodePackage(architecture), packed);
    const bill = billFor(modules, order, packed);
    await stageDocuments(stage, { root, version, copyright, bill, seconds });
    const installedBytes = stage.bytes;
    stage.write("DEBIAN/md5sums", checksums(tree));
    stage.write("DEBIAN/control", controlFile({ version, architecture, installedBytes }));
    for (const [name, text] of maintainerScripts(root, { version, ...system }))
      stage.write(`DEBIAN/${name}`, text, 0o755);
    stage.close();
    const file = await pack(tree, join(work, "package.deb"), order, seconds);
    const target = join(out, packageName(order));
    move(file, target);
    writeFileSync(target.replace(/\.deb$/, ".cdx.json"), bill);
    return {
      file: target,
      bytes: statSync(target).size,
      installedBytes,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function billFor(modules: string, { version, architecture }: PackageOrder, packed: readonly PackedModule[]) {
  const inside = new Set(packed.map(({ name, version: its }) => `${name}@${its}`));
  // The Node that runs this is the pinned one, and both machines' come from the same version of it.
  const facts = { version, architecture, inside, nodePackage: nodePackage(architecture), node: process.versions };
  const lock = JSON.parse(readFileSync(join(dirname(modules), "package-lock.json"), "utf8")) as LockFile;
  return `${JSON.stringify(billOfMaterials(lockBill(lock), facts), undefined, 2)}\n`;
}

export const packageName = ({ version, architecture }: Pick<PackageOrder, "version" | "architecture">): string =>
  `firstring_${version}_${architecture}.deb`;

async function pack(tree: string, file: string, { compression }: PackageOrder, seconds: number): Promise<string> {
  // One thread: with several, how the work is cut could depend on the machine.
  const how = compression === "xz" ? ["-Zxz", "-z6", "--threads-max=1"] : [`-Z${compression}`];
  await runToEnd("dpkg-deb", ["--root-owner-group", ...how, "--build", tree, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds), LC_ALL: "C", TZ: "UTC" },
    failed: (output) =>
      new ApplianceError("PACKAGE_BUILD", `dpkg-deb could not build the package. It said:\n${output}`, {
        disposition: "operator",
        cure: "dpkg 1.21 or newer (Debian 12) is needed, and room for 400 MB where temporary files go.",
      }),
  });
  return file;
}

/** deb-md5sums(5), which `dpkg --verify` reads. */
function checksums(tree: string): string {
  const sum = (path: string) =>
    createHash("md5")
      .update(readFileSync(join(tree, path)))
      .digest("hex");
  return filesBelow(tree, (path) => !path.startsWith("DEBIAN/"))
    .map((path) => `${sum(path)}  ${path}\n`)
    .join("");
}

/** Into another file system too, and there under its name only when it is whole. */
function move(from: string, to: string): void {
  const part = `${to}.${process.pid}.tmp`;
  try {
    copyFileSync(from, part);
    renameSync(part, to);
  } finally {
    rmSync(part, { force: true });
  }
}
