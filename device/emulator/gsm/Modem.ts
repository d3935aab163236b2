/* @pure */
import type { Clock } from "../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import { CallBox } from "./CallBox.ts";
import type { ParsedCommand } from "./CommandLine.ts";
import { registrationFields } from "./commands/radio.ts";
import { simTrouble } from "./commands/simCard.ts";
import { handlerOf } from "./commands/table.ts";
import type { EmitEvent } from "./events.ts";
import type { MobileNetwork } from "./MobileNetwork.ts";
import type { ModemContext } from "./ModemContext.ts";
import {
  canSendSms,
  freshSettings,
  type GsmModel,
  type GsmProfile,
  type MemoryName,
  PROFILES,
  type RegistrationStat,
  type Settings,
  type Sim,
} from "./ModemState.ts";
import { CME, cme, error, type Prompt, type Reply } from "./Reply.ts";
import { SmsInbox } from "./SmsInbox.ts";
import { Terminal } from "./Terminal.ts";
import { TimerSet } from "./TimerSet.ts";

export interface ModemOptions {
  readonly model: GsmModel;
  readonly sim: Sim;
  /** From power-on (with the SIM open) to registered. */
  readonly registerAfterMs: number;
  readonly reportMemory: MemoryName | undefined;
}

export interface ModemOutside {
  readonly clock: Clock;
  readonly network: () => MobileNetwork;
  readonly emit: EmitEvent;
  readonly send: (text: string) => void;
  /** Takes the port away and brings it back, with the power; false: the port outlives a restart. */
  readonly reenumerate?: () => boolean;
}

/** The modem between its port (`terminal`) and its network: its settings, its SIM, its registration and its power. */
export class Modem implements ModemContext {
  readonly profile: GsmProfile;
  readonly sim: Sim;
  readonly terminal: Terminal;
  readonly inbox: SmsInbox;
  readonly calls: CallBox;
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly imei = "860000000000013";
  readonly settings: Settings = freshSettings();
  serviceCentre: string;
  signal = 20;
  readonly #options: ModemOptions;
  readonly #outside: ModemOutside;
  readonly #timers: TimerSet;
  #network: RegistrationStat = 1;
  #searching = false;
  #on = true;

  constructor(options: ModemOptions, outside: ModemOutside) {
    this.#options = options;
    this.#outside = outside;
    this.profile = PROFILES[options.model];
    this.sim = options.sim;
    this.clock = outside.clock;
    this.emit = outside.emit;
    this.#timers = new TimerSet(outside.clock);
    this.serviceCentre = outside.network().settings.serviceCentre;
    this.terminal = new Terminal({
      settings: this.settings,
      timers: this.#timers,
      emit: this.emit,
      send: outside.send,
      perform: (command) => this.#perform(command),
    });
    const shared = {
      settings: this.settings,
      timers: this.#timers,
      emit: this.emit,
      urc: (line: string) => this.urc(line),
    };
    this.calls = new CallBox({ ...shared, profile: this.profile, monotonic: () => this.clock.monotonic() });
    this.inbox = new SmsInbox({
      ...shared,
      sim: this.sim,
      network: outside.network,
      fullLine: this.profile.simcom ? "+SMS FULL" : undefined,
      reportMemory: options.reportMemory,
    });
  }

  get network(): MobileNetwork {
    return this.#outside.network();
  }

  get registration(): RegistrationStat {
    if (!this.#on || simTrouble(this) !== undefined || this.settings.functionality !== 1) return 0;
    return this.#searching ? 2 : this.#network;
  }

  /** May the network give it a message now? */
  get reachable(): boolean {
    return canSendSms(this.registration);
  }

  /** What the network thinks of this modem: 1 home, 2 searching, 3 denied, 5 roaming … */
  setRegistration(stat: RegistrationStat): void {
    this.#network = stat;
    this.#registrationChanged();
  }

  insertSim(present: boolean): void {
    this.sim.present = present;
    this.sim.unlocked = this.sim.pin === undefined;
    if (this.profile.simcom) this.urc(present ? this.#pinLine() : "+CPIN: NOT INSERTED");
    this.#registrationChanged();
  }

  #pinLine(): string {
    return `+CPIN: ${this.sim.unlocked ? "READY" : "SIM PIN"}`;
  }

  #registrationChanged(): void {
    const stat = this.registration;
    for (const name of ["creg", "cgreg", "cereg"] as const) {
      if (this.settings[name] > 0) this.urc(`+${name.toUpperCase()}: ${registrationFields(this.settings[name], stat)}`);
    }
    this.network.pump();
  }

  unlocked(): void {
    if (this.profile.simcom) for (const line of [this.#pinLine(), "SMS DONE", "PB DONE"]) this.urc(line);
    this.#searching = true;
    this.#timers.after("register", Milliseconds(this.#options.registerAfterMs), () => {
      this.#searching = false;
      this.#registrationChanged();
    });
  }

  /** Power lost: nothing is said, what is running comes to nothing; the SIM keeps its messages. */
  powerOff(): void {
    this.#on = false;
    this.#timers.cancelAll();
    this.calls.drop();
    this.terminal.reset();
  }

  powerOn(): void {
    this.#on = true;
    Object.assign(this.settings, freshSettings());
    this.sim.unlocked = this.sim.pin === undefined;
    if (this.profile.simcom) this.urc("RDY");
    if (this.sim.present && this.sim.unlocked) this.unlocked();
    else if (this.profile.simcom) this.urc(this.sim.present ? this.#pinLine() : "+CPIN: NOT INSERTED");
  }

  restart(): void {
    if (this.#outside.reenumerate?.()) return;
    this.powerOff();
    this.powerOn();
  }

  stop(): void {
    this.powerOff();
    this.#timers.stop();
  }

  urc(line: string): void {
    if (this.#on) this.terminal.urc(line);
  }

  /** Bytes from the client. */
  receive(bytes: Uint8Array): void {
    if (this.#on) this.terminal.receive(bytes);
  }

  /** A SIM7600 says plain ERROR to what it does not know; others as AT+CMEE has it (27.007 §9.1). */
  #perform(command: ParsedCommand): Reply | Promise<Reply> | Prompt {
    const handler = handlerOf(this.profile, command.name);
    if (handler) return handler(this, command);
    return this.profile.simcom ? error : cme(CME.notSupported);
  }
}
