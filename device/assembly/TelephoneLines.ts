import { LONGEST_CALL } from "../../firmware/call/CallEffects.ts";
import { answersCalls } from "../../firmware/config/answersCalls.ts";
import type { Clinic, LineConfig } from "../../firmware/config/Clinic.ts";
import { promptVariables } from "../../firmware/config/promptVariables.ts";
import { callsArrive } from "../../firmware/health/ModemStatus.ts";
import type { Proof } from "../../firmware/health/ServiceProof.ts";
import type { AnswerPolicy, LineCommand, LineEvent, PhoneLine } from "../../firmware/line/Line.ts";
import type { VoiceMessage } from "../../firmware/message/MessageStore.ts";
import { isOpen } from "../../firmware/oncall/openHours.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import type { ExchangeTime } from "../../firmware/time/ExchangeTime.ts";
import { CallDesk, type CallDeskOptions } from "../call/CallDesk.ts";
import type { Reception } from "../doctor/Reception.ts";
import { GsmLine } from "../line/gsm/GsmLine.ts";
import type { LineFinding } from "../line/voice-modem/dialTone.ts";
import { VoiceModemLine } from "../line/voice-modem/VoiceModemLine.ts";
import type { Log } from "../runtime/openLog.ts";
import { openPort } from "../serial/openPort.ts";
import { openWithin } from "../serial/openWithin.ts";
import type { CellularModems } from "./CellularModems.ts";
import type { DoctorTalks } from "./DoctorTalks.ts";

/** Longer than the call session's own bound: if that fails, the line hangs up all the same. */
const LINE_LIMITS = { longestCall: Minutes(LONGEST_CALL / 60_000 + 1) };

/** A stop takes some seconds; one that does not come must cost no call: a caller waits for seven or eight rings. */
const HOLD = Seconds(20);

/** A port that hangs in the kernel is a fault of its line, never the end of it. */
const OPENS_WITHIN = Seconds(8);

/** A line with one of these answers nobody until it is ready again. */
const ENDS_SERVICE: ReadonlySet<string> = new Set([
  ...["LINE_PORT_GONE", "LINE_MODEM_UNKNOWN", "LINE_MODEM_NO_VOICE", "LINE_MODEM_SILENT", "LINE_SMS_ONLY"],
  ...["SMS_MODEM_GONE", "SMS_MODEM_SILENT", "SMS_SIM_MISSING", "SMS_SIM_PIN", "SMS_SIM_PUK"],
]);

export interface TelephoneLinesOptions
  extends Pick<CallDeskOptions, "store" | "prompts" | "codes" | "feed" | "raiseAlert" | "news" | "clockTrusted"> {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly log: Log;
  readonly modems: CellularModems;
  readonly messageChanged: (message: VoiceMessage) => void;
  readonly fault: (code: string, where: string, detail: string, cleared?: boolean) => void;
  /** Who calls from a doctor's telephone is let in by them. */
  readonly talks: DoctorTalks;
  /** The exchange told the time with a caller ID. */
  readonly exchangeTime: (told: ExchangeTime) => void;
  /** A cellular line is on-hook, and somebody may be called over it. */
  readonly lineFree: () => void;
}

/** Can somebody be called over it? An analog modem is not told whether anybody answers. */
export const makesCalls = (line: LineConfig): boolean => line.driver === "gsm" && answersCalls(line);

/** The telephone lines of the clinic file with their call desks: what rings is answered, each line by itself. */
export class TelephoneLines {
  readonly #options: TelephoneLinesOptions;
  readonly #lines: readonly PhoneLine[];
  readonly #states = new Map<string, string>();
  /** Lines that ring or are off-hook. */
  readonly #inCall = new Set<string>();
  #heldUntil = 0;
  readonly #listeners = new Set<(line: string, event: LineEvent) => void>();

  constructor(options: TelephoneLinesOptions) {
    this.#options = options;
    this.#lines = options.clinic.lines.filter(answersCalls).map((config) => this.#make(config));
  }

  /** Those over which somebody can be called. */
  get calling(): readonly GsmLine[] {
    return this.#lines.filter((line) => line instanceof GsmLine);
  }

  /** Is there a dial tone on this line? Undefined: it is no analog line, or it is in use. */
  async checkLine(id: string): Promise<LineFinding | undefined> {
    const line = this.#lines.find((one) => one.id === id);
    return line instanceof VoiceModemLine ? line.checkLine() : undefined;
  }

