/* @pure */
import type { Digit } from "../../../firmware/line/Line.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import { Coma, type WokenBy } from "./Coma.ts";
import type { ParsedCommand } from "./CommandLine.ts";
import { registrationFields } from "./commands/radio.ts";
import { simTrouble } from "./commands/simCard.ts";
import { handlerOf } from "./commands/table.ts";
import type { EmitEvent } from "./events.ts";
import type { Family, SimState } from "./families/Family.ts";
import { FAMILIES, type GsmModel } from "./families/registry.ts";
import type { MobileNetwork } from "./MobileNetwork.ts";
import { ModemClock } from "./ModemClock.ts";
import type { ModemContext } from "./ModemContext.ts";
import {
  canCall,
  canSendSms,
  factoryKept,
  freshSettings,
  type KeptSettings,
  type MemoryName,
  type RegistrationStat,
  type Settings,
  type Sim,
} from "./ModemState.ts";
import { CME, cme, error, type Prompt, type Reply } from "./Reply.ts";
import { contextOfPort, freshPort, settingsOfPort } from "./SecondPort.ts";
import { SmsInbox } from "./SmsInbox.ts";
import { Terminal } from "./Terminal.ts";
import { TimerSet } from "./TimerSet.ts";
import type { Answering } from "./voice/Answering.ts";
import { AudioPath, type SoundPort } from "./voice/AudioPath.ts";
import { CallBox } from "./voice/CallBox.ts";
import type { FarEnd } from "./voice/GsmCall.ts";
import { KeyReports } from "./voice/KeyReports.ts";
import { ordinary, type VoiceTraits } from "./voice/VoiceTraits.ts";

export interface ModemOptions {
  readonly model: GsmModel;
  readonly sim: Sim;
  /** From power-on (with the SIM open) to registered. */
  readonly registerAfterMs: number;
  readonly reportMemory: MemoryName | undefined;
  readonly voice?: Partial<VoiceTraits>;
}

export interface ModemOutside {
  readonly clock: Clock;
  readonly network: () => MobileNetwork;
  readonly emit: EmitEvent;
  readonly send: (text: string) => void;
  /** Takes the port away and brings it back, with the power; false: the port outlives a restart. */
  readonly reenumerate?: () => boolean;
  /** To the second AT port; without it there is none. */
  readonly sendSecond?: (text: string) => void;
  readonly soundPort?: () => SoundPort | undefined;
  /** What the phone with this number does when it is called; without it, it rings until it is picked up by hand. */
  readonly dialled?: (number: string) => { readonly answering: Answering; readonly farEnd: FarEnd | undefined };
}

/** The modem between its ports (`terminal`, `audio`) and its network: its settings, its SIM, its registration and its power. */
export class Modem implements ModemContext {
  readonly family: Family;
  readonly sim: Sim;
  readonly terminal: Terminal;
  /** The second AT port: commands beside those of the first, and the same unsolicited lines where the make has it so. */
  readonly second: Terminal;
  readonly inbox: SmsInbox;
  readonly calls: CallBox;
  readonly audio: AudioPath;
  readonly keys: KeyReports;
  readonly wallClock: ModemClock;
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly imei = "860000000000013";
  readonly settings: Settings = freshSettings();
  readonly kept: KeptSettings = factoryKept();
  traits: VoiceTraits;
  serviceCentre: string;
  signal = 20;
  readonly #options: ModemOptions;
  readonly #outside: ModemOutside;
  readonly #timers: TimerSet;
  readonly #secondPort = freshPort();
  #network: RegistrationStat = 1;
  #searching = false;
  #on = true;
  #coma: Coma | undefined;

