import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { WebSocket } from "ws";
import type { RehearsalView } from "../../device/console/api/rehearsal.ts";
import { PROGRAM } from "./ApplianceProcess.ts";
import { until } from "./until.ts";

/** Issue 2: what a program that reads the result may count on. */
const FIELDS = [
  "audioExact",
  "messageSeconds",
  "modemSubmitMs",
  "offHookToPromptMs",
  "ok",
  "ref",
  "ringToOffHookMs",
  "takenBy",
  "timeline",
  "urgentToSubmittedMs",
];
/** What every urgent call's timeline has. */
const KINDS = [
  ...["ring", "caller-id", "off-hook", "prompt", "key", "recording", "urgent"],
  ...["submitted", "sms-shown", "reply", "taken", "on-hook"],
];

interface Started {
  readonly child: ChildProcess;
  readonly data: string;
  readonly said: { out: string; err: string };
  readonly ended: Promise<unknown[]>;
}

/** In a folder of its own; whatever happens, it is gone at the end of the test. */
function start(t: TestContext, ...args: readonly string[]): Started {
  const folder = mkdtempSync(join(tmpdir(), "firstring-rehearsal-"));
  const child = spawn(process.execPath, [PROGRAM, "start", "--rehearse", "--data", folder, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as a terminal makes for each command.
    detached: true,
  });
  const said = { out: "", err: "" };
  child.stdout?.on("data", (bytes: Buffer) => {
    said.out += bytes.toString();
  });
  child.stderr?.on("data", (bytes: Buffer) => {
    said.err += bytes.toString();
  });
  const ended = once(child, "close");
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  return { child, data: join(folder, "rehearsal"), said, ended };
}

/** What a terminal does: everything that the command has started gets it, too. */
const ctrlC = ({ pid }: ChildProcess): boolean => process.kill(-(pid ?? assert.fail()), "SIGINT");

/** Processes that were started with this folder on their command line (Linux: /proc). */
function processesOf(folder: string): readonly string[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      return words.includes(folder) ? [`${pid}: ${words}`] : [];
    } catch {
      return [];
    }
  });
}

function nothingIsLeft(data: string): void {
  assert.deepEqual(processesOf(data), []);
  const left = existsSync(data) ? readdirSync(data) : [];
  assert.deepEqual(
    left.filter(
      (name) =>
        name.endsWith(".sock") || (name.startsWith("modem-") && !name.endsWith(".json")) || name === "delivered",
    ),
    [],
    "no socket, no port",
  );
}

test("npm start --once --json: one call on emulated modems, and nothing on stdout but its result", {
  timeout: 90_000,
}, async (t) => {
  const { child, data, said, ended } = start(t, "--once", "--json", "--call", "hangs-up", "--hurry");
  await ended;
  assert.equal(child.exitCode, 0, said.err + said.out);
  const result = JSON.parse(said.out) as Record<string, unknown> & {
    timeline: { atMs: number; kind: string; text: string }[];
  };
  assert.equal(said.out, `${JSON.stringify(result)}\n`, "one JSON object on one line");
  assert.deepEqual(Object.keys(result).sort(), FIELDS);
  assert.equal(result.ok, true);
  assert.match(String(result.ref), /^[2-9][A-Z][2-9][A-Z]$|^[2-9A-Z]{4,5}$/);
  for (const figure of [
    "ringToOffHookMs",
    "offHookToPromptMs",
    "urgentToSubmittedMs",
    "modemSubmitMs",
    "messageSeconds",
  ])
    assert.ok(Number(result[figure]) > 0, `${figure}: ${String(result[figure])}`);
  assert.ok(Number(result.ringToOffHookMs) < 6_000, "before the second ring");
  assert.ok(Number(result.urgentToSubmittedMs) < 3_000, "within three seconds");
  assert.match(String(result.takenBy), /^Dr\. /);
  assert.equal(result.audioExact, true);
  const kinds = result.timeline.map(({ kind }) => kind);
  for (const kind of KINDS) assert.ok(kinds.includes(kind), `the timeline has no ${kind}: ${kinds.join()}`);
  assert.deepEqual(
    result.timeline.map(({ atMs }) => atMs),
    result.timeline.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
  );
  nothingIsLeft(data);
});

test("the same on the cellular line: a doctor is paged over the modem that the caller speaks on", {
  timeout: 90_000,
}, async (t) => {
  const { child, data, said, ended } = start(
    t,
    "--once",
    "--json",
    "--call",
    "hangs-up",
    "--hurry",
    "--line",
    "mobile",
  );
  await ended;
  assert.equal(child.exitCode, 0, said.err + said.out);
  const result = JSON.parse(said.out) as Record<string, unknown> & { timeline: { kind: string; text: string }[] };
  assert.deepEqual(Object.keys(result).sort(), FIELDS);
  assert.equal(result.ok, true);
  assert.equal(result.audioExact, true, "the stored recordings are cut out of what the modem delivered");
  assert.ok(Number(result.messageSeconds) > 10, `the name and the reason: ${String(result.messageSeconds)} s`);
  assert.ok(Number(result.ringToOffHookMs) < 2_000, `at the first RING: ${String(result.ringToOffHookMs)} ms`);
  assert.ok(Number(result.offHookToPromptMs) > 0 && Number(result.offHookToPromptMs) < 2_000, "and speaks at once");
  assert.ok(Number(result.urgentToSubmittedMs) > 0 && Number(result.urgentToSubmittedMs) < 3_000);
  const kinds = result.timeline.map(({ kind }) => kind);
  for (const kind of KINDS) assert.ok(kinds.includes(kind), `the timeline has no ${kind}: ${kinds.join()}`);
  assert.ok(kinds.indexOf("taken") < kinds.indexOf("on-hook"), "page, reply and answer went while the call was up");
  nothingIsLeft(data);
});