  /** Everything that the lines tell, as it comes. Returns the function that ends listening. */
  listen(listener: (line: string, event: LineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What each voice modem shows for the watchdog; a cellular line is its modem. */
  get proofs(): readonly Proof[] {
    const analogLines = this.#lines.filter((line) => line instanceof VoiceModemLine);
    return analogLines.map(({ id, proof }) => ({ kind: "line", where: id, ...proof }));
  }

  /** What `firstring status` says of each. */
  get states(): ReadonlyMap<string, string> {
    return new Map([...this.#states].map(([id, state]) => [id, this.#withNetwork(id, state)]));
  }

  /** How many lines somebody speaks on, or rings: nothing is started anew meanwhile. */
  get calls(): number {
    return this.#lines.filter((line) => this.#inCall.has(line.id) || (line instanceof GsmLine && line.busy)).length;
  }

  /**
   * True: nobody rings or speaks on any line, and for twenty seconds nobody is answered: who rings now goes on ringing until the program
   * that is started next answers. If nothing comes of the stop, this one does, at the first ring after that. False: a line is in use.
   */
  hold(): boolean {
    if (this.calls > 0) return false;
    this.#heldUntil = this.#options.clock.monotonic() + HOLD;
    return true;
  }

  /** A modem that is ready rings for nobody while its SIM has no network. */
  #withNetwork(id: string, state: string): string {
    const status = this.#options.modems.of(id)?.status();
    if (status === undefined || !status.ready || !state.startsWith("ready") || callsArrive(status)) return state;
    return `waits for the network: no calls arrive (${state.replace(/^ready \(|\)$/g, "")})`;
  }

  /** A fault of a modem is one of its line, too. */
  modemFault(code: string, where: string, cleared: boolean): void {
    if (!cleared && this.#states.has(where) && ENDS_SERVICE.has(code))
      this.#states.set(where, `not in service (${code})`);
  }

  /** Returns when every line has made its first attempt. */
  async start(): Promise<void> {
    await Promise.all(this.#lines.map((line) => line.start()));
  }

  async stop(): Promise<void> {
    // Nobody is answered only to be let go.
    this.#heldUntil = Number.POSITIVE_INFINITY;
    await Promise.all(this.#lines.map((line) => line.stop()));
  }

  #make(config: LineConfig): PhoneLine {
    const { clock, log, modems } = this.#options;
    const command = (wanted: LineCommand) => line.perform(wanted);
    const reception = this.#options.talks.receptionOf(config.id, this.#deskOf(config.id, command), command);
    const shared = {
      id: config.id,
      clock,
      answerPolicy: this.#answerPolicy,
      limits: LINE_LIMITS,
      // What a call's sound suffered is worth a line in the journal; the rest is for whoever looks for a fault.
      log: (text: string) =>
        (/: (?:no )?sound\b/.test(text) ? log.info : log.debug).call(log, { line: config.id }, text),
      onEvent: (event: LineEvent) => this.#lineEvent(config.id, reception, event),
    };
    this.#states.set(config.id, "looking for its modem");
    const line =
      config.driver === "voice-modem"
        ? analog(config, { ...shared, exchangeTime: this.#options.exchangeTime })
        : cellular(config.id, modems, { ...shared, onFree: this.#options.lineFree });
    return line;
  }

  #deskOf(id: string, command: CallDeskOptions["command"]): CallDesk {
    const { clinic, clock, fault, store, prompts, codes, feed, raiseAlert, messageChanged, news, clockTrusted } =
      this.#options;
    const { languages, country, timezone } = clinic.clinic;
    return new CallDesk({
      ...{ store, prompts, codes, feed, raiseAlert, messageChanged, clock, languages, country, command },
      ...{ timezone, news, clockTrusted },
      line: id,
      script: clinic.script,
      variables: promptVariables(clinic),
      fault: (code, detail) => fault(code, id, detail),
    });
  }

  #lineEvent(id: string, reception: Reception, event: LineEvent): void {
    // While it rings the cellular link is made ready: in seconds a page may be wanted. ATA on the same modem goes first.
    if (event.kind === "rang" && event.ring === 1) queueMicrotask(() => this.#options.modems.keepWarm());
    if (event.kind === "rang" || event.kind === "answered") this.#inCall.add(id);
    if (event.kind === "ringingStopped" || event.kind === "released" || event.kind === "ready") this.#inCall.delete(id);
    if (event.kind === "ready") this.#states.set(id, `ready (${event.model} ${event.firmware})`);
    for (const listener of this.#listeners) listener(id, event);
    if (event.kind !== "fault") return reception.lineEvent(event);
    if (ENDS_SERVICE.has(event.code) && !event.cleared) this.#states.set(id, `not in service (${event.code})`);
    this.#options.fault(event.code, id, event.detail, event.cleared);
  }

  /** Open hours belong to the front desk, unless the clinic wants the box at a later ring, or always. */
  readonly #answerPolicy: AnswerPolicy = () => {
    const { clinic, clock } = this.#options;
    if (clock.monotonic() < this.#heldUntil) return { never: true };
    const { answer, overflowRing } = clinic.hours;
    if (answer === "always" || !isOpen(clinic, clock.now())) return { atRing: 1 };
    return overflowRing === undefined ? { never: true } : { atRing: overflowRing };
  };
}

type Shared = Omit<ConstructorParameters<typeof GsmLine>[0], "modem">;

const analog = (
  config: Extract<LineConfig, { driver: "voice-modem" }>,
  shared: Shared & Pick<TelephoneLinesOptions, "exchangeTime">,
): PhoneLine =>
  new VoiceModemLine({
    ...shared,
    port: config.port,
    pickup: config.pickup,
    openPort: openWithin(openPort, OPENS_WITHIN, shared.clock),
    ...(config.model === undefined ? {} : { model: config.model }),
  });

function cellular(id: string, modems: CellularModems, shared: Shared): PhoneLine {
  const modem = modems.of(id);
  if (modem === undefined) throw new Error(`line ${id} has no modem`);
  return new GsmLine({ ...shared, modem });
}
