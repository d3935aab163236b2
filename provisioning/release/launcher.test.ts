// The launcher in sh against the decision in TypeScript: the real sh, real folders, this machine's own boot id and uptime.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FIRST_RING_NODE_FLAGS } from "../../device/runtime/nodeFlags.ts";
import { until } from "../../test/e2e/until.ts";
import { NotifyListener } from "../../test/harness/NotifyListener.ts";
import { isWholeProgram } from "./programFacts.ts";
import { bootClock } from "./Releases.ts";
import { chooseRelease, readTrial } from "./releaseChoice.ts";

const LAUNCHER = readFileSync(fileURLToPath(new URL("../package/launcher.sh", import.meta.url)), "utf8");

/** A program whose Node says where it lies. */
const program = (folder: string): void => {
  mkdirSync(join(folder, "bin"), { recursive: true });
  mkdirSync(join(folder, "program"), { recursive: true });
  writeFileSync(join(folder, "bin/node"), '#!/bin/sh\nprintf "%s|" "$@"\n', { mode: 0o755 });
  writeFileSync(join(folder, "program/main.js"), "");
};

const box = () => {
  const root = mkdtempSync(join(tmpdir(), "firstring-launcher-"));
  const [packaged, releases] = [join(root, "lib"), join(root, "releases")];
  program(packaged);
  writeFileSync(join(packaged, "firstring"), LAUNCHER.replace("/var/lib/firstring-releases", releases), {
    mode: 0o755,
  });
  mkdirSync(releases);
  return {
    ...{ packaged, releases },
    /** Which version runs for a command; undefined: the packaged one. */
    run: (...args: readonly string[]): string | undefined => {
      const said = execFileSync(join(packaged, "firstring"), args, {
        encoding: "utf8",
        env: { PATH: process.env["PATH"] },
      });
      const given = said.split("|").slice(0, -1);
      // The daemon's own flags of Node come before its program.
      const at = given.findIndex((word) => !word.startsWith("--"));
      assert.deepEqual(given.slice(0, at), args[0] === "run" ? FIRST_RING_NODE_FLAGS : []);
      const [main = "", ...passed] = given.slice(at);
      assert.deepEqual(passed, args);
      return main.startsWith(releases) ? main.slice(releases.length + 1).split("/")[0] : undefined;
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
};

const boot = bootClock.bootId();
const soon = Math.ceil(bootClock.uptimeSeconds()) + 3600;

const HOLDS = `1.1 ${boot} ${soon}\n`;
const OTHER_TRIALS = [
  `1.0 ${boot} ${soon}\n`,
  `1.1 ${boot} 1\n`,
  `1.1 00000000-0000-0000-0000-000000000000 ${soon}\n`,
  `1.1 ${boot}`,
  "",
  `1.1 ${boot} ${soon} more\n`,
  `1.1 ${boot} -5\n`,
  `../1.1 ${boot} ${soon}\n`,
];

interface Situation {
  readonly command: string;
  readonly current?: string | undefined;
  readonly good?: string | undefined;
  readonly trial?: string | undefined;
}

const CURRENTS = [undefined, "1.1", "half"];
const GOODS = [undefined, "1.0", "1.1"];
const SITUATIONS: readonly Situation[] = [
  ...CURRENTS.flatMap((current) => GOODS.map((good) => ({ command: "status", current, good, trial: HOLDS }))),
  ...CURRENTS.flatMap((current) => GOODS.map((good) => ({ command: "run", current, good, trial: HOLDS }))),
  ...OTHER_TRIALS.map((trial) => ({ command: "run", current: "1.1", good: "1.0", trial })),
  { command: "run", current: "gone", good: "half" },
];

test("whatever lies in the folder of releases, the launcher runs what the decision says", () => {
  using it = box();
  for (const version of ["1.0", "1.1"]) program(join(it.releases, version));
  mkdirSync(join(it.releases, "half/device"), { recursive: true });
  for (const { command, current, good, trial } of SITUATIONS) {
    for (const name of ["current", "good", "trial"]) rmSync(join(it.releases, name), { force: true });
    if (current !== undefined) symlinkSync(current, join(it.releases, "current"));
    if (good !== undefined) symlinkSync(good, join(it.releases, "good"));
    if (trial !== undefined) writeFileSync(join(it.releases, "trial"), trial);
    const chosen = chooseRelease(command, {
      ...{ current, good, trial: trial === undefined ? undefined : readTrial(trial) },
      isWhole: (version) => isWholeProgram(join(it.releases, version)),
      ...{ bootId: boot, uptimeSeconds: bootClock.uptimeSeconds() },
    });
    assert.equal(it.run(command, "a b", "*"), chosen, JSON.stringify({ command, current, good, trial }));
  }
});

test("nothing but the answering service runs what is on trial, and after a start of the box nothing does", () => {
  using it = box();
  for (const version of ["1.0", "1.1"]) program(join(it.releases, version));
  symlinkSync("1.1", join(it.releases, "current"));
  symlinkSync("1.0", join(it.releases, "good"));
  writeFileSync(join(it.releases, "trial"), `1.1 ${boot} ${soon}\n`);
  assert.equal(it.run("run"), "1.1");
  assert.equal(it.run("apply", "--recover"), "1.0");
  assert.equal(it.run("status"), "1.0");
  writeFileSync(join(it.releases, "trial"), `1.1 another-start ${soon}\n`);
  assert.equal(it.run("run"), "1.0");
});

test("a launcher that is called by a link, from anywhere, finds its program", () => {
  using it = box();
  symlinkSync("../lib/firstring", join(it.releases, "firstring"));
  const said = execFileSync(join(it.releases, "firstring"), ["--version"], { cwd: "/", encoding: "utf8" });
  assert.match(said, /\/lib\/program\/main\.js\|--version\|$/);
});

test("the daemon inherits the service manager's socket, open, whether it is a path or an abstract name", async () => {
  for (const abstract of [false, true]) {
    using it = box();
    const node = join(it.packaged, "bin/node");
    writeFileSync(node, '#!/bin/sh\nprintf "READY=1 by $MALLOC_ARENA_MAX" >&"$FIRSTRING_NOTIFY_FD"\n', { mode: 0o755 });
    const address = abstract ? `@${it.releases}/notify` : join(it.releases, "notify");
    using listener = new NotifyListener(address);
    execFileSync(join(it.packaged, "firstring"), ["run"], {
      env: { PATH: process.env["PATH"], NOTIFY_SOCKET: address },
    });
    await until("it is told", () => listener.heard.includes("READY=1 by 1"), {
      story: () => listener.heard.join("\n"),
    });
  }
});

test("without a service manager that listens the daemon starts all the same", () => {
  using it = box();
  const env = { PATH: process.env["PATH"], NOTIFY_SOCKET: join(it.releases, "nobody") };
  assert.match(execFileSync(join(it.packaged, "firstring"), ["run"], { env, encoding: "utf8" }), /main\.js\|run\|$/);
});
