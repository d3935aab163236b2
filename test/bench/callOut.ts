import type { LiveEvent } from "../../device/control/LiveFeed.ts";
import type { EmulatorEvent } from "../../device/rehearsal/EmulatorProcess.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { BenchStation } from "./BenchStation.ts";
import { DOCTOR } from "./benchClinic.ts";
import type { MobileAct } from "./MobileLine.ts";
import { type Bar, measured, type Section } from "./report.ts";

/** From the alert to the step that calls: the patient has hung up by then, and the line is free. */
const STEP_AFTER = Seconds(6);
const DIALLED: Bar = { atMost: 100, of: "max" };
const FIRST_PROMPT: Bar = { atMost: 250, of: "max" };
const OVER_WITHIN_MS = 40_000;

const URGENT: readonly MobileAct[] = [
  { waits: 300 },
  { presses: "1", gapMs: 0 },
  { waits: 900 },
  { presses: "1", gapMs: 0 },
  { waits: 1_000 },
  { hangsUp: {} },
];

/** The doctor's telephone: takes the call with a key once something was said. */
const ANSWERS = {
  kind: "answers",
  afterMs: 500,
  script: [{ waitPrompt: { silenceMs: 400 } }, { presses: "4" }, { waits: 800 }, { hangsUp: {} }],
};

interface CalledOut {
  readonly dueAtMs: number;
  readonly dialledAtMs: number;
  readonly answeredAtMs: number;
  readonly heardAtMs: number;
}

/** The box calls the doctor: from the moment at which the step is due to ATD, and from the answer to a voice. */
export async function callOut(runs: number, tell: (line: string) => void): Promise<Section> {
  const station = await BenchStation.start({
    ...{ lines: 0, cellular: [], hasty: true },
    callsAfter: `${STEP_AFTER / 1_000}s`,
  });
  try {
    station.mobile.do("answering", { number: DOCTOR, how: ANSWERS });
    const calls: CalledOut[] = [];
    for (let run = 0; run < runs; run += 1) {
      tell(`call ${run + 1} of ${runs}`);
      const call = await once(station);
      if (call !== undefined) calls.push(call);
    }
    return {
      title: "the box calls the doctor",
      rows: [
        measured({
          name: "the step is due → ATD at the modem",
          values: calls.map(({ dueAtMs, dialledAtMs }) => dialledAtMs - dueAtMs),
          bar: DIALLED,
          expected: runs,
        }),
        measured({
          name: "the doctor picks up → first prompt byte heard",
          values: calls.map(({ answeredAtMs, heardAtMs }) => heardAtMs - answeredAtMs),
          bar: FIRST_PROMPT,
          expected: runs,
        }),
      ],
      notes: [
        "the modem tells of the answer after it, and its 60 ms of sound in advance are in it",
        "in earnest a third of a second of silence goes before the first word, for the telephone to reach an ear",
      ],
    };
  } finally {
    await station.stop();
  }
}

/** One patient, one page by telephone. Undefined when something of it did not come about. */
async function once(station: BenchStation): Promise<CalledOut | undefined> {
  const told: LiveEvent[] = [];
  const seen: EmulatorEvent[] = [];
  const over = Promise.withResolvers<void>();
  const stops = [
    station.daemon.listen((event) => {
      told.push(event);
      if (event.kind === "page-call-over") over.resolve();
    }),
    station.mobile.listen((event) => seen.push(event)),
  ];
  const patience = setTimeout(() => over.resolve(), OVER_WITHIN_MS);
  await station.mobile.place(URGENT);
  await over.promise;
  clearTimeout(patience);
  for (const stop of stops) stop();
  const urgent = told.find(({ kind }) => kind === "urgent");
  const at = (name: string, from: number): number | undefined =>
    seen.find(({ event, atMs }) => event === name && atMs >= from)?.atMs;
  const dialledAtMs = at("dialled", 0);
  const answeredAtMs = dialledAtMs === undefined ? undefined : at("callAnswered", dialledAtMs);
  const heardAtMs = answeredAtMs === undefined ? undefined : at("promptStarted", answeredAtMs);
  if (urgent === undefined || dialledAtMs === undefined || answeredAtMs === undefined || heardAtMs === undefined)
    return undefined;
  return { dueAtMs: urgent.atMs + STEP_AFTER, dialledAtMs, answeredAtMs, heardAtMs };
}
