import { rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { Parts } from "../assembly/Part.ts";
import { type CliIo, UsageError } from "../cli/Cli.ts";
import { ControlServer, type Conversation } from "../control/ControlServer.ts";
import { socketPath } from "../control/socketPath.ts";
import { Rehearsal } from "./Rehearsal.ts";
import type { RehearsalResult } from "./RehearsalCall.ts";
import type { RehearsalConsole } from "./rehearsalConsole.ts";
import { Room } from "./room/Room.ts";
import { findScenario, hurried, type RehearsalScenario, SCENARIOS } from "./scenarios.ts";

export interface RehearsalProgramOptions {
  readonly directory: string;
  /** False: the data goes when the rehearsal ends. */
  readonly keep: boolean;
  readonly once: boolean;
  readonly json: boolean;
  readonly call: string;
  /** Which line is called; the first that answers calls when not said. */
  readonly line?: string;
  /** The first caller waits for no prompt's end. */
  readonly hurry?: boolean;
  /** Whether the first call waits a moment for somebody who opens the page. */
  readonly waits?: boolean;
  /** Of the page; any free one when that is taken. */
  readonly port?: number;
}

/** Long enough to copy a link, short enough for whoever only looks on. */
const EXAMPLE_AFTER_S = 20;

/** How often it is looked whether the program that started us is still there. */
const PARENT_CHECK_MS = 1_000;

/** `npm start` without a clinic file, from the first sentence on the screen to the last process gone. */
export async function rehearsalProgram(options: RehearsalProgramOptions, io: CliIo): Promise<number> {
  const scenario = findScenario(options.call);
  if (scenario === undefined)
    throw new UsageError(
      `there is no rehearsal call '${options.call}'; there are: ${SCENARIOS.map(({ name }) => name).join(", ")}`,
    );
  // In --json mode stdout holds the result and nothing else; people read stderr.
  const people = options.json ? io.stderr : io.stdout;
  const say = (line: string) => void people.write(`${line}\n`);
  // Before anything is touched: the directory may be another rehearsal's.
  await refuseSecond(options.directory);
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => {});
  const rehearsal = new Rehearsal({ ...options, say, onLost: (why) => lost.reject(new Error(why)) });
  const asked = askedToEnd();
  const parts = new Parts(() => {});
  const work = async () => {
    await parts.begin(rehearsal);
    const room = new Room(rehearsal, 0);
    room.ready();
    const server = await ControlServer.listen(socketPath(options.directory, "rehearsal"), (request, conversation) =>
      fromSecondTerminal({ rehearsal, room }, request, conversation),
    );
    parts.stopLater(() => server.close());
    const pages = options.once ? undefined : await openPages(rehearsal, room, options, say);
    if (pages !== undefined) parts.stopLater(() => pages.stop());
    if (pages !== undefined && options.waits && (await visitedSoon(pages, asked.promise, say))) {
      for (const line of howToGoOn(options, rehearsal)) say(line);
      await asked.promise;
      return 0;
    }
    parts.demandGoingOn();
    const result = await placeFirst({ rehearsal, room }, scenario, options, say);
    if (options.json) io.stdout.write(`${JSON.stringify(withoutProblems(result))}\n`);
    if (options.once) return result.ok ? 0 : 1;
    for (const line of howToGoOn(options, rehearsal)) say(line);
    if (pages !== undefined) say(`And the page: ${pages.link}`);
    await asked.promise;
    return 0;
  };
  const working = work();
  try {
    return await Promise.race([working, lost.promise, asked.promise]);
  } finally {
    asked.cancel();
    await parts.stopAll();
    // Ctrl-C in the middle of the start: what comes up meanwhile is ended as it comes.
    await working.catch(() => {});
    await parts.stopAll();
    if (!options.keep) rmSync(options.directory, { recursive: true, force: true });
    if (!options.json) say("The rehearsal has ended; nothing of it is left running.");
  }
}

async function refuseSecond(directory: string): Promise<void> {
  const sockets = ["rehearsal", "control"].map((name) => ControlServer.inUse(socketPath(directory, name)));
  if (!(await Promise.all(sockets)).includes(true)) return;
  throw new ApplianceError("REHEARSAL_RUNNING", "a rehearsal is running already", {
    disposition: "operator",
    cure: "Use it from a second terminal (./firstring rehearse urgent), or end it with Ctrl-C first.",
  });
}

