import { openPty, type Pty } from "../../serial/Pty.ts";
import { type ModemWire, openWire, type WirePlace } from "./ModemWire.ts";

export interface PortsOutside {
  readonly onText: (bytes: Uint8Array) => void;
  readonly onSound: (bytes: Uint8Array) => void;
  readonly onOpened: () => void;
}

/** The AT port and the port of the sound: plugged in, pulled out and plugged in again together, as one USB device is. */
export class ModemPorts {
  readonly #outside: PortsOutside;
  #textPlace: WirePlace | undefined;
  #soundPlace: WirePlace | undefined;
  text: ModemWire | undefined;
  sound: ModemWire | undefined;
  textPath = "";
  soundPath = "";

  constructor(outside: PortsOutside) {
    this.#outside = outside;
  }

  get known(): boolean {
    return this.#textPlace !== undefined;
  }

  async open(textPlace: WirePlace, soundPlace: WirePlace | undefined): Promise<void> {
    const text = await openWire(textPlace, this.#outside.onText, this.#outside.onOpened);
    try {
      this.sound = soundPlace && (await openWire(soundPlace, this.#outside.onSound));
    } catch (error) {
      await text.close();
      throw error;
    }
    this.text = text;
    this.textPath = text.path;
    this.soundPath = this.sound?.path ?? "";
    this.#textPlace = kept(textPlace, text);
    this.#soundPlace = soundPlace && this.sound && kept(soundPlace, this.sound);
  }

  async close(): Promise<void> {
    const { text, sound } = this;
    this.text = undefined;
    this.sound = undefined;
    await Promise.all([text?.close(), sound?.close()]);
  }

  /** Where it was, or (ptys) at another name: `/dev/ttyUSB5` after `/dev/ttyUSB2`. A link, as udev makes it, moves along. */
  async reopen(newName: boolean): Promise<void> {
    if (!this.#textPlace) return;
    const held = newName ? await holdNames([this.#textPlace, this.#soundPlace]) : [];
    try {
      await this.open(this.#textPlace, this.#soundPlace);
    } finally {
      await Promise.all(held.map((pty) => pty.close()));
    }
  }
}

/** A TCP port that was chosen for us stays ours. */
function kept(place: WirePlace, wire: ModemWire): WirePlace {
  const port = Number(/:(\d+)$/.exec(wire.path)?.[1]);
  return place.kind === "tcp" ? { kind: "tcp", port } : place;
}

/** Takes the names that the kernel would give next: the ones that were just let go. */
const holdNames = (places: readonly (WirePlace | undefined)[]): Promise<Pty[]> =>
  Promise.all(places.filter((place) => place?.kind === "pty").map(() => openPty()));
