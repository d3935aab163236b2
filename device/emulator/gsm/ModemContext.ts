/* @pure */
import type { Clock } from "../../../firmware/time/Clock.ts";
import type { CallBox } from "./CallBox.ts";
import type { ParsedCommand } from "./CommandLine.ts";
import type { EmitEvent } from "./events.ts";
import type { MobileNetwork } from "./MobileNetwork.ts";
import type { GsmProfile, RegistrationStat, Settings, Sim } from "./ModemState.ts";
import type { Prompt, Reply } from "./Reply.ts";
import type { SmsInbox } from "./SmsInbox.ts";

/** What a command may see and touch of its modem. */
export interface ModemContext {
  readonly profile: GsmProfile;
  readonly settings: Settings;
  readonly sim: Sim;
  readonly inbox: SmsInbox;
  readonly network: MobileNetwork;
  readonly calls: CallBox;
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
  /** As after a power cycle, once the reply is out. */
  restart(): void;
}

export type Handler = (modem: ModemContext, command: ParsedCommand) => Reply | Promise<Reply> | Prompt;

export type CommandTable = Readonly<Record<string, Handler>>;