  constructor(options: ModemOptions, outside: ModemOutside) {
    this.#options = options;
    this.#outside = outside;
    this.family = FAMILIES[options.model];
    this.traits = { ...ordinary, ...options.voice };
    this.sim = options.sim;
    this.clock = outside.clock;
    this.emit = outside.emit;
    this.#timers = new TimerSet(outside.clock);
    this.serviceCentre = outside.network().settings.serviceCentre;
    this.wallClock = new ModemClock({
      clock: outside.clock,
      bootClock: this.family.bootClock,
      networkTime: () => this.network.time(),
    });
    this.terminal = new Terminal({
      settings: this.settings,
      timers: this.#timers,
      emit: this.emit,
      send: outside.send,
      perform: (command) => this.#perform(command, this),
    });
    const settings = settingsOfPort(this.settings, this.#secondPort);
    const context = contextOfPort(this, settings);
    this.second = new Terminal({
      settings,
      timers: this.#timers,
      emit: this.emit,
      send: (text) => outside.sendSecond?.(text),
      perform: (command) => this.#perform(command, context),
    });
    const shared = {
      settings: this.settings,
      timers: this.#timers,
      emit: this.emit,
      clock: this.clock,
      traits: () => this.traits,
      urc: (line: string) => this.urc(line),
    };
    this.audio = new AudioPath({
      ...shared,
      port: () => outside.soundPort?.(),
      position: () => this.family.positionInSound && this.traits.position && this.kept.positionPort !== "none",
    });
    this.calls = new CallBox({
      ...shared,
      family: this.family,
      timeOfDay: () => this.#timeOfDay(),
      soundOf: (call) => this.audio.callIs(call, this.family.soundStaysOn),
      dialled: outside.dialled ?? (() => ({ answering: { kind: "byHand" }, farEnd: undefined })),
    });
    this.keys = new KeyReports({ ...shared, line: (digit) => this.family.keyLine(digit, this.settings) });
    this.inbox = new SmsInbox({
      ...shared,
      sim: this.sim,
      network: outside.network,
      fullLine: (memory) => this.family.fullLine(memory, this.settings),
      reportMemory: options.reportMemory,
    });
    this.#chatter();
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

  /** Would it ring? */
  get canRing(): boolean {
    return canCall(this.registration);
  }

  /** What the network thinks of this modem: 1 home, 2 searching, 3 denied, 5 roaming … */
  setRegistration(stat: RegistrationStat): void {
    this.#network = stat;
    this.#registrationChanged();
  }

  setSignal(signal: number): void {
    this.signal = signal;
    for (const line of this.family.signalLines(signal, this.settings)) this.urc(line);
  }

  setTraits(traits: Partial<VoiceTraits>): void {
    const quiet = this.traits.noiseEveryMs <= 0;
    this.traits = { ...this.traits, ...traits };
    if (quiet) this.#chatter();
  }

  /** As at the beginning. */
  ordinaryTraits(): void {
    this.setTraits({ ...ordinary, ...this.#options.voice });
  }

  /** Some makes talk all the time. */
  #chatter(): void {
    if (this.traits.noiseEveryMs <= 0) return;
    this.#timers.after("noise", Milliseconds(this.traits.noiseEveryMs), () => {
      for (const line of this.family.noise(this.signal, this.settings)) this.urc(line);
      this.#chatter();
    });
  }

  insertSim(present: boolean): void {
    this.sim.present = present;
    this.sim.unlocked = this.sim.pin === undefined;
    if (!present) this.calls.drop();
    this.#tellSim();
    this.#registrationChanged();
  }

  #tellSim(): void {
    for (const line of this.family.simNews(this.#simState())) this.urc(line);
  }

  #simState(): SimState {
    if (!this.sim.present) return "none";
    if (this.sim.unlocked) return "ready";
    return this.sim.pinTries === 0 ? "puk" : "pin";
  }

  #registrationChanged(): void {
    const stat = this.registration;
    for (const name of ["creg", "cgreg", "cereg"] as const) {
      if (this.settings[name] > 0) this.urc(`+${name.toUpperCase()}: ${registrationFields(this.settings[name], stat)}`);
    }
    for (const line of this.family.registrationLines(canSendSms(stat), this.settings)) this.urc(line);
    this.askNetworkTime();
    this.network.pump();
  }

  askNetworkTime(): void {
    if (canSendSms(this.registration) && (this.kept.timeUpdate === 1 || !this.family.clockNeedsCtzu))
      this.wallClock.networkTold();
  }

  functionalityChanged(): void {
    if (this.settings.functionality === 1) this.#register();
    else {
      this.calls.drop();
      this.#registrationChanged();
    }
  }

  unlocked(): void {
    for (const line of [...this.family.simNews("ready"), ...this.family.simOpen]) this.urc(line);
    this.#register();
  }

  #register(): void {
    this.#searching = true;
    this.#timers.after("register", Milliseconds(this.#options.registerAfterMs), () => {
      this.#searching = false;
      this.#registrationChanged();
    });
  }

  /** Power lost: nothing is said, what is running comes to nothing; the SIM keeps its messages. */
  powerOff(): void {
    this.#on = false;
    this.#coma = undefined;
    this.#timers.cancelAll();
    this.calls.drop();
    this.audio.reset();
    this.terminal.reset();
    this.second.reset();
  }

  powerOn(): void {
    this.#on = true;
    Object.assign(this.settings, freshSettings());
    Object.assign(this.#secondPort, freshPort());
    Object.assign(this.settings.voice, this.kept.indications);
    this.wallClock.powerOn();
    this.sim.unlocked = this.sim.pin === undefined;
    for (const line of this.family.boot) this.urc(line);
    this.#chatter();
    if (this.sim.present && this.sim.unlocked) this.unlocked();
    else this.#tellSim();
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

  /** The AT port goes silent; the call and its sound go on. */
  fallSilent(wokenBy: WokenBy): void {
    this.#coma = new Coma(wokenBy);
  }

  crash(): void {
    this.fallSilent("replug");
  }

  get silent(): boolean {
    return this.#coma !== undefined;
  }

  urc(line: string): void {
    if (!this.#on || this.#coma) return;
    this.terminal.urc(line);
    if (this.family.talksOnBothPorts) this.second.urc(line);
  }

  /** Bytes from the client, to the first AT port or the second. */
  receive(bytes: Uint8Array, terminal = this.terminal): void {
    if (!this.#on) return;
    if (!this.#coma) return terminal.receive(bytes);
    const waking = this.#coma.hears(bytes);
    if (waking === "sleeps") return;
    this.#coma = undefined;
    if (waking === "restarts") this.restart();
    else terminal.receive(bytes);
  }

  receiveSecond(bytes: Uint8Array): void {
    this.receive(bytes, this.second);
  }

  /** A client has opened the AT port. */
  portOpened(): void {
    if (this.#coma?.wokenBy === "reopen") this.#coma = undefined;
  }

  /** Bytes of sound from the client. */
  receiveSound(bytes: Uint8Array): void {
    if (this.#on) this.audio.receive(bytes);
  }

  /** The other end presses a key. */
  keyPressed(digit: Digit, toneMs: number): void {
    if (this.#on) this.keys.pressed(digit, toneMs);
  }

  #timeOfDay(): string {
    const { hour, minute } = this.wallClock.time();
    return `${hour}:${minute}`;
  }

  /** Some say plain ERROR to what they do not know; others as AT+CMEE has it (27.007 §9.1). */
  #perform(command: ParsedCommand, context: ModemContext): Reply | Promise<Reply> | Prompt {
    const handler = handlerOf(this.family, command.name);
    if (handler) return handler(context, command);
    return this.family.plainErrors ? error : cme(CME.notSupported);
  }
}
