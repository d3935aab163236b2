import { randomInt } from "node:crypto";
import type { CallReport } from "../../device/emulator/caller/Caller.ts";
import type { VoiceModemEvent } from "../../device/emulator/voice/VoiceEvents.ts";
import type { ApplianceProcess } from "./ApplianceProcess.ts";
import { bounded, type House, urgentCaller } from "./House.ts";

/** What the outside knows of one call during which the power went: the caller's phone, the line, the network. */
export interface KilledCall {
  readonly number: string;
  /** All times CLOCK_MONOTONIC. */
  readonly killedAtMs: number;
  readonly answeredAtMs: number | undefined;
  /** The caller has confirmed the number: nothing is missing for a page. */
  readonly confirmedAtMs: number | undefined;
  /** The caller has begun to hear that the message is saved. */
  readonly thankedAtMs: number | undefined;
  /** What the appliance itself said that a disk has: of this call, before the power went. */
  readonly kept: Kept | undefined;
  readonly report: CallReport;
}

/** `number`: with the number that the caller confirmed; `numberAtMs`: when that was said. */
export interface Kept {
  readonly ref: string;
  readonly numberAtMs: number | undefined;
}

/** Moments that matter, beside any moment at all: each is an instant of the call and how long after it the power may go. */
type Moment = "any" | "answered" | "confirmed" | "page" | "ended";
const MOMENTS: readonly Moment[] = ["any", "any", "any", "any", "answered", "confirmed", "page", "ended"];
/** From the first ring to the end of a call that nobody kills. */
const WHOLE_CALL_MS = 4_300;
const AFTER_MS: Readonly<Record<Moment, number>> = {
  any: WHOLE_CALL_MS,
  answered: 40,
  confirmed: 160,
  page: 40,
  ended: 120,
};

/** Places a call, cuts the power at a random moment of it, starts the appliance again and waits until it is ready. */
export async function killDuringCall(
  house: House,
  number: string,
  appliance: ApplianceProcess,
  restart: () => Promise<unknown>,
): Promise<KilledCall> {
  const seen = watch(house);
  const call = house.voice.call(urgentCaller({ number }));
  await atMoment(house, MOMENTS[randomInt(MOMENTS.length)] ?? "any");
  const killedAtMs = monotonicNow();
  await appliance.kill();
  const kept = keptBy(appliance);
  // Whoever hears nothing any more hangs up; sometimes the line stays as the dead box left it.
  if (seen.answeredAtMs === undefined || randomInt(2) === 0) house.voice.hangUp();
  const before = { answeredAtMs: seen.answeredAtMs, confirmedAtMs: seen.confirmedAtMs, thankedAtMs: seen.thankedAtMs };
  seen.stop();
  await restart();
  const report = await bounded("the line on-hook again after the restart", call);
  return { number, killedAtMs, ...before, kept, report };
}

/** One run of the appliance has one call here; what it says of an earlier one, which it finds at its start, is left out. */
function keptBy(appliance: ApplianceProcess): Kept | undefined {
  const ref = appliance.events.find(({ kind }) => kind === "off-hook")?.ref;
  const told = appliance.events.filter((event) => event.kind === "kept" && event.ref === ref);
  if (ref === undefined || told.length === 0) return undefined;
  return { ref, numberAtMs: told.find(({ figures }) => figures?.["number"] === true)?.atMs };
}

interface Seen {
  answeredAtMs: number | undefined;
  confirmedAtMs: number | undefined;
  thankedAtMs: number | undefined;
  readonly stop: () => void;
}

function watch(house: House): Seen {
  // The caller closes the reason with #. On a busy machine the line may listen for a moment before it asks for the reason, too.
  let reason: "to come" | "closed" | "ended" = "to come";
  const seen: { -readonly [K in keyof Seen]: Seen[K] } = {
    answeredAtMs: undefined,
    confirmedAtMs: undefined,
    thankedAtMs: undefined,
    stop: () => {},
  };
  seen.stop = house.voice.on((event: VoiceModemEvent) => {
    if (event.kind === "offHook") seen.answeredAtMs ??= event.atMs;
    if (event.kind === "key" && event.digit === "1") seen.confirmedAtMs ??= event.atMs + event.ms;
    if (event.kind === "key" && event.digit === "#") reason = "closed";
    if (event.kind === "recordingEnded" && reason === "closed") reason = "ended";
    if (event.kind === "promptStarted" && reason === "ended") seen.thankedAtMs ??= event.atMs;
  });
  return seen;
}

async function atMoment(house: House, moment: Moment): Promise<void> {
  await instantOf(house, moment);
  await new Promise((resolve) => setTimeout(resolve, randomInt(AFTER_MS[moment])));
}

function instantOf(house: House, moment: Moment): Promise<unknown> {
  if (moment === "any") return Promise.resolve();
  return new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const now = () => {
      for (const stop of stops) stop();
      resolve(undefined);
    };
    stops.push(
      house.gsm.onEvent((event) => void (moment === "page" && event.event === "pduReceived" && now())),
      house.voice.on((event) => void (isInstant(moment, event) && now())),
    );
  });
}

const isInstant = (moment: Moment, event: VoiceModemEvent): boolean =>
  (moment === "answered" && event.kind === "offHook") ||
  (moment === "confirmed" && event.kind === "key" && event.digit === "1") ||
  (moment === "ended" && event.kind === "key" && event.digit === "#");

/** CLOCK_MONOTONIC in ms, as the emulators tell it. */
const monotonicNow = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;
