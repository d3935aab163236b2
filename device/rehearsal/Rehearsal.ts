import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Daemon } from "./Daemon.ts";
import { EmulatorProcess } from "./EmulatorProcess.ts";
import { RehearsalCall, type RehearsalResult } from "./RehearsalCall.ts";
import { rehearsalClinicText } from "./rehearsalClinic.ts";
import type { RehearsalScenario } from "./scenarios.ts";

export interface RehearsalOptions {
  /** Emptied at the start: a rehearsal begins from nothing. */
  readonly directory: string;
  readonly say: (line: string) => void;
  /** One of the three processes ended by itself. */
  readonly onLost: (why: string) => void;
}

/** From the last byte of a page to `+CMGS` on the emulated network: about what a good cell takes. */
const NETWORK_DELAY_MS = 1_200;

/**
 * The whole appliance on emulated modems: three processes that meet on serial ports, as on hardware. Nothing of the
 * appliance is replaced; what the timeline knows of it comes through its control socket.
 */
export class Rehearsal {
  readonly #options: RehearsalOptions;
  readonly #stops: (() => Promise<unknown>)[] = [];
  #voice: EmulatorProcess | undefined;
  #gsm: EmulatorProcess | undefined;
  #daemon: Daemon | undefined;
  #call: RehearsalCall | undefined;
  #starting: Promise<void> | undefined;

  constructor(options: RehearsalOptions) {
    this.#options = options;
  }

  /** Rejects when `stop` is called meanwhile. */
  start(): Promise<void> {
    this.#starting = this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const { directory, say, onLost } = this.#options;
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    say("Starting an emulated telephone line with its modem, and an emulated cellular modem …");
    const [voice, gsm] = await Promise.all([
      this.#emulator("voice-modem", "front", ["--profile", "usr5637"]),
      this.#emulator("gsm-modem", "mobile", [
        "--network-delay",
        String(NETWORK_DELAY_MS),
        "--transit-delay",
        "300",
        "--reports",
        "0",
      ]),
    ]);
    this.#voice = voice;
    this.#gsm = gsm;
    const config = join(directory, "clinic.yaml");
    writeFileSync(config, rehearsalClinicText({ front: voice.port, mobile: gsm.port }), { mode: 0o600 });
    say(`Starting the appliance (line ${voice.port}, cellular ${gsm.port}) …`);
    const daemon = Daemon.spawn(config, directory, join(directory, "journal.log"), onLost);
    this.#stops.push(() => daemon.stop());
    await daemon.untilReady();
    this.#daemon = daemon;
  }

  async #emulator(
    modem: "voice-modem" | "gsm-modem",
    name: string,
    options: readonly string[],
  ): Promise<EmulatorProcess> {
    const emulator = await EmulatorProcess.start(
      modem,
      join(this.#options.directory, name),
      options,
      this.#options.onLost,
    );
    this.#stops.push(() => emulator.stop());
    return emulator;
  }

  get busy(): boolean {
    return this.#call !== undefined;
  }

  /** Places one call and follows it to its end; `print` gets the timeline as it happens. */
  async place(scenario: RehearsalScenario, print: (line: string) => void): Promise<RehearsalResult> {
    if (this.#voice === undefined || this.#gsm === undefined || this.#daemon === undefined)
      throw new Error("start() first");
    if (this.#call !== undefined) throw new Error("a rehearsal call is going on; wait for its end");
    this.#call = new RehearsalCall(scenario, { voice: this.#voice, gsm: this.#gsm, daemon: this.#daemon }, print);
    try {
      return await this.#call.run();
    } finally {
      this.#call = undefined;
    }
  }

  /** Everything that was started ends; works after half a start, and in the middle of one. */
  async stop(): Promise<void> {
    this.#call?.abort();
    await this.#runStops();
    // What a start in progress still brought up.
    await this.#starting?.catch(() => {});
    await this.#runStops();
  }

  async #runStops(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop().catch(() => {});
  }
}
