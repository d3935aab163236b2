import { loadavg } from "node:os";
import { decodePdu } from "../../device/line/gsm/pdu/Pdu.ts";
import { runVectors } from "../vectors/allVectors.ts";
import { brokenPdu, diceOf } from "../vectors/brokenPdus.ts";
import { finding, type Section } from "./report.ts";

/** No PDU may keep the queue waiting longer. */
const LONGEST_MS = 5;
/** What took longer by the clock is read again, to tell a slow PDU from a machine that was elsewhere: the processor time
 *  of a thread is counted in ticks of 4 ms, too coarse to say. */
const SUSPECT_MS = 0.5;
const SEED = 20_261_124;
const TOLD_EVERY = 250_000;
const DIRECTIONS = ["fromNetwork", "toNetwork"] as const;

type Direction = (typeof DIRECTIONS)[number];

interface Tally {
  /** Milliseconds of each decoding. */
  readonly took: Float64Array;
  readonly kinds: Map<string, number>;
  readonly thrown: string[];
  /** What the suspects take when they are read again. */
  readonly againMs: number[];
}

function timed(hex: string, direction: Direction): readonly [kind: string, ms: number] {
  const from = performance.now();
  try {
    const { kind } = decodePdu(hex, direction);
    return [kind, performance.now() - from];
  } catch (error) {
    return [`thrown: ${error instanceof Error ? error.message : error}`, performance.now() - from];
  }
}

/** The machine may have been elsewhere at the first reading; a PDU that is slow is slow each time. */
const again = (hex: string, direction: Direction): number =>
  Math.min(...Array.from({ length: 5 }, () => timed(hex, direction)[1]));

function fuzz(count: number, tell: (line: string) => void): Tally {
  const dice = diceOf(SEED);
  const tally: Tally = { took: new Float64Array(count * 2), kinds: new Map(), thrown: [], againMs: [] };
  for (let i = 0; i < count; i += 1) {
    const hex = brokenPdu(dice);
    for (const [j, direction] of DIRECTIONS.entries()) {
      const [kind, ms] = timed(hex, direction);
      tally.took[i * 2 + j] = ms;
      if (kind.startsWith("thrown")) tally.thrown.push(`${kind}: ${hex}`);
      else tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1);
      if (ms > SUSPECT_MS) tally.againMs.push(again(hex, direction));
    }
    if ((i + 1) % TOLD_EVERY === 0) tell(`${i + 1} PDUs, ${tally.thrown.length} throws`);
  }
  return tally;
}

/** The published vectors, and so many broken PDUs, each read as if from and as if to the network. */
export async function pduFuzz(count: number, tell: (line: string) => void): Promise<Section> {
  const vectors = runVectors();
  const right = vectors.filter(({ wrong }) => wrong.length === 0).length;
  const deviations = vectors.filter(({ deviation }) => deviation !== undefined).length;
  const { took, kinds, thrown, againMs } = fuzz(count, tell);
  const total = took.reduce((sum, ms) => sum + ms, 0);
  const sorted = took.toSorted();
  const at = (share: number): string => sorted[Math.ceil(share * sorted.length) - 1]!.toFixed(3);
  const longest = Math.max(sorted.findLast((ms) => ms <= SUSPECT_MS) ?? 0, ...againMs);
  const over = sorted.length - sorted.findLastIndex((ms) => ms <= LONGEST_MS) - 1;
  return {
    title: "PDUs of short messages",
    rows: [
      finding(
        `published vectors, of ${vectors.length}`,
        `${right - deviations} right, ${deviations} otherwise`,
        "all",
        right === vectors.length,
      ),
      finding("random and changed PDUs that throw", `${thrown.length} of ${count}`, "0", thrown.length === 0),
      finding(
        "longest that one PDU takes (over 0.5 ms: read again)",
        `${longest.toFixed(3)} ms`,
        `≤ ${LONGEST_MS} ms`,
        longest <= LONGEST_MS,
      ),
    ],
    notes: [
      `one decoding, first reading: median ${at(0.5)} ms, p99 ${at(0.99)} ms, p99.99 ${at(0.9999)} ms, longest ${at(1)} ms`,
      `${Math.round((took.length / total) * 1000)} decodings a second; came out as ${[...kinds].map(([kind, n]) => `${kind} ${n}`).join(", ")}`,
      ...vectors.flatMap(({ project, name, deviation }) =>
        deviation ? [`otherwise for a reason: ${project} ${name}: ${deviation}`] : [],
      ),
      `${over} of ${took.length} first readings took over ${LONGEST_MS} ms on this machine (load ${loadavg()[0]!.toFixed(1)}); ${againMs.length} readings over ${SUSPECT_MS} ms were repeated`,
      ...thrown.slice(0, 5),
    ],
  };
}
