import { existsSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { makeDirectory } from "../runtime/makeDirectory.ts";
import { Daemon } from "./Daemon.ts";
import { EmulatorProcess } from "./EmulatorProcess.ts";
import { RehearsalCall, type RehearsalResult } from "./RehearsalCall.ts";
import { RehearsalClinic, type RehearsalLine } from "./rehearsalClinic.ts";
import type { RehearsalScenario } from "./scenarios.ts";

export interface RehearsalOptions {
  /** Emptied at the start: a rehearsal begins from nothing. */
  readonly directory: string;
  /** A clinic's own file, checked, to be rehearsed instead of the made-up clinic's. */
  readonly config?: string;
  /** A clinic's own recordings, played before ours as the appliance would (`DATA/prompts`); need not exist. */
  readonly prompts?: string;
  readonly say: (line: string) => void;
  /** One of the three processes ended by itself. */
  readonly onLost: (why: string) => void;
}

/** From the last byte of a page to `+CMGS` on the emulated network: about what a good cell takes. */
const NETWORK_DELAY_MS = 1_200;

const MODEM_OF = { "voice-modem": "voice-modem", gsm: "gsm-modem" } as const;
const EMULATED = {
  "voice-modem": ["--profile", "usr5637"],
  gsm: ["--network-delay", String(NETWORK_DELAY_MS), "--transit-delay", "300", "--reports", "0"],
} as const;

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
    const { directory, config: ownConfig, prompts, say, onLost } = this.#options;
    const clinic = new RehearsalClinic(ownConfig);
    const { lines } = clinic;
    const called = lines.find((line) => line.driver === "voice-modem");
    const paging = lines.find((line) => line.driver === "gsm");
    if (called === undefined || paging === undefined) throw lineMissing(called === undefined ? "voice-modem" : "gsm");
    rmSync(directory, { recursive: true, force: true });
    makeDirectory(directory);
    if (prompts !== undefined && existsSync(prompts)) symlinkSync(prompts, join(directory, "prompts"));
    say("Starting an emulated telephone line with its modem, and an emulated cellular modem …");
    const modems = new Map(
      await Promise.all(lines.map(async (line) => [line.id, await this.#emulator(line)] as const)),
    );
    const voice = modems.get(called.id)!;
    const gsm = modems.get(paging.id)!;
    this.#voice = voice;
    this.#gsm = gsm;
    const config = join(directory, "clinic.yaml");
    const ports = new Map([...modems].map(([id, { port }]) => [id, port]));
    writeFileSync(config, clinic.text(ports), { mode: 0o600 });
    say(`Starting the appliance (line ${voice.port}, cellular ${gsm.port}) …`);
    const daemon = Daemon.spawn(config, directory, join(directory, "journal.log"), onLost);
    this.#stops.push(() => daemon.stop());
    await daemon.untilReady();
    this.#daemon = daemon;
  }

  async #emulator({ id, driver }: RehearsalLine): Promise<EmulatorProcess> {
    const { directory, onLost } = this.#options;
    const emulator = await EmulatorProcess.start(
      MODEM_OF[driver],
      join(directory, `modem-${id}`),
      EMULATED[driver],
      onLost,
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

const lineMissing = (driver: RehearsalLine["driver"]): Error =>
  new ApplianceError("REHEARSAL_INCOMPLETE", `the clinic file has no line with driver ${driver}`, {
    disposition: "operator",
    cure: "A rehearsal needs a line to call and a modem to page with: add it under lines, with port: emulated if there is none yet.",
  });
