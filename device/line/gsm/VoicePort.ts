import type { CallSign } from "../../../firmware/line/cellular/CallSign.ts";
import type { Duration } from "../../../firmware/time/Duration.ts";
import type { AtOutcome } from "../../at/At.ts";
import type { BytePort } from "../../serial/BytePort.ts";
import type { GsmModel, VoiceAbility } from "./models/Model.ts";

export interface AskOptions {
  readonly timeout?: Duration;
  readonly urgent?: boolean;
  /** How the lines of the answer begin, where the modem says the same unasked too. */
  readonly prefixes?: readonly string[];
}

/** A modem in service, as its telephone line sees it. Good until `outOfService`. */
export interface VoicePort {
  readonly model: GsmModel;
  readonly voice: VoiceAbility;
  readonly firmware: string;
  readonly audioKind: "serial" | "alsa";
  /** One command; `urgent` ones overtake all that wait. Never rejects. */
  ask(text: string, options?: AskOptions): Promise<AtOutcome>;
  /** The calls that there are, as +CLCC lists them: its information lines, or undefined when it did not answer. */
  listCalls(): Promise<readonly string[] | undefined>;
  /** The sound's own port; the same one for all calls of a serial modem. Rejects with ApplianceError. */
  openAudio(): Promise<AudioLink>;
}

export interface AudioLink {
  readonly port: BytePort;
  /** Who gets its bytes; undefined: nobody, they are passed over. */
  listen(listener: ((bytes: Uint8Array) => void) | undefined): void;
  /** The call is over: a sound card is let go, a serial port kept open. */
  release(): Promise<void>;
}

/** What the line wants to hear of its modem. */
export interface VoiceListener {
  /** It may answer from now on. `note`: nothing, or why it cannot. */
  inService(port: VoicePort): void;
  outOfService(): void;
  sign(sign: CallSign): void;
}
