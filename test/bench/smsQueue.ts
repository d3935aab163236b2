import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { SmsChannel } from "../../device/channel/SmsChannel.ts";
import { CellularModem } from "../../device/line/gsm/CellularModem.ts";
import { ModemMemory } from "../../device/line/gsm/ModemMemory.ts";
import { EmulatorProcess } from "../../device/rehearsal/EmulatorProcess.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { dispatchTo } from "../harness/SmsBench.ts";
import { finding, measured, type Row, type Section } from "./report.ts";
import { Chance } from "./signals.ts";
import { type DaemonKind, SMS_DAEMONS, type SmsDaemon } from "./smsDaemons.ts";
import { spreadOf } from "./statistics.ts";

export interface QueueSize {
  /** Messages to each at its fastest, and to each as it comes. */
  readonly fast: number;
  readonly usual: number;
}

const DOCTOR = "+13125550101";
const OURS = "FirstRing";
const FIRST_WITHIN_MS = 90_000;
const EACH_WITHIN_MS = 90_000;
const TIMES_FASTER = 10;

/** What the daemons need on the same emulated modem with a network that takes no time, each on its own, in one run. */
export async function smsQueue(size: QueueSize, tell: (line: string) => void): Promise<Section> {
  const theirs = await Promise.all(
    SMS_DAEMONS.map((kind) => latencies(kind, kind.usual ? size.usual : size.fast, tell)),
  );
  // Alone: theirs only wait, and a millisecond does not matter to them.
  const ours = await latencies({ name: OURS, looksEveryMs: 1_000, start: startOurs }, size.fast, tell);
  const facts: Readonly<Record<string, string>> = {
    "gammu-smsd, fastest": "1.27 (facts)",
    "smstools, fastest": "2.25 (facts)",
    "gammu-smsd, as it comes": "11.3 (facts)",
    "smstools, as it comes": "8.0 (facts)",
  };
  const rows: Row[] = [ours, ...theirs].map(({ name, seconds, wanted, why }) =>
    measured({
      name: `handed over → +CMGS, ${name}`,
      unit: name === OURS ? "ms" : "s",
      values: name === OURS ? seconds.map((value) => value * 1_000) : seconds,
      expected: wanted,
      peer: why ?? facts[name],
    }),
  );
  return {
    title: "a message handed over to the SMS program, nothing else going on",
    rows: [...rows, ...theirs.map((one) => compared(ours, one))],
    notes: ["one message at a time, at a moment of chance; the emulated network takes no time"],
  };
}

interface Latencies {
  readonly name: string;
  readonly wanted: number;
  readonly seconds: readonly number[];
  /** It could not be measured here. */
  readonly why?: string;
}

function compared(ours: Latencies, theirs: Latencies): Row {
  const name = `ours, against ${theirs.name}: median, p99`;
  const mine = spreadOf(ours.seconds);
  const others = spreadOf(theirs.seconds);
  const wanted = `× ${TIMES_FASTER} at least`;
  if (mine === undefined || others === undefined) return finding(name, theirs.why ?? "not measured", wanted, false);
  const times = [others.median / mine.median, others.p99 / mine.p99];
  const found = times.map((ratio) => `× ${ratio.toFixed(0)}`).join(", ");
  return finding(
    name,
    found,
    wanted,
    times.every((ratio) => ratio >= TIMES_FASTER),
  );
}

async function latencies(kind: DaemonKind, wanted: number, tell: (line: string) => void): Promise<Latencies> {
  const { name } = kind;
  const folder = mkdtempSync(join(tmpdir(), "firstring-queue-"));
  const seconds: number[] = [];
  let why: string | undefined;
  const modem = await EmulatorProcess.start("gsm-modem", join(folder, "modem"), [], (lost) => {
    why = lost;
  });
  let program: SmsDaemon | undefined;
  try {
    program = await kind.start(folder, modem.port);
    const chance = new Chance(11);
    // The first one waits for its start.
    const first = await sent(modem, program, 0, FIRST_WITHIN_MS);
    if (first === undefined) why = "it did not send its first message";
    for (let count = 1; count <= wanted && why === undefined; count++) {
      await pause(chance.between(0, kind.looksEveryMs));
      const took = await sent(modem, program, count, EACH_WITHIN_MS);
      if (took === undefined) why = `it did not send message ${count} within ${EACH_WITHIN_MS / 1_000} s`;
      else seconds.push(took / 1_000);
    }
  } catch (error) {
    why = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
  } finally {
    await program?.stop();
    await modem.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  tell(`${name}: ${seconds.length} messages`);
  return { name, wanted, seconds, ...(why === undefined ? {} : { why }) };
}

/** Milliseconds until the network has taken it; undefined when it did not in time. */
async function sent(
  modem: EmulatorProcess,
  program: SmsDaemon,
  count: number,
  withinMs: number,
): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const patience = setTimeout(() => resolve(undefined), withinMs);
  const stop = modem.listen((event) => {
    if (event.event === "submitted") resolve(event.atMs);
  });
  const fromMs = Number(process.hrtime.bigint() / 1_000n) / 1_000;
  program.handOver(DOCTOR, `Rosewood: URGENT call 02:14, ref Q${count}. Reply Q${count} to take it.`);
  const atMs = await promise;
  clearTimeout(patience);
  stop();
  return atMs === undefined ? undefined : atMs - fromMs;
}

/** Our engine on the same port, as the appliance has it. */
async function startOurs(folder: string, port: string): Promise<SmsDaemon> {
  const clock = new SystemClock();
  const onFault = (): void => {};
  const modem = new CellularModem({
    id: "mobile",
    port,
    clock,
    onFault,
    memory: new ModemMemory({ directory: folder, line: "mobile" }),
  });
  const channel = new SmsChannel({
    modem,
    clock,
    onFault,
    onReply: () => {},
    store: {
      writeInbound: async () => true,
      writeDispatch: async () => ({ kept: "disk" }),
      keepPart: async () => ({ kept: "disk" }),
      keptParts: async () => [],
      partsDone: async () => ({ kept: "disk" }),
    },
  });
  await modem.start();
  return {
    name: OURS,
    handOver: (number, text) => void channel.send(dispatchTo(number, text, { id: text, ref: "Q" }), { urgent: true }),
    stop: async () => {
      channel.stop();
      await modem.stop();
    },
  };
}
