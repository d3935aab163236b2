import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Seconds } from "../../firmware/time/Duration.ts";
import { until } from "../../test/e2e/until.ts";
import { NotifyListener } from "../../test/harness/NotifyListener.ts";
import { debianProgramsOrSkip } from "../../test/programs/debianPrograms.ts";
import { openNotifySocket } from "./notifySocket.ts";
import { NOTIFY_FD, ServiceManager } from "./ServiceManager.ts";

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "firstring-notify-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const noTrouble = (why: string): void => assert.fail(why);

for (const kind of ["a path", "the abstract namespace"])
  test(`every word arrives whole, on a socket in ${kind}, as from systemd's own program`, async (t) => {
    const programs = await debianProgramsOrSkip(t, "systemd-notify");
    if (!programs) return;
    const address = kind === "a path" ? join(folder(t), "notify") : `@firstring-test-${process.pid}`;
    using listener = new NotifyListener(address);
    const { path, env } = programs["systemd-notify"];
    execFileSync(path, ["--ready", "--no-block"], { env: { ...env, NOTIFY_SOCKET: address } });
    const reference = listener.heard.find((words) => words.includes("READY=1"));
    assert.ok(reference !== undefined, "the listener hears systemd's own program");

    const manager = new ServiceManager(noTrouble, {
      NOTIFY_SOCKET: address,
      [NOTIFY_FD]: String(openNotifySocket(address)),
    });
    const from = listener.heard.length;
    manager.ready();
    manager.status("Answers calls on front\nand mobile");
    manager.alive();
    manager.extendTimeout(Seconds(30));
    manager.stopping();
    assert.deepEqual(listener.heard.slice(from), [
      "READY=1",
      "STATUS=Answers calls on front and mobile",
      "WATCHDOG=1",
      "EXTEND_TIMEOUT_USEC=30000000",
      "STOPPING=1",
    ]);
  });

test("the environment that it came by is taken away: no child process speaks in our name", () => {
  const env = { NOTIFY_SOCKET: "/nowhere", WATCHDOG_USEC: "30000000", WATCHDOG_PID: String(process.pid), PATH: "/bin" };
  const manager = new ServiceManager(() => {}, env);
  assert.deepEqual(env, { PATH: "/bin" });
  assert.equal(manager.watchdog, 30_000);
  assert.equal(new ServiceManager(() => {}, { WATCHDOG_USEC: "30000000", WATCHDOG_PID: "1" }).watchdog, undefined);
  assert.equal(new ServiceManager(() => {}, { WATCHDOG_USEC: "soon" }).watchdog, undefined);
});

test("a socket that is not there costs a line in the log, once; nobody waits for it", async (t) => {
  const troubles: string[] = [];
  const manager = new ServiceManager((why) => troubles.push(why), { NOTIFY_SOCKET: join(folder(t), "gone") });
  manager.ready();
  await until("told", () => troubles.length > 0);
  manager.alive();
  manager.alive();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(troubles.length, 1);
  assert.match(troubles[0] ?? "", /cannot be told: the notification socket .* does not take us/);
});

test("a manager that reads nothing holds up nobody", (t) => {
  const address = join(folder(t), "notify");
  using _listener = new NotifyListener(address);
  const env = { NOTIFY_SOCKET: address, [NOTIFY_FD]: String(openNotifySocket(address)) };
  const troubles: string[] = [];
  const manager = new ServiceManager((why) => troubles.push(why), env);
  for (let i = 0; i < 10_000; i++) manager.alive();
  assert.equal(troubles.length, 1, "said once");
});

test("the socket is handed down over execve(2), same process: the library that opened it is not", async (t) => {
  const address = join(folder(t), "notify");
  using listener = new NotifyListener(address);
  const program = `
    import { becomeLean } from ${JSON.stringify(new URL("../runtime/becomeLean.ts", import.meta.url).href)};
    import { ServiceManager } from ${JSON.stringify(new URL("./ServiceManager.ts", import.meta.url).href)};
    import { readFileSync } from "node:fs";
    await becomeLean(async () => {});
    const manager = new ServiceManager((why) => console.error(why));
    manager.status("pid " + process.pid + (readFileSync("/proc/self/maps", "utf8").includes("koffi") ? " with" : " without"));`;
  const file = join(folder(t), "program.mts");
  writeFileSync(file, program);
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, NOTIFY_SOCKET: address },
    stdio: ["ignore", "inherit", "inherit"],
  });
  await once(child, "exit");
  assert.deepEqual(listener.heard, [`STATUS=pid ${child.pid} without`]);
});