test("a line that there is not: the rehearsal says which there are, and starts nothing", {
  timeout: 30_000,
}, async (t) => {
  const { child, data, said, ended } = start(t, "--once", "--line", "moblie");
  await ended;
  assert.equal(child.exitCode, 2);
  assert.match(said.err, /there is no line 'moblie'; lines to call: front, mobile/);
  assert.equal(existsSync(data), false);
});

/**
 * What the page that `npm start` names shows, over the WebSocket of the rehearsal phone, and how its interface is asked; signed in by the
 * link alone.
 */
async function seenOnPage(link: string) {
  const opened = await fetch(link, { redirect: "manual" });
  assert.equal(opened.status, 303);
  const [cookie = ""] = (opened.headers.get("set-cookie") ?? "").split(";");
  assert.match(cookie, /^firstring-console=/, "no browser takes a __Host- cookie without TLS");
  const { origin } = new URL(link);
  const page = await fetch(new URL(opened.headers.get("location") ?? "", origin), { headers: { cookie } });
  assert.match(await page.text(), /<div id="app">/);
  const line = new WebSocket(`${origin.replace("http", "ws")}/api/v1/rehearsal/line`, { headers: { cookie, origin } });
  const [first] = (await once(line, "message")) as [Buffer];
  line.terminate();
  const ask = async (path: string, body?: object) => {
    const headers = { cookie, origin, "sec-fetch-site": "same-origin", "content-type": "application/json" };
    const sent = body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) };
    return (await fetch(`${origin}/api/v1${path}`, sent)).json();
  };
  return { view: (JSON.parse(first.toString()) as { view: RehearsalView }).view, ask };
}

test("a page shows the call from its first ring, and a change of the clinic file waits for its end; Ctrl-C in the middle: ended, and nothing is left running", {
  timeout: 240_000,
}, async (t) => {
  const { child, data, said, ended } = start(t, "--port", "0");
  await until("the first prompt", () => said.out.includes("» "), {
    withinMs: 120_000,
    story: () => said.out + said.err,
  });
  const [link] = /http:\S+/.exec(said.out) ?? [];
  const { ask, view } = await seenOnPage(link ?? "");
  const { call, people, timeline } = view;
  assert.deepEqual([call.state, call.line, call.example], ["up", "front", "urgent"]);
  assert.ok(timeline.some(({ kind }) => kind === "off-hook"));
  assert.ok(people.length > 1);
  await until("changes can be made", async () => ((await ask("/changes")) as { can: boolean }).can);
  // The same change engine as on a box, over the rehearsal's folder: it lets the call be.
  const { hash, text } = (await ask("/clinic")) as { hash: string; text: string };
  const begun = await ask("/clinic/apply", { base: hash, text: text.replace("Rosewood Family", "Another") });
  assert.deepEqual(begun, { begun: true, changed: ["clinic"] });
  await until("the change waits for the end of the call", async () => {
    const { going } = (await ask("/changes")) as { going?: { canGiveUp: boolean } };
    return going?.canGiveUp === true;
  });
  ctrlC(child);
  await ended;
  assert.equal(child.exitCode, 0, said.err);
  assert.equal(said.err, "");
  nothingIsLeft(data);
});

test("Ctrl-C while it starts: ended, and nothing is left running", { timeout: 120_000 }, async (t) => {
  for (const words of ["Starting an emulated", "Starting the appliance"]) {
    const { child, data, said, ended } = start(t, "--port", "0");
    await until(words, () => said.out.includes(words), { withinMs: 60_000, story: () => said.out + said.err });
    ctrlC(child);
    await ended;
    assert.deepEqual([child.exitCode, child.signalCode, said.err], [0, null, ""], said.out);
    assert.match(said.out, /The rehearsal has ended/);
    nothingIsLeft(data);
  }
});

/** `firstring rehearse` in a second terminal. */
function secondTerminal(t: TestContext, data: string, call: string) {
  const child = spawn(process.execPath, [PROGRAM, "rehearse", call, "--data", dirname(data)], { stdio: "pipe" });
  const said = { out: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes: Buffer) => {
      said.out += bytes.toString();
    });
  t.after(() => child.kill("SIGKILL"));
  return { child, said, ended: once(child, "close") };
}

test("Ctrl-C in the second terminal hangs up: the next call is not told that one goes on", {
  timeout: 240_000,
}, async (t) => {
  const { data, said, ended, child } = start(t, "--port", "0", "--call", "hangs-up", "--hurry");
  const goesOn = { withinMs: 120_000, story: () => said.out + said.err };
  await until("the first call is over", () => said.out.includes("The appliance stays up"), goesOn);
  const left = secondTerminal(t, data, "urgent");
  await until("the box speaks", () => left.said.out.includes("» "), { story: () => left.said.out });
  const early = secondTerminal(t, data, "urgent");
  await early.ended;
  assert.match(early.said.out, /another call is going on.*\nWait for its end/);
  assert.equal(early.child.exitCode, 1);
  left.child.kill("SIGINT");
  await left.ended;
  await until("a third caller hears the box", async () => {
    const third = secondTerminal(t, data, "urgent");
    const over = third.ended.then(() => true);
    await until("it speaks, or is refused", async () => third.said.out.includes("» ") || Promise.race([over, false]));
    const speaks = third.said.out.includes("» ");
    third.child.kill("SIGINT");
    await third.ended;
    return speaks;
  });
  ctrlC(child);
  await ended;
  nothingIsLeft(data);
});
