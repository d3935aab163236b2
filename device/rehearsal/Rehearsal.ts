import { existsSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Parts } from "../assembly/Part.ts";
import { makeDirectory } from "../runtime/makeDirectory.ts";
import { AnalogLine, type CalledLine, CellularLine } from "./CalledLine.ts";
import { Daemon } from "./Daemon.ts";
import { EmulatorProcess } from "./EmulatorProcess.ts";
import { lineToCall, refuseWithoutPager } from "./lineToCall.ts";
import { RehearsalCall, type RehearsalResult } from "./RehearsalCall.ts";
import { RehearsalClinic, type RehearsalLine, type RehearsalPorts } from "./rehearsalClinic.ts";
import { fromAnotherTelephone, numbersOf, type RehearsalScenario } from "./scenarios.ts";
import type { TimelinePrinter } from "./Timeline.ts";

export interface RehearsalOptions {
  /** Emptied at the start: a rehearsal begins from nothing. */
  readonly directory: string;
  /** A clinic's own file, checked, to be rehearsed instead of the made-up clinic's. */
  readonly config?: string;
  /** A clinic's own recordings, played before ours as the appliance would (`DATA/prompts`); need not exist. */
  readonly prompts?: string;
  /** Of its box, in place of ours: a service's own has its key, its secrets and its watchdog in it. */
  readonly environment?: NodeJS.ProcessEnv;
  /** What the clocks of the box and of its networks say; now when not said. */
  readonly at?: number;
  /** In open hours the line is left to the front desk, as the clinic file has it; without, each call is answered. */
  readonly ownHours?: boolean;
  /** The line of the first call, by its id; the first that answers calls when not said. */
  readonly line?: string;
  readonly say: (line: string) => void;
  /** One of the processes ended by itself. */
  readonly onLost: (why: string) => void;
}

/** From the last byte of a page to `+CMGS` on the emulated network: about what a good cell takes. */
const NETWORK_DELAY_MS = 1_200;

const NETWORK = ["--network-delay", String(NETWORK_DELAY_MS), "--transit-delay", "300", "--reports", "0"];

/**
 * The whole appliance on emulated modems: processes that meet on serial ports, as on hardware. Nothing of the
 * appliance is replaced; what the timeline knows of it comes through its control socket.
 */
export class Rehearsal {
  readonly #options: RehearsalOptions;
  readonly #parts = new Parts(() => {});
  readonly #clinic: RehearsalClinic;
  readonly #modems = new Map<string, EmulatorProcess>();
  readonly #aheadMs: number;
  #daemon: Daemon | undefined;
  #call: RehearsalCall | undefined;
  #called: CalledLine | undefined;
  #starting: Promise<void> | undefined;
  /** Numbers that have called: their calls may be open still. */
  readonly #callers = new Set<string>();

