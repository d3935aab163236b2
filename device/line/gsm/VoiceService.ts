import { detail } from "../../../firmware/health/details/detailWords.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { Seconds } from "../../../firmware/time/Duration.ts";
import type { OpenBytePort } from "../../serial/BytePort.ts";
import { CallControl } from "./CallControl.ts";
import type { PreparedModem } from "./initModem.ts";
import type { Located } from "./ModemPlace.ts";
import type { ModemSession } from "./ModemSession.ts";
import { SerialAudio } from "./SerialAudio.ts";
import type { AudioLink, VoiceListener, VoicePort } from "./VoicePort.ts";

const COMMAND_WITHIN = Seconds(3);
const LIST_WITHIN = Seconds(2);

/** Opens a sound card by its ALSA name. Rejects with ApplianceError. */
export type OpenCard = (card: string) => Promise<AudioLink>;

export interface VoiceServiceMeans {
  readonly clock: Clock;
  readonly openPort: OpenBytePort;
  readonly openCard: OpenCard;
  /** Raised with its detail, or over. */
  readonly fault: (code: string, detail: string | undefined) => void;
}

/** The voice half of a modem in service: offered to the line that answers its calls, taken back when it goes. */
export class VoiceService {
  /** The line that answers; set before the modem is started. */
  listener: VoiceListener | undefined;
  readonly #means: VoiceServiceMeans;
  readonly #control: CallControl;
  #audio: { readonly spec: string; readonly serial: SerialAudio } | undefined;
  #offered = false;

  constructor(means: VoiceServiceMeans) {
    this.#means = means;
    this.#control = new CallControl(means.openPort, means.clock);
  }

  /** Somebody expects calls to be answered. */
  get wanted(): boolean {
    return this.listener !== undefined;
  }

  get available(): boolean {
    return this.#offered;
  }

  begin(session: ModemSession, modem: PreparedModem, located: Located | undefined): void {
    const { listener } = this;
    if (listener === undefined) return;
    const { voice, name } = modem.model;
    const audio = located?.audio;
    if (voice === undefined || audio === undefined) {
      this.#means.fault("LINE_SMS_ONLY", voice === undefined ? detail.noKnownSound({ name }) : detail.soundNotGiven());
      return;
    }
    this.#means.fault("LINE_SMS_ONLY", undefined);
    const card = /^alsa:(.*)$/.exec(audio)?.[1];
    const port: VoicePort = {
      model: modem.model,
      voice,
      firmware: modem.firmware,
      audioKind: card === undefined ? "serial" : "alsa",
      ask: (text, { timeout = COMMAND_WITHIN, urgent = false, prefixes = [] } = {}) => {
        const command = { text, timeout, prefixes };
        return this.#control.command(command, () => session.at.command(command, { urgent }));
      },
      listCalls: async () => {
        const command = { text: "AT+CLCC", prefixes: ["+CLCC:"], timeout: LIST_WITHIN };
        const outcome = await this.#control.command(command, () => session.at.command(command, { urgent: true }));
        return outcome.kind === "ok" ? outcome.lines : undefined;
      },
      openAudio: () => (card === undefined ? this.#serial(audio).link() : this.#means.openCard(card)),
    };
    this.#offered = true;
    if (located?.second !== undefined) void this.#control.begin(located.second, modem.model.unsolicited);
    // Opened before the first call: it costs no time when it matters, and what is wrong with it shows there.
    if (card === undefined)
      void this.#serial(audio)
        .link()
        .catch(() => undefined);
    listener.inService(port);
  }

  end(): void {
    if (!this.#offered) return;
    this.#offered = false;
    this.listener?.outOfService();
  }

  async closeAudio(): Promise<void> {
    const audio = this.#audio;
    this.#audio = undefined;
    await Promise.all([audio?.serial.close(), this.#control.close()]);
  }

  #serial(spec: string): SerialAudio {
    if (this.#audio?.spec !== spec) {
      void this.#audio?.serial.close();
      this.#audio = { spec, serial: new SerialAudio(spec, this.#means.openPort) };
    }
    return this.#audio.serial;
  }
}
