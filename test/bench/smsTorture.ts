import type { GsmEvent } from "../../device/emulator/gsm/events.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import { type Duration, Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { dispatchTo, SmsBench } from "../harness/SmsBench.ts";
import { finding, measured, type Section } from "./report.ts";

/** Our waits are so many times shorter; the emulated modem and its network keep real time. */
const FACTOR = 40;
/** The engine's own patience for a result, shortened likewise. */
const RESULT_MS = 60_000 / FACTOR;
const UNDER_WAY = 20;
/** Made-up numbers, +1 312 555 0110 and on; each gets several pages. */
const NUMBERS = 80;
/** As often, and after such pauses, as an escalation tries one page again beside its ladder. */
const MOST_TRIES = 5;
const FIRST_PAUSE = Seconds(15);
/** 3GPP TS 27.005 and 24.011: no network, a timeout of it, congestion, unknown, and a vendor's own. */
const RETRYABLE = [331, 332, 42, 500, 513];

export interface TortureSize {
  readonly pages: number;
  readonly seed: number;
  /** Of all attempts. */
  readonly lostFinals: number;
  readonly lateOks: number;
  readonly errors: number;
}

export const TORTURE: Omit<TortureSize, "pages"> = { seed: 7, lostFinals: 0.02, lateOks: 0.02, errors: 0.05 };

export interface TortureFigures {
  readonly pages: number;
  readonly attempts: number;
  readonly struck: { readonly lost: number; readonly late: number; readonly refused: number };
  /** Pages that no phone shows in the end. */
  readonly lost: readonly string[];
  /** Pages that were called sent before their network had taken them, or under a reference that it gave to another. */
  readonly wronglySent: readonly string[];
  /** Pages that were never called sent. */
  readonly neverSent: readonly string[];
  readonly duplicates: number;
  readonly seconds: number;
}

/** Pages to as many doctors over a modem that loses, delays and refuses, as the seed says; ours is the real engine on a real port. */
export async function tortureSms(size: TortureSize, tell: (line: string) => void = () => {}): Promise<TortureFigures> {
  await using bench = await SmsBench.open({ factor: FACTOR, emulator: { network: { delayMs: 5 } } });
  const network = watchNetwork(bench);
  const struck = strike(bench, size);
  await bench.modem.start();
  const from = performance.now();
  const wronglySent: string[] = [];
  const neverSent: string[] = [];
  const pages = Array.from({ length: size.pages }, (_, i) => pageTo(`+131255501${10 + (i % NUMBERS)}`, `P${i}`));
  const left = [...pages];
  const work = async (): Promise<void> => {
    for (let dispatch = left.shift(); dispatch !== undefined; dispatch = left.shift()) {
      const detail = await send(bench, dispatch);
      const reference = Number(/^\+CMGS (\d+)$/.exec(detail ?? "")?.[1] ?? Number.NaN);
      if (detail === undefined) neverSent.push(dispatch.id);
      else if (!network.gave(dispatch, reference)) wronglySent.push(`${dispatch.id}: ${detail}`);
      if (left.length % 100 === 0) tell(`${left.length} pages left`);
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, work));
  const shown = pages.map(({ address, text }) => copiesOn(bench, address, text));
  return {
    pages: size.pages,
    attempts: network.attempts,
    struck: struck(),
    lost: pages.filter((_, i) => shown[i] === 0).map(({ id }) => id),
    wronglySent,
    neverSent,
    duplicates: shown.reduce((sum, copies) => sum + Math.max(0, copies - 1), 0),
    seconds: (performance.now() - from) / 1_000,
  };
}

const pageTo = (number: string, ref: string): Dispatch =>
  dispatchTo(number, `Rosewood: URGENT call 02:14, ref ${ref}. Reply ${ref} to take it.`, { id: ref, ref });

const copiesOn = ({ emulator }: SmsBench, number: string, text: string): number =>
  emulator.doctorPhone(number).received.filter((shown) => shown.text === text).length;

/** What it was called sent by; undefined if never. Sent again as an escalation would. */
async function send(bench: SmsBench, dispatch: Dispatch): Promise<string | undefined> {
  for (let attempts = 1; attempts <= MOST_TRIES; attempts++) {
    const outcome = await bench.channel.send({ ...dispatch, attempts }, { urgent: true });
    if (outcome.kind === "sent") return outcome.detail;
    if (outcome.kind !== "unknown") await pause(bench, Milliseconds(FIRST_PAUSE * 2 ** (attempts - 1)));
  }
  return undefined;
}

