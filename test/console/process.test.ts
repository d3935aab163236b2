import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { rekeyConsole } from "../../device/console/store/rekeyConsole.ts";
import { KEY_FILE } from "../../device/storage/key.ts";

const PROGRAM = fileURLToPath(new URL("../../device/main.ts", import.meta.url));
const EXAMPLE = fileURLToPath(new URL("../../provisioning/example/clinic.yaml", import.meta.url));

const ask = (origin: string, path: string, body?: object): Promise<{ status: number; json: Record<string, unknown> }> =>
  new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", origin, "sec-fetch-site": "same-origin" };
    const asked = request(new URL(path, origin), {
      ...{ rejectUnauthorized: false, agent: false, headers, method: body === undefined ? "GET" : "POST" },
    });
    asked.once("error", reject).once("response", async (reply) => {
      let text = "";
      for await (const chunk of reply) text += String(chunk);
      resolve({ status: reply.statusCode ?? 0, json: JSON.parse(text) as Record<string, unknown> });
    });
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });

test("firstring console: its address, a manager by the command line beside it, and another key, after which it starts anew", async () => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-console-process-"));
  const [old, next] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  writeFileSync(join(directory, KEY_FILE), old.toString("hex"), { mode: 0o600 });
  const args = ["console", "--port", "0", "--config", EXAMPLE, "--data", directory];
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  try {
    let complaints = "";
    child.stderr.on("data", (bytes: Buffer) => {
      complaints += bytes.toString();
    });
    const [said] = (await Promise.race([once(child.stdout, "data"), once(child, "exit")])) as [Buffer];
    const origin = /https:\/\/[^/\s]+/.exec(String(said))?.[0] ?? assert.fail(`${said} ${complaints}`);
    assert.equal(statSync(join(directory, "console.db")).mode & 0o777, 0o600);
    const added = spawnSync(
      process.execPath,
      [
        PROGRAM,
        ...["console", "user", "add", "lopez", "--name", "Maria Lopez", "--role", "manager", "--data", directory],
      ],
      { encoding: "utf8" },
    );
    assert.match(added.stdout, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\n$/, added.stderr);
    const welcome = await ask(origin, "/api/v1/session/welcome", {
      ...{ code: added.stdout.trim(), password: "a door of green glass" },
    });
    assert.equal(welcome.status, 200, JSON.stringify(welcome.json));
    rekeyConsole(directory, [old, next], next);
    const exchanged = await ask(origin, "/api/v1/session");
    assert.equal(exchanged.status, 503);
    const [code] = child.exitCode === null ? ((await once(child, "exit")) as [number]) : [child.exitCode];
    assert.equal(code, 75, "EX_TEMPFAIL: systemd starts it anew, with the new key");
    assert.match(complaints, /SHA-256\): ([0-9A-F]{2}:){31}[0-9A-F]{2}/);
  } finally {
    child.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  }
});
