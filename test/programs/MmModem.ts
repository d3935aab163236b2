import type { ModemManagerStation } from "./ModemManagerStation.ts";

/** What mmcli prints of a modem, a text and a call; only what our tests look at. */
export interface ModemView {
  readonly generic: {
    readonly state: string;
    readonly plugin: string;
    readonly "state-failed-reason": string;
    readonly "unlock-required": string;
    readonly "unlock-retries": readonly string[];
    readonly sim: string;
    readonly "equipment-identifier": string;
    readonly "own-numbers": readonly string[];
    readonly "signal-quality": { readonly value: string };
  };
  readonly "3gpp": {
    readonly "registration-state": string;
    readonly "operator-code": string;
    readonly "operator-name": string;
  };
}

export interface SmsView {
  readonly content: { readonly number: string; readonly text: string };
  readonly properties: { readonly state: string; readonly "pdu-type": string; readonly "delivery-state": string };
}

export interface CallView {
  readonly state: string;
  readonly direction: "incoming" | "outgoing";
  readonly number: string;
}

/** The one modem of a ModemManager, through mmcli. */
export class MmModem {
  readonly #station: ModemManagerStation;

  constructor(station: ModemManagerStation) {
    this.#station = station;
  }

  /** Resolves when it is found and its SIM is looked at: it can be enabled, or it is locked, or it failed. */
  found(state: "disabled" | "locked" | "failed"): Promise<ModemView> {
    return this.#station.until(`a modem that is ${state}`, async () => {
      // None yet, or none for a moment: it is taken anew when its SIM is unlocked.
      const view = await this.view().catch(() => undefined);
      return view?.generic.state === state ? view : undefined;
    });
  }

  /** Rejects with the modem's refusal. */
  async enterPin(pin: string): Promise<void> {
    await this.#station.mmcli("-i", (await this.view()).generic.sim, `--pin=${pin}`);
  }

  async view(): Promise<ModemView> {
    return ((await this.#station.mmcli("-m", "any")) as { modem: ModemView }).modem;
  }

  /** Enables it; what is known of it when `ready`. */
  async enable(ready: (modem: ModemView) => boolean): Promise<ModemView> {
    await this.#station.mmcli("-m", "any", "--enable");
    return this.#station.until("an enabled modem", async () => {
      const view = await this.view();
      return ready(view) ? view : undefined;
    });
  }

  /** Sends a text, with a delivery report asked for; its path. */
  async sendText(number: string, text: string): Promise<string> {
    const fields = `number='${number}',text='${text}',delivery-report-request='yes'`;
    const path = pathIn(await this.#station.mmcli("-m", "any", `--messaging-create-sms=${fields}`));
    await this.#station.mmcli("-s", path, "--send");
    return path;
  }

  async text(path: string): Promise<SmsView> {
    return ((await this.#station.mmcli("-s", path)) as { sms: SmsView }).sms;
  }

  /** The first text, or the first delivery report, that came in whole. */
  received(kind: "deliver" | "status-report"): Promise<SmsView> {
    return this.#station.until(`a received ${kind}`, async () => {
      const list = (await this.#station.mmcli("-m", "any", "--messaging-list-sms")) as {
        "modem.messaging.sms": string[];
      };
      for (const path of list["modem.messaging.sms"]) {
        const sms = await this.text(path);
        if (sms.properties.state === "received" && sms.properties["pdu-type"] === kind) return sms;
      }
      return undefined;
    });
  }

  async dial(number: string): Promise<string> {
    const path = pathIn(await this.#station.mmcli("-m", "any", `--voice-create-call=number=${number}`));
    await this.#station.mmcli("-o", path, "--start");
    return path;
  }

  /** The first call in this direction that is listed. */
  listedCall(direction: CallView["direction"]): Promise<string> {
    return this.#station.until(`an ${direction} call`, async () => {
      const list = (await this.#station.mmcli("-m", "any", "--voice-list-calls")) as { "modem.voice.call": string[] };
      for (const path of list["modem.voice.call"]) if ((await this.call(path)).direction === direction) return path;
      return undefined;
    });
  }

  async call(path: string): Promise<CallView> {
    return ((await this.#station.mmcli("-o", path)) as { call: { properties: CallView } }).call.properties;
  }

  /** The call, when it is in this state. */
  callThatIs(state: string, path: string): Promise<CallView> {
    return this.#station.until(`a call that is ${state}`, async () => {
      const call = await this.call(path);
      return call.state === state ? call : undefined;
    });
  }

  async accept(path: string): Promise<void> {
    await this.#station.mmcli("-o", path, "--accept");
  }

  async hangUp(path: string): Promise<void> {
    await this.#station.mmcli("-o", path, "--hangup");
  }
}

/** Of a sentence (1.20), or of JSON (1.24). */
function pathIn(answer: unknown): string {
  const text = JSON.stringify(answer);
  const path = /\/org\/freedesktop\/[\w/]+/.exec(text)?.[0];
  if (!path) throw new Error(`mmcli named no path: ${text}`);
  return path;
}
