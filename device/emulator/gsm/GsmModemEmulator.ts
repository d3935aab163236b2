import type { Digit } from "../../../firmware/line/Line.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { type Duration, Milliseconds } from "../../../firmware/time/Duration.ts";
import { SystemClock } from "../../runtime/SystemClock.ts";
import type { CallerAction, CallReport } from "../caller/Caller.ts";
import type { SoundListener } from "../caller/LiveSound.ts";
import { ByteSplitter, type ByteSplitting } from "./ByteSplitter.ts";
import type { WokenBy } from "./Coma.ts";
import type { GsmEvent, GsmEventBody } from "./events.ts";
import type { Fault } from "./Faults.ts";
import type { GsmModel } from "./families/registry.ts";
import { MobileNetwork, type NetworkSettings, type Refusal } from "./MobileNetwork.ts";
import { Modem } from "./Modem.ts";
import { ModemPorts } from "./ModemPorts.ts";
import { type MemoryName, newSim, type RegistrationStat, type Sim } from "./ModemState.ts";
import type { WirePlace } from "./ModemWire.ts";
import type { DoctorPhone } from "./Phone.ts";
import { TimerSet } from "./TimerSet.ts";
import { type CallOptions, CallPlacer } from "./voice/CallPlacer.ts";
import type { VoiceTraits } from "./voice/VoiceTraits.ts";

export type { ByteSplitting } from "./ByteSplitter.ts";

export interface GsmEmulatorOptions {
  /** `sim7600` when not said; `generic` is plain 27.005/27.007. */
  readonly model?: GsmModel;
  /** The SIM asks for this PIN after every power-on. */
  readonly simPin?: string;
  readonly noSim?: boolean;
  /** Messages that the SIM (and the modem's own memory) can hold; 40. */
  readonly slots?: number;
  /** From power-on to registered; the first power-on, before `listen`, is long past. */
  readonly registerAfterMs?: number;
  /** `AT+CFUN=1,1` and `AT+CRESET` make the port vanish for so long, as USB modems do; without it the port stays. */
  readonly reenumerateMs?: number;
  /** Where delivery reports are stored with CNMI ⟨ds⟩ 2, if not where messages are. */
  readonly reportMemory?: MemoryName;
  readonly network?: Partial<NetworkSettings>;
  /** How it behaves in calls, and what it does wrong there; see `setVoice`. */
  readonly voice?: Partial<VoiceTraits>;
  readonly clock?: Clock;
}

/**
 * A GSM modem with its SIM, its network and its phones, on a real serial port.
 *
 *     const modem = new GsmModemEmulator({ network: { delayMs: 1500 } });
 *     await modem.listen({ kind: "pty" });              // modem.path: "/dev/pts/5"
 *     const chen = modem.doctorPhone("+13125550101");
 *     const page = await modem.waitFor((event) => event.event === "textShown", Seconds(5));
 *     chen.sends("7Q4K");
 *     const report = await modem.callFrom([{ call: { number: "+13125550142" } }, { waitPrompt: {} }, { hangsUp: {} }]);
 *     await modem.stop();
 */
export class GsmModemEmulator {
  readonly network: MobileNetwork;
  readonly sim: Sim;
  readonly #clock: Clock;
  readonly #modem: Modem;
  readonly #networkTimers: TimerSet;
  readonly #wireTimers: TimerSet;
  readonly #listeners = new Set<(event: GsmEvent) => void>();
  readonly #ports: ModemPorts;
  readonly #splitter: ByteSplitter;
  readonly #placer: CallPlacer;
  #newNameNext = false;

