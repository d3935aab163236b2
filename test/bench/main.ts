// `npm run bench`: measures what the appliance promises, on real processes and real ptys, each figure beside its bar and
// what other programs need. Progress goes to stderr. Exit code 0 also when something falls short; 1: the bench failed.

import { mkdirSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { alertLives } from "./alertLives.ts";
import { appliance } from "./appliance.ts";
import { callKills } from "./callKills.ts";
import { callOut } from "./callOut.ts";
import { cellularCalls } from "./cellularCalls.ts";
import { consoleLoad } from "./consoleLoad.ts";
import { dataCare } from "./dataCare.ts";
import { dtmf } from "./dtmf.bench.ts";
import { hangUps } from "./hangUps.ts";
import { longCall } from "./longCall.ts";
import { longMessage } from "./longMessage.ts";
import { onCallQuestions } from "./onCall.bench.ts";
import { packaging } from "./packaging.ts";
import { pduFuzz } from "./pduFuzz.ts";
import { promptAudio } from "./promptAudio.ts";
import { recovery } from "./recovery.ts";
import { head, lineOf, type Section } from "./report.ts";
import { setup } from "./setup.ts";
import { type QueueSize, smsQueue } from "./smsQueue.ts";
import { smsTorture } from "./smsTorture.ts";
import { starts } from "./starts.ts";
import { idleCalls, stalledCalls } from "./urgentCalls.ts";
import { type VgettyFigures, vgettyCalls } from "./vgettyCalls.ts";

interface Size {
  /** Urgent calls, idle and stalled each. */
  readonly calls: number;
  readonly vgetty: number;
  readonly starts: number;
  readonly hangUps: number;
  readonly messageSeconds: number;
  readonly listenMs: number;
  readonly dtmfEvery: number;
  readonly speechMinutes: number;
  readonly pdus: number;
  /** Over a modem in trouble. */
  readonly smsPages: number;
  /** Who is on call, at moments by lot. */
  readonly questions: number;
  /** Of alerts, by lot; and kills of a process on the real store. */
  readonly lives: number;
  readonly kills: number;
  /** Of the whole appliance, in calls. */
  readonly callKills: number;
  /** Calls on the cellular line; half of them with keys in the sound only. */
  readonly cellular: number;
  /** Calls to a doctor. */
  readonly callOut: number;
  /** How long the cellular modem is pulled out. */
  readonly awaySeconds: number;
  /** Messages to each SMS program. */
  readonly queue: QueueSize;
  /** Of calls on the cellular line. */
  readonly minutes: number;
  /** Messages on the box, and urgent calls while ten browsers look at them. */
  readonly console: { readonly messages: number; readonly calls: number };
  /** Messages on the box, and how often it is backed up and restored. */
  readonly backup: { readonly messages: number; readonly runs: number };
}

const WHOLE: Size = {
  calls: 200,
  vgetty: 5,
  starts: 5,
  hangUps: 2,
  messageSeconds: 60,
  listenMs: 10_000,
  dtmfEvery: 1,
  speechMinutes: 60,
  pdus: 1_000_000,
  cellular: 40,
  callOut: 12,
  awaySeconds: 20,
  queue: { fast: 30, usual: 5 },
  minutes: 3,
  backup: { messages: 500, runs: 3 },
  console: { messages: 100_000, calls: 50 },
  smsPages: 500,
  questions: 20_000,
  lives: 10_000,
  kills: 60,
  callKills: 100,
};
const QUICK: Size = {
  calls: 20,
  vgetty: 2,
  starts: 2,
  hangUps: 1,
  messageSeconds: 10,
  listenMs: 5_000,
  dtmfEvery: 10,
  speechMinutes: 5,
  pdus: 100_000,
  cellular: 10,
  callOut: 4,
  awaySeconds: 5,
  queue: { fast: 8, usual: 2 },
  minutes: 1,
  backup: { messages: 40, runs: 2 },
  console: { messages: 100_000, calls: 10 },
  smsPages: 100,
  questions: 5_000,
  lives: 1_000,
  kills: 15,
  callKills: 25,
};

type Tell = (line: string) => void;
type Group = (size: Size, tell: Tell, peers: () => VgettyFigures | undefined) => Promise<Section>;

/** In this order; vgetty first, so that its figures stand beside ours. */
const GROUPS: Readonly<Record<string, { readonly about: string; readonly run: Group }>> = {
  calls: {
    about: "off-hook, first prompt, key, page",
    run: (size, tell, peers) => idleCalls(size.calls, tell, peers()),
  },
  stalled: { about: "the same while the store is stalled", run: (size, tell) => stalledCalls(size.calls, tell) },
  prompts: { about: "gaps in whole prompts", run: (size) => promptAudio(size.listenMs) },
  message: {
    about: "recording equality, memory, processor time",
    run: (size) => longMessage(size.messageSeconds),
  },
  hangups: { about: "the caller hangs up → on-hook", run: (size) => hangUps(size.hangUps) },
  appliance: {
    about: "the package in a virtual machine: start, memory, hangs, modem out and in (as root, with QEMU)",
    run: (size, tell) => appliance(Math.min(size.starts, 3), tell),
  },
  setup: {
    about: "a technician on the serial console, from a new box to a proved clinic",
    run: (_size, tell) => setup(tell),
  },
  backup: {
    about: "backup, its proof, restore until the box works, another key while calls are written",
    run: (size, tell) => dataCare(size.backup.messages, size.backup.runs, tell),
  },
  console: {
    about: "100,000 messages, ten browsers, urgent calls at the same moment",
    run: (size, tell) => consoleLoad(size.console.messages, size.console.calls, tell),
  },
  package: { about: "size, build and installation of the package", run: (_, tell) => packaging(tell) },
  starts: { about: "start → ready", run: (size) => starts(size.starts) },
  dtmf: { about: "keys in the audio, beside spandsp", run: (size) => dtmf(size.dtmfEvery, size.speechMinutes) },
  cellular: {
    about: "a cellular line: answer, prompt, key, page by the same modem, hang-up",
    run: (size, tell) => cellularCalls(size.cellular, tell),
  },
  callout: { about: "the box calls the doctor", run: (size, tell) => callOut(size.callOut, tell) },
  recovery: { about: "the cellular modem vanishes", run: (size, tell) => recovery(size.awaySeconds, tell) },
  queue: {
    about: "a message handed over, beside gammu-smsd and smstools",
    run: (size, tell) => smsQueue(size.queue, tell),
  },
  longCall: { about: "half an hour of sound", run: (size, tell) => longCall(size.minutes, tell) },
  pdu: { about: "short messages, published and broken", run: (size, tell) => pduFuzz(size.pdus, tell) },
  lives: {
    about: "alerts by lot: replies, crashes, clock jumps, sends lost",
    run: (size, tell) => alertLives(size.lives, size.kills, tell),
  },
  kills: {
    about: "kill -9 of the appliance at random moments of calls",
    run: (size, tell) => callKills(size.callKills, tell),
  },
  oncall: {
    about: "who is on call: 50 people, 10 layers, 1,000 overrides, 20 years",
    run: (size) => onCallQuestions(size.questions),
  },
  sms: { about: "pages over a modem in trouble", run: (size, tell) => smsTorture(size.smsPages, tell) },
};

const HELP = `npm run bench -- [--quick] [--runs N] [--minutes N] [--only NAME]… [--json]

Measures what the appliance promises, each figure beside its bar and what other programs need. About twenty minutes.

  --quick      fewer runs: about seven minutes
  --runs N     so many urgent calls (default ${WHOLE.calls}, with --quick ${QUICK.calls})
  --minutes N  so many minutes of cellular calls (default ${WHOLE.minutes}, with --quick ${QUICK.minutes})
  --only NAME  one group; may be given often. ${["vgetty", ...Object.keys(GROUPS)].join(", ")}
  --json       the report as one JSON object on stdout
`;

function readArguments() {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      runs: { type: "string" },
      minutes: { type: "string" },
      only: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const only = values.only.flatMap((names) => names.split(","));
  const unknown = only.find((name) => name !== "vgetty" && !Object.hasOwn(GROUPS, name));
  if (unknown !== undefined) throw new Error(`there is no group '${unknown}'\n${HELP}`);
  if (values.runs !== undefined && !/^[1-9]\d{0,4}$/.test(values.runs)) throw new Error("--runs takes a whole number");
  if (values.minutes !== undefined && !/^[1-9]\d{0,2}$/.test(values.minutes))
    throw new Error("--minutes takes a whole number");
  const usual = values.quick ? QUICK : WHOLE;
  const size = {
    ...usual,
    ...(values.runs === undefined ? {} : { calls: Number(values.runs) }),
    ...(values.minutes === undefined ? {} : { minutes: Number(values.minutes) }),
  };
  return { ...values, only, size };
}

const round = (figure: number): number => Math.round(figure * 100) / 100;

function machine() {
  const [cpu] = cpus();
  return {
    cores: availableParallelism(),
    processor: cpu?.model ?? "unknown",
    arch: process.arch,
    node: process.version,
    loadBefore: loadavg().map(round),
  };
}

function* linesOf({ title, rows, notes = [] }: Section): Generator<string> {
  yield "";
  yield title;
  for (const row of rows) yield `  ${lineOf(row)}`;
  for (const note of notes) yield `    ${note}`;
}

async function main(): Promise<void> {
  const { help, json, only, size } = readArguments();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  useCompileCache();
  const wanted = (name: string) => only.length === 0 || only.includes(name);
  const about = machine();
  const from = performance.now();
  const print: Tell = (line) => json || process.stdout.write(`${line}\n`);
  const progress =
    (name: string): Tell =>
    (line) =>
      void process.stderr.write(`[${((performance.now() - from) / 1000).toFixed(0).padStart(4)} s] ${name}: ${line}\n`);
  print(`${about.cores} × ${about.processor}, Node ${about.node}, load ${about.loadBefore.join(" ")}`);
  print(`  ${head()}`);
  const sections: Section[] = [];
  const add = (section: Section): void => {
    sections.push(section);
    for (const line of linesOf(section)) print(line);
  };
  let vgetty: VgettyFigures | undefined;
  if (wanted("vgetty")) {
    progress("vgetty")("calls answered by vgetty");
    vgetty = await vgettyCalls(size.vgetty, progress("vgetty"));
    add(vgetty.section);
  }
  for (const [name, { about, run }] of Object.entries(GROUPS)) {
    if (!wanted(name)) continue;
    progress(name)(about);
    add(await run(size, progress(name), () => vgetty));
  }
  conclude(sections, print);
  const report = { machine: { ...about, loadAfter: loadavg().map(round) }, sections };
  print(`load after: ${report.machine.loadAfter.join(" ")}`);
  if (json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
}

/** As `firstring` itself does: the daemon then starts as it does on the box. */
function useCompileCache(): void {
  const folder = join(fileURLToPath(new URL("../..", import.meta.url)), ".tools/compile-cache");
  mkdirSync(folder, { recursive: true });
  process.env["NODE_COMPILE_CACHE"] ??= folder;
}

function conclude(sections: readonly Section[], print: Tell): void {
  const rows = sections.flatMap((section) => section.rows);
  const short = rows.filter(({ verdict }) => verdict === "falls short");
  const passed = rows.filter(({ verdict }) => verdict === "PASS").length;
  print("");
  print(`${passed} of ${passed + short.length} bars kept.${short.length === 0 ? "" : " Falls short:"}`);
  for (const { name } of short) print(`  ${name}`);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
await main();
