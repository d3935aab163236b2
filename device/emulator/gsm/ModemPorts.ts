import { openPty, type Pty } from "../../serial/Pty.ts";
import { type ModemWire, openWire, type WirePlace } from "./ModemWire.ts";

export interface PortsOutside {
  readonly onText: (bytes: Uint8Array) => void;
  readonly onSecond: (bytes: Uint8Array) => void;
  readonly onSound: (bytes: Uint8Array) => void;
  readonly onOpened: () => void;
}

export interface PortPlaces {
  readonly text: WirePlace;
  readonly sound?: WirePlace | undefined;
  /** The second AT port. */
  readonly second?: WirePlace | undefined;
}

/** The AT ports and the port of the sound: plugged in, pulled out and plugged in again together, as one USB device is. */
export class ModemPorts {
  readonly #outside: PortsOutside;
  #places: PortPlaces | undefined;
  text: ModemWire | undefined;
  sound: ModemWire | undefined;
  second: ModemWire | undefined;
  textPath = "";
  soundPath = "";
  secondPath = "";

  constructor(outside: PortsOutside) {
    this.#outside = outside;
  }

  get known(): boolean {
    return this.#places !== undefined;
  }

  async open(places: PortPlaces): Promise<void> {
    const { onText, onSecond, onSound, onOpened } = this.#outside;
    const opened: ModemWire[] = [];
    const one = async (
      place: WirePlace,
      onData: (bytes: Uint8Array) => void,
      onOpen = () => {},
    ): Promise<ModemWire> => {
      const wire = await openWire(place, onData, onOpen);
      opened.push(wire);
      return wire;
    };
    try {
      const text = await one(places.text, onText, onOpened);
      const sound = places.sound && (await one(places.sound, onSound));
      const second = places.second && (await one(places.second, onSecond));
      Object.assign(this, { text, sound, second });
      this.textPath = text.path;
      this.soundPath = sound?.path ?? "";
      this.secondPath = second?.path ?? "";
      this.#places = {
        text: kept(places.text, text),
        sound: sound && places.sound && kept(places.sound, sound),
        second: second && places.second && kept(places.second, second),
      };
    } catch (error) {
      await Promise.all(opened.map((wire) => wire.close()));
      throw error;
    }
  }

  async close(): Promise<void> {
    const { text, sound, second } = this;
    Object.assign(this, { text: undefined, sound: undefined, second: undefined });
    await Promise.all([text?.close(), sound?.close(), second?.close()]);
  }

  /** Where it was, or (ptys) at another name: `/dev/ttyUSB5` after `/dev/ttyUSB2`. A link, as udev makes it, moves along. */
  async reopen(newName: boolean): Promise<void> {
    const places = this.#places;
    if (!places) return;
    const held = newName ? await holdNames([places.text, places.sound, places.second]) : [];
    try {
      await this.open(places);
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