const pause = ({ clock }: SmsBench, length: Duration): Promise<void> =>
  new Promise((resolve) => clock.after("again", length, resolve));

/** What the network did: a page is sent if it is on the phone by then, and under a reference that was given to that number. */
function watchNetwork(bench: SmsBench) {
  const { emulator } = bench;
  const given = new Map<string, number[]>();
  let attempts = 0;
  emulator.onEvent((event: GsmEvent) => {
    if (event.event === "pduReceived") attempts += 1;
    if (event.event === "submitted") given.set(event.to, [...(given.get(event.to) ?? []), event.reference]);
  });
  return {
    gave: ({ address, text }: Dispatch, reference: number): boolean =>
      copiesOn(bench, address, text) > 0 && given.get(address)?.includes(reference) === true,
    get attempts() {
      return attempts;
    },
  };
}

/** Draws the fate of every attempt ahead of time, so that a seed is a story. A network refuses after it has the PDU. */
function strike({ emulator }: SmsBench, size: TortureSize): () => TortureFigures["struck"] {
  const random = seeded(size.seed);
  let refused = 0;
  const { lostFinals, lateOks, errors } = size;
  const attempts = Math.ceil(size.pages * (1 + lostFinals + lateOks + errors));
  const order = shuffled(attempts, random);
  const lost = Math.ceil(attempts * lostFinals);
  for (const after of order.slice(0, lost)) {
    // The whole answer, or its OK alone, never comes: the page has gone, and nobody says so.
    emulator.inject({ kind: random() < 0.5 ? "loseReply" : "loseOk", on: "+CMGS=", after });
  }
  for (const after of order.slice(lost, lost + Math.ceil(attempts * lateOks))) {
    // Some of them later than our patience: they come while another command is asked.
    const ms = Math.round(RESULT_MS * (0.2 + random()));
    emulator.inject({ kind: random() < 0.5 ? "lateOk" : "lateReply", on: "+CMGS=", after, ms });
  }
  const planned = emulator.faultsWaiting;
  const refusals = new Set(shuffled(attempts, random).slice(0, Math.ceil(attempts * errors)));
  let received = 0;
  emulator.onEvent((event) => {
    if (event.event !== "pduReceived") return;
    received += 1;
    if (!refusals.has(received - 1)) return;
    refused += 1;
    emulator.refuse({ code: RETRYABLE[Math.floor(random() * RETRYABLE.length)]!, times: 1 });
  });
  return () => {
    const waiting = new Set(emulator.faultsWaiting);
    const struck = planned.filter((fault) => !waiting.has(fault));
    const late = struck.filter(({ kind }) => kind.startsWith("late")).length;
    return { lost: struck.length - late, late, refused };
  };
}

/** 0 to `count` - 1 in an order of chance (Fisher and Yates). */
function shuffled(count: number, random: () => number): readonly number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export async function smsTorture(pages: number, tell: (line: string) => void): Promise<Section> {
  const figures = await tortureSms({ ...TORTURE, pages }, tell);
  const { attempts, struck, lost, wronglySent, neverSent, duplicates, seconds } = figures;
  const share = (count: number): string => `${count} (${((100 * count) / attempts).toFixed(1)} %)`;
  return {
    title: `${pages} pages over a modem in trouble`,
    rows: [
      finding("reached the network", `${pages - lost.length} of ${pages}`, "all", lost.length === 0),
      finding("called sent, and was not", String(wronglySent.length), "0", wronglySent.length === 0),
      finding("never called sent", String(neverSent.length), "0", neverSent.length === 0),
      measured({ name: "duplicates on phones", unit: "", values: [duplicates] }),
    ],
    notes: [
      `${attempts} PDUs handed over in ${seconds.toFixed(0)} s; lost finals ${share(struck.lost)}, late ones ${share(struck.late)}, retryable errors ${share(struck.refused)}`,
      `waits ${FACTOR} times shorter; seed ${TORTURE.seed}; a duplicate has the code of its original, so that it is harmless`,
    ],
  };
}
