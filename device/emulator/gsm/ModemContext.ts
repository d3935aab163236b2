/* @pure */
import type { Clock } from "../../../firmware/time/Clock.ts";
import type { ParsedCommand } from "./CommandLine.ts";
import type { EmitEvent } from "./events.ts";
import type { Family } from "./families/Family.ts";
import type { MobileNetwork } from "./MobileNetwork.ts";
import type { ModemClock } from "./ModemClock.ts";
import type { KeptSettings, RegistrationStat, Settings, Sim } from "./ModemState.ts";
import type { Prompt, Reply } from "./Reply.ts";
import type { SmsInbox } from "./SmsInbox.ts";
import type { AudioPath } from "./voice/AudioPath.ts";
import type { CallBox } from "./voice/CallBox.ts";

/** What a command may see and touch of its modem. */
export interface ModemContext {
  readonly family: Family;
  readonly settings: Settings;
  readonly kept: KeptSettings;
  readonly sim: Sim;
  readonly inbox: SmsInbox;
  readonly network: MobileNetwork;
  readonly calls: CallBox;
  readonly audio: AudioPath;
  readonly wallClock: ModemClock;
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly imei: string;
  serviceCentre: string;
  readonly registration: RegistrationStat;
  readonly signal: number;
  /** An unsolicited line, written when no command line is half typed and no entry is open. */
  urc(line: string): void;
  /** The SIM is open: register, and say so where it was asked for. */
  unlocked(): void;
  /** After AT+CFUN: registers, or falls off the network. */
  functionalityChanged(): void;
  /** May the network's time be taken now? */
  askNetworkTime(): void;
  /** Nothing wakes it but the loss of its power. */
  crash(): void;
  /** As after a power cycle, once the reply is out. */
  restart(): void;
}

export type Handler = (modem: ModemContext, command: ParsedCommand) => Reply | Promise<Reply> | Prompt;

export type CommandTable = Readonly<Record<string, Handler>>;
