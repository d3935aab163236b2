import { Seconds } from "../../../firmware/time/Duration.ts";
import type { OpenBytePort } from "../../serial/BytePort.ts";
import { openAlsaAudio } from "./AlsaAudio.ts";
import type { PreparedModem } from "./initModem.ts";
import type { Located } from "./ModemPlace.ts";
import type { ModemSession } from "./ModemSession.ts";
import { SerialAudio } from "./SerialAudio.ts";
import type { VoiceListener, VoicePort } from "./VoicePort.ts";

const COMMAND_WITHIN = Seconds(3);

/** The voice half of a modem in service: offered to the line that answers its calls, taken back when it goes. */
export class VoiceService {
  /** The line that answers; set before the modem is started. */
  listener: VoiceListener | undefined;
  readonly #openPort: OpenBytePort;
  readonly #fault: (code: string, detail: string | undefined) => void;
  #audio: { readonly spec: string; readonly serial: SerialAudio } | undefined;
  #offered = false;

  constructor(openPort: OpenBytePort, fault: (code: string, detail: string | undefined) => void) {
    this.#openPort = openPort;
    this.#fault = fault;
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
      this.#fault(
        "LINE_SMS_ONLY",
        voice === undefined
          ? `${name} gives no sound that we know of`
          : "where its sound comes out is not given (audio)",
      );
      return;
    }
    this.#fault("LINE_SMS_ONLY", undefined);
    const card = /^alsa:(.*)$/.exec(audio)?.[1];
    const port: VoicePort = {
      model: modem.model,
      voice,
      firmware: modem.firmware,
      audioKind: card === undefined ? "serial" : "alsa",
      ask: (text, { timeout = COMMAND_WITHIN, urgent = false } = {}) =>
        session.at.command({ text, timeout }, { urgent }),
      listCalls: () => session.listCalls(),
      openAudio: () => (card === undefined ? this.#serial(audio).link() : openAlsaAudio(card)),
    };
    this.#offered = true;
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
    await audio?.serial.close();
  }

  #serial(spec: string): SerialAudio {
    if (this.#audio?.spec !== spec) {
      void this.#audio?.serial.close();
      this.#audio = { spec, serial: new SerialAudio(spec, this.#openPort) };
    }
    return this.#audio.serial;
  }
}
