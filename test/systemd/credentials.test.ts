import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { type TestContext, test } from "node:test";
import type { CliIo } from "../../device/cli/Cli.ts";
import { readSecret } from "../../provisioning/credential/askSecret.ts";
import { credentialCommand } from "../../provisioning/credential/cli.ts";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";
import { ourUnits, SYSTEMD, SystemdRoot, type Unit, valuesOf } from "./systemdRoot.ts";

const GENERATOR = join(SYSTEMD, "system-generators/firstring-credentials");

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "firstring-credentials-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

function generated(t: TestContext, names: readonly string[]): readonly string[] {
  const [credentials, out] = [folder(t), folder(t)];
  for (const name of names) writeFileSync(join(credentials, name), "sealed");
  symlinkSync("/etc/shadow", join(credentials, "link"));
  mkdirSync(join(credentials, "directory"));
  execFileSync("sh", [GENERATOR, out, out, out, credentials]);
  const namedTo = (unit: string): readonly string[] =>
    readFileSync(join(out, unit, "50-credentials.conf"), "utf8")
      .split("\n")
      .flatMap((line) => /^LoadCredentialEncrypted=(\S+):/.exec(line)?.[1] ?? []);
  const CONSOLE = "firstring-console.service.d";
  const units = readdirSync(out);
  if (units.includes(CONSOLE))
    assert.deepEqual(
      [...namedTo(CONSOLE)].sort(),
      names.filter((name) => /^database-key(-next)?$/.test(name)).sort(),
      "the console opens the messages, and needs no PIN",
    );
  const files = units.filter((unit) => unit !== CONSOLE);
  const named = files.map(namedTo);
  assert.equal(new Set(named.map(String)).size, files.length === 0 ? 0 : 1, "all services get the same");
  return named[0] ?? [];
}

test("the services are given every sealed secret that is there, and nothing else that lies in its folder", (t) => {
  assert.deepEqual(generated(t, []), []);
  const names = ["database-key", "sim-pin", "pin_chen", "mqtt.password"];
  const rubbish = ["sim-pin.part", "old.unreadable", "sim-pin.old", ".hidden", "-x", "a b", "a:b", "a\nb", "$(reboot)"];
  assert.deepEqual([...generated(t, [...names, ...rubbish])].sort(), [...names].sort());
});

/** What the daemon's end makes systemd start: its ExecStopPost= lines as a shell runs them, with a systemctl that only listens. */
function startedAtEnd(t: TestContext, unit: Unit, result: string): string {
  const bin = folder(t);
  writeFileSync(join(bin, "systemctl"), `#!/bin/sh\necho "$@" >> ${bin}/asked\n`, { mode: 0o755 });
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}`, SERVICE_RESULT: result };
  for (const line of valuesOf(unit, "ExecStopPost")) {
    const [, may = "", script = ""] = /^(\S*?)\/bin\/sh -c '(.*)'$/.exec(line) ?? assert.fail(line);
    if (!script.includes("systemctl")) continue;
    assert.ok(may.includes("+"), "only root may start units");
    execFileSync("sh", ["-c", script.replaceAll("%n", unit.name)], { env });
  }
  if (!existsSync(join(bin, "asked"))) return "";
  const asked = readFileSync(join(bin, "asked"), "utf8").trim();
  // Whoever waited for the answer here would hold up the daemon's next start.
  assert.match(asked, /^--no-block start \S+$/);
  return asked.split(" ").at(-1) ?? "";
}

test("each unwanted end of the daemon is looked at, an end that was asked for is not", (t) => {
  const daemon = ourUnits().find(({ name }) => name === "firstring.service") ?? assert.fail();
  for (const result of ["exit-code", "signal", "watchdog", "oom-kill", "timeout", "core-dump"])
    assert.equal(startedAtEnd(t, daemon, result), "firstring-failed@firstring.service.service");
  assert.equal(startedAtEnd(t, daemon, "success"), "");
});

test("a secret that cannot be opened keeps nobody from being told: once more without any, which has no second attempt of its own", (t) => {
  const [credentials, out] = [folder(t), folder(t)];
  writeFileSync(join(credentials, "sim-pin"), "sealed");
  execFileSync("sh", [GENERATOR, out, out, out, credentials]);
  const units = ourUnits();
  const daemon = units.find(({ name }) => name === "firstring.service") ?? assert.fail();
  const first = startedAtEnd(t, daemon, "exit-code");
  const text = readFileSync(join(out, `${first}.d`, "50-credentials.conf"), "utf8");
  assert.deepEqual(valuesOf({ text }, "OnFailure"), [
    "firstring-failed@without-secrets.service firstring-credentials.service",
  ]);
  // Its own word that no modem took the text is no reason.
  assert.deepEqual(valuesOf({ text }, "SuccessExitStatus"), ["1"]);
  assert.deepEqual(
    readdirSync(out).filter((name) => name.startsWith("firstring-failed@")),
    [`${first}.d`],
  );
  const template = units.find(({ name }) => name === "firstring-failed@.service") ?? assert.fail();
  assert.deepEqual(valuesOf(template, "OnFailure"), []);
  const repair = units.find(({ name }) => name === "firstring-credentials.service") ?? assert.fail();
  assert.deepEqual(valuesOf(repair, "RemainAfterExit"), [], "it runs again");
});

test("systemd takes what the generator writes", async (t) => {
  const programs = await debianProgramsOrSkip(t, "systemd-analyze");
  if (!programs) return;
  using root = new SystemdRoot();
  const credentials = folder(t);
  writeFileSync(join(credentials, "sim-pin"), "sealed");
  execFileSync("sh", [GENERATOR, join(root.path, "etc/systemd/system"), "x", "x", credentials]);
  const { path, env } = programs["systemd-analyze"];
  const args = [
    "verify",
    `--root=${root.path}`,
    "--man=no",
    "firstring.service",
    "firstring-failed@firstring.service.service",
  ];
  const said = execFileSync(path, args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  assert.ok(!/credential/i.test(said), said);
});

test("a secret is one line from standard input, never empty", async () => {
  assert.equal(await readSecret(Readable.from(["12", "34\n"])), "1234");
  for (const bad of ["", "\n", "12\n34\n", "x".repeat(5000)])
    await assert.rejects(readSecret(Readable.from([bad])), /was not kept/);
});

test("a secret that cannot be opened is put aside, so that the box starts without it", async (t) => {
  const programs = await debianProgramsOrSkip(t, "systemd-creds");
  if (!programs) return;
  const before = process.env["PATH"];
  process.env["PATH"] = `${dirname(programs["systemd-creds"].path)}:${before}`;
  t.after(() => {
    process.env["PATH"] = before;
  });
  const credentials = folder(t);
  writeFileSync(join(credentials, "sim-pin"), "damaged");
  let text = "";
  const stream = { write: (chunk: string) => (text += chunk) };
  const io = { stdout: stream, stderr: stream } as unknown as CliIo;
  assert.equal(await credentialCommand(["check", "--folder", credentials], io), 1, text);
  assert.equal(await credentialCommand(["check", "--repair", "--folder", credentials], io), 0);
  assert.ok(existsSync(join(credentials, "sim-pin.unreadable")));
  assert.match(text, /Put aside: sim-pin/);
  assert.deepEqual(generated(t, readdirSync(credentials)), []);
});
