import assert from "node:assert/strict";
import type { GsmEvent } from "../../device/emulator/gsm/events.ts";
import { MobileNetwork, type NetworkSettings } from "../../device/emulator/gsm/MobileNetwork.ts";
import { Modem, type ModemOptions } from "../../device/emulator/gsm/Modem.ts";
import { newSim } from "../../device/emulator/gsm/ModemState.ts";
import { TimerSet } from "../../device/emulator/gsm/TimerSet.ts";
import { encodeSubmit } from "../../device/line/gsm/pdu/Pdu.ts";
import { Milliseconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "./VirtualClock.ts";

export const CHEN = "+13125550101";

export interface GsmRigOptions extends Partial<ModemOptions> {
  readonly pin?: string;
  readonly slots?: number;
  readonly network?: Partial<NetworkSettings>;
}

/** A modem on virtual time, without a port: what is typed, and what it wrote since. */
export function gsmRig(options: GsmRigOptions = {}) {
  const clock = new VirtualClock();
  const events: GsmEvent[] = [];
  let written = "";
  const emit = (event: object): void => {
    events.push({ ...event, atMs: clock.monotonic() } as GsmEvent);
  };
  const network: MobileNetwork = new MobileNetwork(options.network ?? {}, {
    clock,
    timers: new TimerSet(clock),
    emit,
    offer: (message) => modem.reachable && modem.inbox.receive(message),
  });
  const modem: Modem = new Modem(
    {
      model: "sim7600",
      sim: newSim(options.pin, options.slots ?? 10),
      registerAfterMs: 0,
      reportMemory: undefined,
      ...options,
    },
    { clock, network: () => network, emit, send: (text) => (written += text) },
  );
  const read = (): string => {
    const text = written;
    written = "";
    return text;
  };
  const type = (text: string): string => {
    modem.receive(Buffer.from(text, "latin1"));
    return read();
  };
  /** A command on a modem with echo off: what it wrote, without blank lines, joined by |. */
  const at = (command: string): string =>
    type(`${command}\r`)
      .split("\r\n")
      .filter((line) => line !== "")
      .join("|");
  /** The same with time for the network's answer (promises settle between). */
  const settle = async (ms = 0): Promise<string> => {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(Milliseconds(ms));
    await new Promise((resolve) => setImmediate(resolve));
    return read()
      .split("\r\n")
      .filter((line) => line !== "")
      .join("|");
  };
  const send = async (text: string, ms = 0, to = CHEN): Promise<string> => {
    const pdu = encodeSubmit({ to, text, statusReport: true }).pdus[0]!;
    assert.equal(at(`AT+CMGS=${pdu.tpduOctets}`), "> ");
    type(`${pdu.hex}\u001a`);
    return settle(ms);
  };
  type("ATE0\r");
  read();
  return { clock, network, modem, events, type, at, read, settle, send };
}

/** The texts that phones have shown, in order. */
export const shown = (events: readonly GsmEvent[]): string[] =>
  events.flatMap((event) => (event.event === "textShown" ? [event.text] : []));