  constructor(options: GsmEmulatorOptions = {}) {
    this.#clock = options.clock ?? new SystemClock();
    this.#networkTimers = new TimerSet(this.#clock);
    this.#wireTimers = new TimerSet(this.#clock);
    this.#ports = new ModemPorts({
      onText: (bytes) => this.#modem.receive(bytes),
      onSecond: (bytes) => this.#modem.receiveSecond(bytes),
      onSound: (bytes) => this.#modem.receiveSound(bytes),
      onOpened: () => this.#modem.portOpened(),
    });
    this.#splitter = new ByteSplitter(this.#wireTimers, (bytes) => this.#ports.text?.write(bytes));
    this.sim = newSim(options.simPin, options.slots ?? 40);
    this.sim.present = !options.noSim;
    const emit = (event: GsmEventBody): void => this.#emit(event);
    this.network = new MobileNetwork(options.network ?? {}, {
      clock: this.#clock,
      timers: this.#networkTimers,
      emit,
      offer: (message) => this.#modem.reachable && this.#modem.inbox.receive(message),
    });
    this.#placer = new CallPlacer({ clock: this.#clock, emit, modem: () => this.#modem, network: this.network });
    this.#modem = new Modem(
      {
        model: options.model ?? "sim7600",
        sim: this.sim,
        registerAfterMs: options.registerAfterMs ?? 0,
        reportMemory: options.reportMemory,
        voice: options.voice ?? {},
      },
      {
        clock: this.#clock,
        network: () => this.network,
        emit,
        send: (text) => this.#splitter.write(Buffer.from(text, "latin1")),
        sendSecond: (text) => this.#ports.second?.write(Buffer.from(text, "latin1")),
        reenumerate: () => this.#reenumerate(options.reenumerateMs),
        soundPort: () => this.#ports.sound,
        dialled: (number) => this.#placer.dialled(number),
      },
    );
  }

  /** The AT port's name for a client; kept over an unplug where a link or a TCP port was asked for. */
  get path(): string {
    return this.#ports.textPath;
  }

  /** The name of the port for the sound; empty if there is none. */
  get audioPath(): string {
    return this.#ports.soundPath;
  }

  /** The name of the second AT port; empty if there is none. */
  get secondPath(): string {
    return this.#ports.secondPath;
  }

  /** The clock of the events. */
  now(): number {
    return this.#clock.monotonic();
  }

  get pluggedIn(): boolean {
    return this.#ports.text !== undefined;
  }

  /**
   * Opens the AT port, the port for the sound and the second AT port. Rejects with `PTY_UNAVAILABLE`, or when the TCP port
   * is taken.
   */
  async listen(place: WirePlace, audioPlace?: WirePlace, secondPlace?: WirePlace): Promise<string> {
    await this.#ports.open({ text: place, sound: audioPlace, second: secondPlace });
    return this.#ready();
  }

  #ready(): string {
    const { path, audioPath, secondPath } = this;
    const more = { ...(audioPath === "" ? {} : { audioPath }), ...(secondPath === "" ? {} : { secondPath }) };
    this.#emit({ event: "ready", path, ...more });
    return path;
  }

  /** Closes the ports and forgets all that was under way. Works also before `listen`, and twice. */
  async stop(): Promise<void> {
    this.#modem.stop();
    this.#networkTimers.stop();
    this.#wireTimers.stop();
    await this.#ports.close();
  }

  /** The USB plug is pulled: ports and power are gone. What the network has for the modem waits there. */
  async unplug(): Promise<void> {
    if (!this.pluggedIn) return;
    const closed = this.#ports.close();
    this.#modem.powerOff();
    this.#splitter.forget();
    this.#emit({ event: "gone", path: this.path });
    await closed;
  }

  /** Plugged in again: a fresh power-on, at the same name if it had one of its own; `newName`: a pty gets another one. */
  async replug(how: { readonly newName?: boolean } = {}): Promise<string> {
    if (this.pluggedIn || !this.#ports.known) return this.path;
    await this.#ports.reopen(how.newName ?? this.#newNameNext);
    this.#newNameNext = false;
    const path = this.#ready();
    this.#modem.powerOn();
    return path;
  }

  /** The modem crashes and starts anew, as in the middle of a call; its ports are away for so long. */
  reset(how: { readonly awayMs?: number; readonly newName?: boolean } = {}): void {
    this.#newNameNext = how.newName ?? false;
    this.#reenumerate(how.awayMs ?? 0);
  }

  #reenumerate(afterMs: number | undefined): boolean {
    if (afterMs === undefined) return false;
    void this.unplug().then(() =>
      this.#wireTimers.after("re-enumerate", Milliseconds(afterMs), () => void this.replug().catch(() => {})),
    );
    return true;
  }

  onEvent(listener: (event: GsmEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The next event that `matches`, from now on. Rejects with a sentence when none comes in time. */
  waitFor(matches: (event: GsmEvent) => boolean, within: Duration, what = "the awaited event"): Promise<GsmEvent> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after("waitFor", within, () => {
        off();
        reject(new Error(`${what} did not come within ${within} ms`));
      });
      const off = this.onEvent((event) => {
        if (!matches(event)) return;
        timer.cancel();
        off();
        resolve(event);
      });
    });
  }

  /** The phone with this number (one is made when it is new): what it shows, and what it sends. */
  doctorPhone(number: string): DoctorPhone {
    return this.network.phone(number);
  }

  inject(fault: Fault): void {
    this.#modem.terminal.faults.add(fault);
  }

  clearFaults(): void {
    this.#modem.terminal.faults.clear();
    this.network.acceptEverything();
    this.splitBytes(undefined);
    this.#modem.audio.faults.clear();
    this.#modem.ordinaryTraits();
  }

  get faultsWaiting(): readonly Fault[] {
    return this.#modem.terminal.faults.waiting;
  }

  /** The network refuses messages with a `+CMS ERROR`. */
  refuse(refusal: Refusal): void {
    this.network.refuse(refusal);
  }

  setRegistration(stat: RegistrationStat): void {
    this.#modem.setRegistration(stat);
  }

  /** 0-31, 99 for unknown. */
  setSignal(signal: number): void {
    this.#modem.setSignal(signal);
  }

  insertSim(): void {
    this.#modem.insertSim(true);
  }

  removeSim(): void {
    this.#modem.insertSim(false);
  }

  /** The slots of SM are filled with something old, but for so many; undone by deleting. */
  fillStorage(leaving = 0): void {
    const old = "0004038119F10000621142204190420141";
    const { storage } = this.sim;
    while (storage.used < storage.capacity - leaving && storage.add(old, 1) !== undefined);
  }

  /** Unsolicited lines end with CR CR LF. */
  endLinesWithDoubleCr(yes: boolean): void {
    this.#modem.terminal.doubleCr = yes;
  }

  /** All that is written from now on comes in pieces; undefined: at once again. */
  splitBytes(splitting: ByteSplitting | undefined): void {
    this.#splitter.splitting = splitting;
  }

  /** Any unsolicited line, at once or when the half-typed command is complete. */
  say(line: string): void {
    this.#modem.urc(line);
  }

  /** Raw bytes in the middle of whatever is going on. */
  sayRaw(bytes: Uint8Array): void {
    this.#splitter.write(Uint8Array.from(bytes));
  }

  /** The AT port swallows everything until this is done to it; calls and their sound go on. */
  fallSilent(wokenBy: WokenBy): void {
    this.#modem.fallSilent(wokenBy);
  }

  get silent(): boolean {
    return this.#modem.silent;
  }

  /** Another card is put in; what is not said stays as it was. Its messages are its own: none. */
  swapSim(card: { readonly iccid?: string; readonly imsi?: string; readonly pin?: string }): void {
    this.#modem.insertSim(false);
    const fresh = newSim(card.pin, this.sim.storage.capacity);
    const { iccid = this.sim.iccid, imsi = this.sim.imsi } = card;
    Object.assign(this.sim, { iccid, imsi, pin: card.pin, pinTries: fresh.pinTries, pukTries: fresh.pukTries });
    this.sim.storage.removeByFlag(4);
    this.#modem.insertSim(true);
  }

  /** Three wrong PINs were entered by somebody: only the PUK helps. */
  lockSim(): void {
    this.sim.pin ??= "1234";
    this.sim.pinTries = 0;
    this.#modem.insertSim(true);
  }

  /** How calls behave from now on. */
  setVoice(traits: Partial<VoiceTraits>): void {
    this.#modem.setTraits(traits);
  }

  get voice(): VoiceTraits {
    return this.#modem.traits;
  }

  /**
   * Somebody calls: the script begins with `{ call: … }`. Resolves when the call is over at the network. Engaged, or not
   * registered for voice: resolves at once. Throws ApplianceError when a file of the script cannot be read.
   */
  callFrom(script: readonly CallerAction[], options: CallOptions = {}): Promise<CallReport> {
    return this.#placer.call(script, options);
  }

  /** The person at the other end at the keys, beside the script. */
  press(digits: string, timing: { readonly toneMs?: number; readonly gapMs?: number } = {}): Promise<void> {
    return this.#placer.press(digits, timing);
  }

  speak(samples: Int16Array): void {
    this.#placer.speak(samples);
  }

  /** A frame of the microphone at the other end; see LiveVoice. */
  talk(samples: Int16Array): void {
    this.#placer.talk(samples);
  }

  /** Listens in at the other end. Returns the function that ends it. */
  onSound(listener: SoundListener): () => void {
    return this.#placer.onSound(listener);
  }

  /** The modem's detector takes something for a key that nobody pressed. */
  phantomKey(digit: Digit): void {
    this.#modem.keys.say(digit);
  }

  /** So many frames of sound (20 ms each) never reach the host. */
  loseFrames(count: number): void {
    this.#modem.audio.faults.loseFrames(count);
  }

  /** One byte of the sound to the host is lost: what follows is shifted by half a sample. */
  slipByte(): void {
    this.#modem.audio.faults.slipByte();
  }

  /** No sound reaches the host for so long; then all of it at once, or (`lost`) what came meanwhile is gone. */
  stallAudio(ms: number, how: { readonly lost?: boolean } = {}): void {
    this.#modem.audio.faults.stall(this.now() + ms, !how.lost);
  }

  /** The end of the call is said, but it goes on: only +CLCC tells the truth. */
  sayFalseEnd(): void {
    this.#modem.calls.sayFalseEnd();
  }

  /** A phone calls the modem, with nobody to hear or speak; an empty number is withheld. False: engaged. */
  call(number: string): boolean {
    return this.#modem.calls.ring(number) !== undefined;
  }

  callerHangsUp(): void {
    this.#placer.farEndHangsUp();
  }

  doctorPicksUp(): boolean {
    return this.#modem.calls.pickUp();
  }

  #emit(event: GsmEventBody): void {
    const timed = { ...event, atMs: this.#clock.monotonic() } as GsmEvent;
    for (const listener of [...this.#listeners]) listener(timed);
  }
}