  /** @throws when the clinic file has no line to call, not the one that is asked for, or nothing to page with. */
  constructor(options: RehearsalOptions) {
    this.#options = options;
    this.#clinic = new RehearsalClinic(options.config);
    this.#aheadMs = options.at === undefined ? 0 : Math.round(options.at - Date.now());
    refuseWithoutPager(this.#clinic.lines);
    this.lineToCall(options.line);
  }

  /** The lines that can be called. */
  get lines(): readonly RehearsalLine[] {
    return this.#clinic.lines.filter(({ answers }) => answers);
  }

  /** @throws UsageError */
  lineToCall(asked: string | undefined): RehearsalLine {
    return lineToCall(this.#clinic.lines, asked);
  }

  /** Rejects when `stop` is called meanwhile. */
  start(): Promise<void> {
    this.#starting = this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const { directory, prompts, say, onLost, ownHours = false } = this.#options;
    const { lines } = this.#clinic;
    rmSync(directory, { recursive: true, force: true });
    makeDirectory(directory);
    if (prompts !== undefined && existsSync(prompts)) symlinkSync(prompts, join(directory, "prompts"));
    say(`Starting ${lines.map(({ driver }) => IN_WORDS[driver]).join(", and ")} …`);
    for (const { id } of lines.filter(({ answersHereOnly }) => answersHereOnly))
      say(`Line ${id} has no audio in the clinic file: in earnest it would send messages and answer no calls.`);
    const ports = new Map(await Promise.all(lines.map(async (line) => [line.id, await this.#emulator(line)] as const)));
    const config = join(directory, "clinic.yaml");
    writeFileSync(config, this.#clinic.text(ports, { ownHours }), { mode: 0o600 });
    const places = lines.map(({ id, driver }) => `${driver === "gsm" ? "cellular" : "line"} ${ports.get(id)?.port}`);
    this.#parts.demandGoingOn();
    say(`Starting the appliance (${places.join(", ")}) …`);
    const daemon = Daemon.spawn(config, directory, join(directory, "journal.log"), onLost, this.#clockAhead, {
      ...this.#environment,
      ...this.#clinic.environment,
    });
    this.#parts.stopLater(() => daemon.stop());
    await daemon.untilReady();
    this.#daemon = daemon;
  }

  async #emulator({ id, driver, answers, model }: RehearsalLine): Promise<RehearsalPorts> {
    const { directory, onLost } = this.#options;
    const link = join(directory, `modem-${id}`);
    const emulator = await (driver === "gsm"
      ? EmulatorProcess.start(
          "gsm-modem",
          link,
          ["--model", model ?? "sim7600", ...NETWORK, ...this.#clockAhead],
          onLost,
          answers ? `${link}-audio` : undefined,
        )
      : EmulatorProcess.start("voice-modem", link, ["--profile", "usr5637", ...this.#clockAhead], onLost));
    this.#parts.stopLater(() => emulator.stop());
    this.#modems.set(id, emulator);
    const { port, audio } = emulator;
    return { port, ...(audio === undefined ? {} : { audio }) };
  }

  get #environment(): NodeJS.ProcessEnv {
    return this.#options.environment ?? process.env;
  }

  get #clockAhead(): readonly string[] {
    return this.#aheadMs === 0 ? [] : [`--clock-ahead=${this.#aheadMs}`];
  }

  get clinic(): Pick<RehearsalClinic, "name" | "people" | "timezone"> {
    return this.#clinic;
  }

  /** By the id of its line; empty before the start. */
  get modems(): ReadonlyMap<string, EmulatorProcess> {
    return this.#modems;
  }

  /** Undefined before the start. */
  get daemon(): Daemon | undefined {
    return this.#daemon;
  }

  get busy(): boolean {
    return this.#call !== undefined;
  }

  /** Places one call and follows it to its end; `print` gets the timeline as it happens. @throws UsageError: no such line. */
  async place(
    scenario: RehearsalScenario,
    print: TimelinePrinter,
    lineId = this.#options.line,
  ): Promise<RehearsalResult> {
    const { id, driver } = this.lineToCall(lineId);
    const modem = this.#modems.get(id);
    const daemon = this.#daemon;
    if (modem === undefined || daemon === undefined) throw new Error("start() first");
    if (this.#call !== undefined) throw new Error("a rehearsal call is going on; wait for its end");
    const { directory } = this.#options;
    const line = driver === "gsm" ? new CellularLine(modem, directory) : new AnalogLine(modem);
    this.#called = line;
    const played = scenario.byHand === true ? scenario : fromAnotherTelephone(scenario, this.#callers);
    for (const number of numbersOf(played)) this.#callers.add(number);
    this.#call = new RehearsalCall(
      played,
      { line, networks: this.networks, daemon, directory, people: this.#clinic.people, environment: this.#environment },
      print,
    );
    try {
      return await this.#call.run();
    } finally {
      this.#call = undefined;
      line.forget();
    }
  }

  /** Whoever follows the call has hung up for its caller. */
  cutShort(): void {
    this.#call?.cutShort();
  }

  /** The cellular modems, each with its network and the doctors' telephones in it. */
  get networks(): readonly EmulatorProcess[] {
    const ids = this.#clinic.lines.filter(({ driver }) => driver === "gsm").map(({ id }) => id);
    return ids.flatMap((id) => this.#modems.get(id) ?? []);
  }

  /** Everything that was started ends; works after half a start, and in the middle of one. */
  async stop(): Promise<void> {
    this.#call?.abort();
    await this.#parts.stopAll();
    // What a start in progress still brings up.
    await this.#starting?.catch(() => {});
    await this.#parts.stopAll();
    // A call that was cut off has its sound written down when the modem is let go.
    this.#called?.forget();
  }
}

const IN_WORDS = {
  "voice-modem": "an emulated telephone line with its modem",
  gsm: "an emulated cellular modem",
} as const;
