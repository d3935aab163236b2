import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { withSourceLine } from "../../device/runtime/sourceLines.ts";
import { ownArchitecture } from "./architectures.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "firstring-package-test-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

interface Surroundings {
  readonly folder: string;
  readonly umask: number;
  readonly env: NodeJS.ProcessEnv;
}

/** Builds the package of this tree from a copy of it elsewhere, under another umask, time zone and language. */
function build({ folder, umask, env }: Surroundings): string {
  const copy = join(scratch, folder);
  mkdirSync(copy, { recursive: true });
  // Copied in another order of names and with other times than git gives.
  const parts = ["systemd", "provisioning", "firmware", "docs", "device", "package.json", "package-lock.json"];
  for (const part of [...parts, "LICENSE", "CHANGELOG.md"])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  for (const shared of ["node_modules", ".tools"]) symlinkSync(join(root, shared), join(copy, shared));
  writeFileSync(join(copy, "device/left-over.swp"), "an editor's");
  const before = process.umask(umask);
  try {
    // Uncompressed: what xz makes of equal bytes is equal.
    const args = ["--arch", ownArchitecture, "--compress", "none", "--out", join(copy, "dist")];
    execFileSync(process.execPath, [join(copy, "provisioning/package/main.ts"), ...args], {
      cwd: copy,
      env: { ...process.env, SOURCE_DATE_EPOCH: "1764000000", ...env },
      stdio: ["ignore", "ignore", "inherit"],
    });
  } finally {
    process.umask(before);
  }
  const [name = ""] = readdirSync(join(copy, "dist")).filter((file) => file.endsWith(".deb"));
  return join(copy, "dist", name);
}

const sha256 = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");
const deb = (...args: readonly string[]): string =>
  execFileSync("dpkg-deb", args, {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    env: { ...process.env, TZ: "UTC", LC_ALL: "C" },
  });

test("one commit gives one package, byte by byte, in whatever folder, umask, time zone and language it is built", () => {
  const one = build({ folder: "one", umask: 0o022, env: { TZ: "UTC", LC_ALL: "C" } });
  const other = build({
    folder: "the other/one",
    umask: 0o077,
    env: { TZ: "Asia/Kathmandu", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
  });
  assert.equal(sha256(one), sha256(other));
  const bill = (file: string) => readFileSync(file.replace(/\.deb$/, ".cdx.json"), "utf8");
  assert.equal(bill(one), bill(other));
  rmSync(join(scratch, "the other"), { recursive: true, force: true });

  const files = deb("--contents", one).trim().split("\n");
  const strange = files.filter(
    (line) => !/^[-dl]rw[x-]r-[x-]r-[x-] root\/root +\d+ 2025-11-24 16:00 \.\/|^l/.test(line),
  );
  assert.deepEqual(strange, [], "everything is root's, readable, written by nobody else, and as old as the commit");
  const paths = files.map((line) => line.slice(line.indexOf(" ./") + 2).split(" -> ")[0] ?? "");
  assert.deepEqual(
    paths.filter((path) =>
      /\.(test|fixture)\.ts$|\.d\.ts$|\.swp$|@biomejs|esbuild|\/typescript\/|playwright|@types|\/test\//.test(path),
    ),
    [],
    "nothing for other machines, and nothing of the workshop",
  );
  const natives = paths.filter((path) => path.endsWith(".node"));
  assert.equal(natives.length, 3, natives.join());

  const tree = join(scratch, "tree");
  deb("--extract", one, tree);
  theProgramRunsFromItsPackage(tree);
  aStackNamesTheSource(tree);
  theManualSaysWhatTheProgramSays(tree);
  theBillNamesWhatIsInside(tree, bill(one));
});

function theProgramRunsFromItsPackage(tree: string): void {
  const run = (...args: readonly string[]) =>
    execFileSync(join(tree, "usr/bin/firstring"), args, {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: "" },
    });
  assert.match(run("--version"), /^firstring \d/);
  assert.match(run("check", join(tree, "usr/share/doc/firstring/examples/clinic.yaml")), /can be used/);
}

function aStackNamesTheSource(tree: string): void {
  const folder = join(tree, "usr/lib/firstring");
  const program = `
    const { commands } = await import(${JSON.stringify(join(folder, "program/main.js"))});
    const perform = await commands.status.load();
    await perform(["--help"], { stdout: { write() { throw new Error("no paper") } } });`;
  // As main.ts does it when it is the program.
  const bare = spawnSync(join(folder, "bin/node"), ["--input-type=module", "-e", program], { encoding: "utf8" });
  const place = /at .*\/program\/([^\s()]+\.js):(\d+):(\d+)/.exec(bare.stderr);
  assert.ok(place, bare.stderr);
  const named = withSourceLine(`${pathToFileURL(join(folder, "program", place[1] ?? ""))}:${place[2]}:${place[3]}`);
  const [file = "", line] = named.split(":");
  assert.equal(file, "device/cli/status.ts");
  assert.match(readFileSync(join(root, file), "utf8").split("\n")[Number(line) - 1] ?? "", /stdout\.write/);
}

function theManualSaysWhatTheProgramSays(tree: string): void {
  const page = gunzipSync(readFileSync(join(tree, "usr/share/man/man1/firstring.1.gz"))).toString();
  assert.match(page, /\.SS release: the versions of FirstRing/);
  assert.doesNotMatch(page, /default: (clinic\.yaml|\.\/firstring-data)/, "a box has other defaults than a checkout");
  const fields = gunzipSync(readFileSync(join(tree, "usr/share/man/man5/clinic.yaml.5.gz"))).toString();
  assert.match(fields, /\.B people\[\]\.phone/);
  const completion = join(tree, "usr/share/bash-completion/completions/firstring");
  const said = execFileSync(
    "bash",
    ["-c", `. '${completion}'; COMP_WORDS=(firstring release --j); COMP_CWORD=2; _firstring; echo "\${COMPREPLY[@]}"`],
    { encoding: "utf8" },
  );
  assert.equal(said.trim(), "--json");
}

function theBillNamesWhatIsInside(tree: string, text: string): void {
  const bill = JSON.parse(text);
  const names = new Set<string>(bill.components.map((component: { name: string }) => component.name));
  const modules = join(tree, "usr/lib/firstring/node_modules");
  const packed = readdirSync(modules).flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(modules, name)).map((part) => `${name}/${part}`) : [name],
  );
  assert.deepEqual(
    packed.filter((name) => !names.has(name)),
    [],
  );
  for (const bundled of ["zod", "yaml", "mqtt", "fastify", "serialport"]) assert.ok(names.has(bundled), bundled);
  const copyright = readFileSync(join(tree, "usr/share/doc/firstring/copyright"), "utf8");
  for (const name of names)
    if (name !== "node") assert.ok(copyright.includes(`\n${name} `), `${name} in the copyright file`);
  assert.doesNotMatch(text, /https?:\/\/(?!cyclonedx\.org)/, "no host that something was fetched from");
  assert.equal(bill.components[0].version, process.versions.node);
}
