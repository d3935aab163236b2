/* @pure */
import { Seconds } from "../../../firmware/time/Duration.ts";
import type { EmitEvent } from "./events.ts";
import type { Inbound, MobileNetwork } from "./MobileNetwork.ts";
import type { MemoryName, Settings, Sim } from "./ModemState.ts";
import { SmsStorage } from "./SmsStorage.ts";
import type { TimerSet } from "./TimerSet.ts";

/** How long a directly routed message waits for `AT+CNMA`; then routing is switched off (27.005 §3.4.4). */
const ACKNOWLEDGE_WITHIN = Seconds(15);

export interface InboxOutside {
  readonly sim: Sim;
  readonly settings: Settings;
  readonly timers: TimerSet;
  readonly network: () => MobileNetwork;
  readonly emit: EmitEvent;
  readonly urc: (line: string) => void;
  /** Says that the store is full, as the maker says it; undefined if this one does not. */
  readonly fullLine: (memory: MemoryName) => string | undefined;
  /** Where stored delivery reports go; by default where messages go. */
  readonly reportMemory: MemoryName | undefined;
}

/** Takes messages from the network and stores, announces or passes them on, as `AT+CNMI` says. */
export class SmsInbox {
  readonly #outside: InboxOutside;
  readonly #memories: Readonly<Record<MemoryName, SmsStorage>>;
  #unacknowledged: Inbound | undefined;
  #toldFull = false;

  constructor(outside: InboxOutside) {
    this.#outside = outside;
    const { capacity } = outside.sim.storage;
    this.#memories = { SM: outside.sim.storage, ME: new SmsStorage(capacity), SR: new SmsStorage(capacity) };
  }

  memory(name: MemoryName): SmsStorage {
    return this.#memories[name];
  }

  /** After `AT+CMGD`: there may be room for what the network still keeps. */
  roomMade(): void {
    this.#toldFull = false;
    this.#outside.network().pump();
  }

  /** False: the network is to keep it. */
  receive(message: Inbound): boolean {
    if (this.#unacknowledged) return false;
    return message.kind === "report" ? this.#report(message) : this.#deliver(message);
  }

  #deliver(message: Inbound): boolean {
    const [mode, mt] = this.#outside.settings.indications;
    if (mode > 0 && mt >= 2) return this.#passOn(message, `+CMT: ,${message.tpduOctets}`, "+CMT");
    const [, , name] = this.#outside.settings.memories;
    return this.#store(message, name, mode > 0 && mt === 1 ? "+CMTI" : undefined);
  }

  #report(message: Inbound): boolean {
    const [mode, , , ds] = this.#outside.settings.indications;
    if (mode > 0 && ds === 1) return this.#passOn(message, `+CDS: ${message.tpduOctets}`, "+CDS");
    // Neither passed on nor stored: a modem acknowledges it to the network, and nobody ever sees it.
    if (ds !== 2) return true;
    const name = this.#outside.reportMemory ?? this.#outside.settings.memories[2];
    return this.#store(message, name, mode > 0 ? "+CDSI" : undefined);
  }

  #passOn(message: Inbound, head: string, how: string): boolean {
    if (this.#outside.settings.service === 1) this.#awaitAcknowledgement(message);
    this.#outside.urc(`${head}\r\n${message.hex}`);
    this.#outside.emit({ event: "delivered", from: message.from, how });
    return true;
  }

  #store(message: Inbound, name: MemoryName, indication: string | undefined): boolean {
    const slot = this.#memories[name].add(message.hex, 0);
    if (slot === undefined) {
      this.#tellFull(message, name);
      return false;
    }
    if (indication) this.#outside.urc(`${indication}: "${name}",${slot}`);
    this.#outside.emit({ event: "delivered", from: message.from, how: indication ?? "stored", slot });
    return true;
  }

  #tellFull(message: Inbound, name: MemoryName): void {
    if (this.#toldFull) return;
    this.#toldFull = true;
    this.#outside.emit({ event: "storageFull", from: message.from });
    const line = this.#outside.fullLine(name);
    if (line !== undefined) this.#outside.urc(line);
  }

  #awaitAcknowledgement(message: Inbound): void {
    this.#unacknowledged = message;
    this.#outside.timers.after("acknowledge", ACKNOWLEDGE_WITHIN, () => {
      if (this.#unacknowledged !== message) return;
      this.#unacknowledged = undefined;
      const indications = this.#outside.settings.indications;
      indications[1] = 0;
      indications[3] = 0;
      this.#outside.network().takeBack(message);
      this.#outside.network().pump();
    });
  }

  /** `AT+CNMA`; false when nothing was waiting for it. */
  acknowledge(): boolean {
    if (!this.#unacknowledged) return false;
    this.#unacknowledged = undefined;
    return true;
  }
}
