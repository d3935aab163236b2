import type { Clock } from "../../../firmware/time/Clock.ts";
import { type Duration, Milliseconds } from "../../../firmware/time/Duration.ts";
import { SystemClock } from "../../runtime/SystemClock.ts";
import type { GsmEvent, GsmEventBody } from "./events.ts";
import type { Fault } from "./Faults.ts";
import { MobileNetwork, type NetworkSettings, type Refusal } from "./MobileNetwork.ts";
import { Modem } from "./Modem.ts";
import { type GsmModel, type MemoryName, newSim, type RegistrationStat, type Sim } from "./ModemState.ts";
import { type ModemWire, openWire, type WirePlace } from "./ModemWire.ts";
import type { DoctorPhone } from "./Phone.ts";
import { TimerSet } from "./TimerSet.ts";

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
  readonly clock?: Clock;
}

/** How bytes to the client are cut up: so many at a time, so long between. */
export interface ByteSplitting {
  readonly bytes: number;
  readonly gapMs: number;
}

/**
 * A GSM modem with its SIM, its network and its phones, on a real serial port.
 *
 *     const modem = new GsmModemEmulator({ network: { delayMs: 1500 } });
 *     await modem.listen({ kind: "pty" });              // modem.path: "/dev/pts/5"
 *     const chen = modem.doctorPhone("+13125550101");
 *     const page = await modem.waitFor((event) => event.event === "textShown", Seconds(5));
 *     chen.sends("7Q4K");
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
  #wire: ModemWire | undefined;
  #place: WirePlace | undefined;
  #path = "";
  #splitting: ByteSplitting | undefined;
  #unsent: Buffer = Buffer.alloc(0);

  constructor(options: GsmEmulatorOptions = {}) {
    this.#clock = options.clock ?? new SystemClock();
    this.#networkTimers = new TimerSet(this.#clock);
    this.#wireTimers = new TimerSet(this.#clock);
    this.sim = newSim(options.simPin, options.slots ?? 40);
    this.sim.present = !options.noSim;
    const emit = (event: GsmEventBody): void => this.#emit(event);
    this.network = new MobileNetwork(options.network ?? {}, {
      clock: this.#clock,
      timers: this.#networkTimers,
      emit,
      offer: (message) => this.#modem.reachable && this.#modem.inbox.receive(message),
    });
    this.#modem = new Modem(
      {
        model: options.model ?? "sim7600",
        sim: this.sim,
        registerAfterMs: options.registerAfterMs ?? 0,
        reportMemory: options.reportMemory,
      },
      {
        clock: this.#clock,
        network: () => this.network,
        emit,
        send: (text) => this.#send(text),
        reenumerate: () => this.#reenumerate(options.reenumerateMs),
      },
    );
  }

  /** The port's name for a client; kept over an unplug where a link or a TCP port was asked for. */
  get path(): string {
    return this.#path;
  }

  /** The clock of the events. */
  now(): number {
    return this.#clock.monotonic();
  }

  get pluggedIn(): boolean {
    return this.#wire !== undefined;
  }

  /** Opens the port. Rejects with `PTY_UNAVAILABLE`, or when the TCP port is taken. */
  async listen(place: WirePlace): Promise<string> {
    const wire = await openWire(place, (bytes) => this.#modem.receive(bytes));
    this.#wire = wire;
    this.#path = wire.path;
    const port = Number(/:(\d+)$/.exec(wire.path)?.[1]);
    this.#place = place.kind === "tcp" ? { kind: "tcp", port } : place;
    this.#emit({ event: "ready", path: wire.path });
    return wire.path;
  }

  /** Closes the port and forgets all that was under way. Works also before `listen`, and twice. */
  async stop(): Promise<void> {
    this.#modem.stop();
    this.#networkTimers.stop();
    this.#wireTimers.stop();
    const wire = this.#wire;
    this.#wire = undefined;
    await wire?.close();
  }

  /** The USB plug is pulled: port and power are gone. What the network has for the modem waits there. */
  async unplug(): Promise<void> {
    const wire = this.#wire;
    if (!wire) return;
    this.#wire = undefined;
    this.#modem.powerOff();
    this.#unsent = Buffer.alloc(0);
    this.#emit({ event: "gone", path: wire.path });
    await wire.close();
  }

  /** Plugged in again: a fresh power-on, at the same name if it had one of its own. */
  async replug(): Promise<string> {
    if (this.#wire || !this.#place) return this.#path;
    const path = await this.listen(this.#place);
    this.#modem.powerOn();
    return path;
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
    this.#modem.signal = signal;
  }

  insertSim(): void {
    this.#modem.insertSim(true);
  }

  removeSim(): void {
    this.#modem.insertSim(false);
  }

  /** Every slot of SM that is free is filled with something old; undone by deleting. */
  fillStorage(): void {
    const old = "0004038119F10000621142204190420141";
    while (this.sim.storage.add(old, 1) !== undefined);
  }

  /** Unsolicited lines end with CR CR LF. */
  endLinesWithDoubleCr(yes: boolean): void {
    this.#modem.terminal.doubleCr = yes;
  }

  /** All that is written from now on comes in pieces; undefined: at once again. */
  splitBytes(splitting: ByteSplitting | undefined): void {
    this.#splitting = splitting;
  }

  /** Any unsolicited line, at once or when the half-typed command is complete. */
  say(line: string): void {
    this.#modem.urc(line);
  }

  /** Raw bytes in the middle of whatever is going on. */
  sayRaw(bytes: Uint8Array): void {
    this.#write(Buffer.from(bytes));
  }

  /** A phone calls the modem; an empty number is withheld. False: engaged. */
  call(number: string): boolean {
    return this.#modem.calls.ring(number);
  }

  callerHangsUp(): void {
    this.#modem.calls.farEndHangsUp();
  }

  doctorPicksUp(): boolean {
    return this.#modem.calls.pickUp();
  }

  #emit(event: GsmEventBody): void {
    const timed = { ...event, atMs: this.#clock.monotonic() } as GsmEvent;
    for (const listener of [...this.#listeners]) listener(timed);
  }

  #send(text: string): void {
    this.#write(Buffer.from(text, "latin1"));
  }

  #write(bytes: Buffer): void {
    if (!this.#splitting && this.#unsent.length === 0) {
      this.#wire?.write(bytes);
      return;
    }
    const idle = this.#unsent.length === 0;
    this.#unsent = Buffer.concat([this.#unsent, bytes]);
    if (idle) this.#writePiece();
  }

  #writePiece(): void {
    const size = this.#splitting?.bytes ?? this.#unsent.length;
    this.#wire?.write(this.#unsent.subarray(0, size));
    const gap = Milliseconds(Math.max(this.#splitting?.gapMs ?? 0, 1));
    this.#wireTimers.after("gap", gap, () => {
      this.#unsent = this.#unsent.subarray(size);
      if (this.#unsent.length > 0) this.#writePiece();
    });
  }
}
