import { type DeliveryReport, SmsChannel } from "../../device/channel/SmsChannel.ts";
import { type GsmEmulatorOptions, GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import { CellularModem } from "../../device/line/gsm/CellularModem.ts";
import type { HealthRules } from "../../device/line/gsm/ModemHealth.ts";
import { ModemMemory } from "../../device/line/gsm/ModemMemory.ts";
import type { SessionTimings } from "../../device/line/gsm/ModemSession.ts";
import type { ReceivedReply } from "../../firmware/channel/AlertChannel.ts";
import type { Dispatch, InboundPart, InboundShortMessage } from "../../firmware/message/MessageStore.ts";
import { Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { HastyClock } from "./HastyClock.ts";

export const CHEN = "+13125550101";
export const PATEL = "+13125550102";

/** Waits of the modem ten times shorter than on a roof; the sweep only where a test asks for it. */
const FACTOR = 10;
/** Ten seconds and more of real time, before a test says what it waited for in vain. */
const WAIT_BOUND = Seconds(150);
const TIMINGS: Partial<SessionTimings> = { heartbeat: Seconds(1) };
const RULES: Partial<HealthRules> = { unregisteredIsFault: Milliseconds(0) };

export interface SmsBenchOptions {
  readonly emulator?: GsmEmulatorOptions;
  readonly simPin?: string;
  /** A directory for what the modem's memory keeps. */
  readonly memory?: string;
  /** How many times shorter the waits are. */
  readonly factor?: number;
  readonly timings?: Partial<SessionTimings>;
  /** Instead of the emulator's port: a modem that is not there. */
  readonly port?: string;
}

/** An emulated modem on a real pty, our modem and channel on it, and everything they told. */
export class SmsBench implements AsyncDisposable {
  readonly clock: HastyClock;
  readonly emulator: GsmModemEmulator;
  readonly modem: CellularModem;
  readonly channel: SmsChannel;
  readonly replies: ReceivedReply[] = [];
  readonly stored: InboundShortMessage[] = [];
  readonly reports: DeliveryReport[] = [];
  /** Rows that the engine wrote by itself: after a delivery report. */
  readonly rows: Dispatch[] = [];
  /** Parts that are kept until their text is whole. */
  readonly parts = new Map<string, InboundPart>();
  readonly faults: string[] = [];
  /** What the store does with a message; a test may make it slow or failing. */
  store: (message: InboundShortMessage) => Promise<boolean> = () => Promise.resolve(true);
  /** Where the store says that parts have gone. */
  partsKept: "disk" | "memory" = "disk";
  readonly #listeners = new Set<() => void>();

  private constructor(emulator: GsmModemEmulator, options: SmsBenchOptions) {
    this.emulator = emulator;
    this.clock = new HastyClock(options.factor ?? FACTOR);
    const onFault = (code: string, _detail: string, cleared: boolean): void => {
      // More to say of a fault that is there is no new one.
      const there = this.faults.findLast((told) => told.endsWith(code)) === code;
      if (cleared || !there) this.faults.push(cleared ? `-${code}` : code);
      this.#changed();
    };
    this.modem = new CellularModem({
      id: "mobile",
      // Nothing is kept beyond this process, unless a test asks for it.
      memory: new ModemMemory({ directory: options.memory ?? "/firstring-no-such-directory", line: "mobile" }),
      rules: RULES,
      port: options.port ?? emulator.path,
      clock: this.clock,
      onFault,
      timings: { ...TIMINGS, ...options.timings },
      ...(options.simPin === undefined ? {} : { simPin: options.simPin }),
    });
    this.channel = new SmsChannel({
      modem: this.modem,
      clock: this.clock,
      onFault,
      store: {
        writeInbound: async (message) => {
          const taken = await this.store(message);
          this.stored.push(message);
          return taken;
        },
        writeDispatch: async (row) => {
          this.rows.push(row);
          return { kept: "disk" };
        },
        keepPart: async (part) => {
          this.parts.set(part.id, part);
          return { kept: this.partsKept };
        },
        keptParts: async () => [...this.parts.values()],
        partsDone: async (ids) => {
          for (const id of ids) this.parts.delete(id);
          return { kept: "disk" };
        },
      },
      onReply: (reply) => {
        this.replies.push(reply);
        this.#changed();
      },
      onDeliveryReport: (report) => {
        this.reports.push(report);
        this.#changed();
      },
    });
  }

  static async open(options: SmsBenchOptions = {}): Promise<SmsBench> {
    const emulator = new GsmModemEmulator(options.emulator ?? {});
    // A TCP port keeps its name over an unplug, as udev's link does; a pty is what most tests use.
    await emulator.listen({ kind: "pty" });
    return new SmsBench(emulator, options);
  }

  static async openOnTcp(options: SmsBenchOptions = {}): Promise<SmsBench> {
    const emulator = new GsmModemEmulator(options.emulator ?? {});
    await emulator.listen({ kind: "tcp", port: 0 });
    return new SmsBench(emulator, options);
  }

  /** Resolves once `holds`, which is looked at whenever anything was told; rejects when that takes too long. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (outcome: () => void): void => {
        bound.cancel();
        off();
        this.#listeners.delete(look);
        outcome();
      };
      const look = (): void => {
        if (holds()) end(resolve);
      };
      const bound = this.clock.after("until", WAIT_BOUND, () => end(() => reject(new Error(`never held: ${holds}`))));
      const off = this.emulator.onEvent(() => setImmediate(look));
      this.#listeners.add(look);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.channel.stop();
    await this.modem.stop();
    await this.emulator.stop();
  }

  #changed(): void {
    for (const look of [...this.#listeners]) look();
  }
}

export function dispatchTo(address: string, text: string, rest: Partial<Dispatch> = {}): Dispatch {
  const person = address === CHEN ? "chen" : "patel";
  const at = { createdAt: 0, updatedAt: 0 };
  return {
    id: `7Q4K.1.1.${person}.sms`,
    ref: "7Q4K",
    person,
    way: "sms",
    address,
    text,
    state: "sending",
    attempts: 1,
    ...at,
    ...rest,
  };
}
