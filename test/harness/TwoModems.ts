import { SmsCarrierPool } from "../../device/channel/SmsCarrierPool.ts";
import { SmsChannel } from "../../device/channel/SmsChannel.ts";
import { type GsmEmulatorOptions, GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import { CellularModem } from "../../device/line/gsm/CellularModem.ts";
import { ModemMemory } from "../../device/line/gsm/ModemMemory.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { HastyClock } from "./HastyClock.ts";

const NO_DIRECTORY = "/firstring-no-such-directory";

/** Two emulated modems on real ports with a SIM each, our modems on them, and the channel over both. */
export class TwoModems implements AsyncDisposable {
  readonly clock = new HastyClock(10);
  readonly emulators: readonly [GsmModemEmulator, GsmModemEmulator];
  readonly modems: readonly [CellularModem, CellularModem];
  readonly pool: SmsCarrierPool;
  readonly channel: SmsChannel;
  readonly replies: string[] = [];
  readonly faults: string[] = [];

  private constructor(emulators: readonly [GsmModemEmulator, GsmModemEmulator]) {
    this.emulators = emulators;
    const { clock } = this;
    const onFault = (code: string) => this.faults.push(code);
    const modem = (id: string, port: string): CellularModem =>
      new CellularModem({
        id,
        port,
        clock,
        onFault,
        memory: new ModemMemory({ directory: NO_DIRECTORY, line: id }),
        timings: { heartbeat: Seconds(1) },
      });
    this.modems = [modem("first", emulators[0].path), modem("second", emulators[1].path)];
    this.pool = new SmsCarrierPool(this.modems, clock);
    this.channel = new SmsChannel({
      modem: this.pool,
      lanes: this.modems.length,
      clock,
      onFault,
      onReply: ({ text }) => void this.replies.push(text),
      store: {
        writeInbound: async () => true,
        writeDispatch: async () => ({ kept: "disk" }),
        keepPart: async () => ({ kept: "disk" }),
        keptParts: async () => [],
        partsDone: async () => ({ kept: "disk" }),
      },
    });
  }

  static async open(first: GsmEmulatorOptions = {}, second: GsmEmulatorOptions = {}): Promise<TwoModems> {
    const emulators = [new GsmModemEmulator(first), new GsmModemEmulator(second)] as const;
    for (const emulator of emulators) await emulator.listen({ kind: "tcp", port: 0 });
    return new TwoModems(emulators);
  }

  async start(): Promise<void> {
    await Promise.all(this.modems.map((modem) => modem.start()));
  }

  /** What a phone shows, by the modem over which it came. */
  shownBy(number: string): readonly (readonly string[])[] {
    return this.emulators.map((emulator) => emulator.doctorPhone(number).received.map(({ text }) => text));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.channel.stop();
    await Promise.all(this.modems.map((modem) => modem.stop()));
    await Promise.all(this.emulators.map((emulator) => emulator.stop()));
  }
}