/** Everything else works without it. */
async function openPages(
  { daemon }: Rehearsal,
  room: Room,
  { directory, port }: RehearsalProgramOptions,
  say: (line: string) => void,
): Promise<RehearsalConsole | undefined> {
  if (daemon === undefined) return undefined;
  try {
    const { rehearsalConsole } = await import("./rehearsalConsole.ts");
    const pages = await rehearsalConsole(room, { daemon, directory, port });
    for (const line of [
      "",
      "Call it yourself, with keypad and microphone, and see the doctor's phone. Open this in a browser on this machine:",
      `  ${pages.link}`,
      "It signs you in as a manager, without name or password; open it again whenever you have signed out.",
      "Ctrl-C here ends the rehearsal and all that belongs to it.",
    ])
      say(line);
    return pages;
  } catch (error) {
    say(`The page of the rehearsal cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** True: somebody sits at the page, and is not to find its line engaged. */
async function visitedSoon(
  { visited }: RehearsalConsole,
  ended: Promise<unknown>,
  say: (line: string) => void,
): Promise<boolean> {
  say("");
  say(`An example call begins in ${EXAMPLE_AFTER_S} seconds, unless you open that page.`);
  const opened = await Promise.race([
    visited.then(() => true),
    ended.then(() => false),
    pause(EXAMPLE_AFTER_S * 1_000, false, { ref: false }),
  ]);
  if (opened) say("The page is open: the example call is a button there.");
  return opened;
}

interface Stage {
  readonly rehearsal: Rehearsal;
  /** Follows every call, for whoever opens the page in the middle of one. */
  readonly room: Room;
}

function place(
  { rehearsal, room }: Stage,
  scenario: RehearsalScenario,
  print: (line: string) => void,
  line: string | undefined,
): Promise<RehearsalResult> {
  const { id } = rehearsal.lineToCall(line);
  return room.follow(id, scenario.name, rehearsal.place(scenario, print, id));
}

async function placeFirst(
  stage: Stage,
  scenario: RehearsalScenario,
  options: RehearsalProgramOptions,
  say: (line: string) => void,
): Promise<RehearsalResult> {
  say("");
  say(`A call${options.line === undefined ? "" : ` on line ${options.line}`}: ${scenario.about}.`);
  say("");
  const result = await place(stage, options.hurry ? hurried(scenario) : scenario, say, options.line);
  say("");
  for (const line of summary(result)) say(line);
  if (options.once && !result.ok && !options.json) say("The rehearsal failed.");
  return result;
}

export function summary(result: RehearsalResult): string[] {
  const ms = (value: number | null) => (value === null ? "–" : `${value.toFixed(0)} ms`);
  return [
    `Reference ${result.ref ?? "–"}. Ring to off-hook ${ms(result.ringToOffHookMs)}, off-hook to first prompt ${ms(result.offHookToPromptMs)}.`,
    ...(result.urgentToSubmittedMs === null
      ? ["Nobody was paged."]
      : [
          `Urgency known to page accepted: ${ms(result.urgentToSubmittedMs)}, of which the network took ${ms(result.modemSubmitMs)}. Taken by ${result.takenBy ?? "nobody"}.`,
        ]),
    `Recorded ${result.messageSeconds.toFixed(1)} s of speech, ${result.audioExact ? "sample for sample what the modem delivered" : "NOT what the modem delivered"}.`,
    ...result.problems.map((problem) => `PROBLEM: ${problem}`),
  ];
}

const withoutProblems = ({ problems, ...result }: RehearsalResult) =>
  problems.length === 0 ? result : { ...result, problems };

function howToGoOn({ directory, line, keep }: RehearsalProgramOptions, rehearsal: Rehearsal): string[] {
  const called = rehearsal.lineToCall(line).id;
  const others = rehearsal.lines.filter(({ id }) => id !== called);
  return [
    "",
    "The appliance stays up. From a second terminal, in this directory:",
    "",
    ...SCENARIOS.map(({ name, about }) => `  ./firstring rehearse ${name.padEnd(16)} ${about}`),
    ...others.map(({ id }) => `  ./firstring rehearse urgent --line ${id}     that, or any of them, on line ${id}`),
    "",
    "  ./firstring messages list        what was left; then: messages show REF, messages play REF, messages export REF",
    "  ./firstring alerts list          who was paged, and who took it",
    "  ./firstring status               what the box is doing",
    "",
    `Its data is in ${directory} (the clinic file, the journal, the encrypted database)${keep ? " and stays when you press Ctrl-C." : " and goes when you press Ctrl-C."}`,
    ...(keep ? [] : ["Keep it with: npm start -- --data DIR"]),
  ];
}

/** `firstring rehearse NAME`: its timeline goes to the terminal that asked, and to ours nothing. */
async function fromSecondTerminal(
  stage: Stage,
  request: { readonly do: string; readonly [key: string]: unknown },
  conversation: Conversation,
): Promise<void> {
  const scenario = findScenario(String(request.scenario));
  if (request.do !== "rehearse" || scenario === undefined) {
    conversation.send({ error: `there is no rehearsal call '${String(request.scenario)}'` });
    return;
  }
  if (stage.rehearsal.busy) {
    conversation.send({ busy: true });
    return;
  }
  const line = typeof request.line === "string" ? request.line : undefined;
  let follows = true;
  // Ctrl-C over there: nobody waits for the end of it, and the next call is not to find the line engaged.
  conversation.onEnd(() => {
    if (follows) stage.room.hangUpCaller();
  });
  try {
    const result = await place(stage, scenario, (text) => conversation.send({ line: text }), line);
    conversation.send({ result });
    conversation.end();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    conversation.send({ error: error.message });
  } finally {
    follows = false;
  }
}

/** Ctrl-C, a signal, a terminal that is gone, or the death of the program that started us: nobody is left to end us then. */
function askedToEnd(): { readonly promise: Promise<number>; readonly cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<number>();
  const parent = process.ppid;
  const orphaned = setInterval(() => {
    if (process.ppid !== parent) resolve(0);
  }, PARENT_CHECK_MS);
  const end = () => resolve(0);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, end);
  // A pipe that nobody reads any more (`| head`) ends other commands at once; here the daemon would be left behind. Stays to the
  // end: what is said while everything is being stopped meets the same pipe.
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners("error").on("error", end);
  return {
    promise,
    cancel: () => {
      clearInterval(orphaned);
      for (const signal of signals) process.off(signal, end);
    },
  };
}
