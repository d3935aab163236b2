import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { KeyReader } from "./KeyReader.ts";
import { findPanelInputs, type InputRoots, PANEL_KEYS, type PanelInput, type PanelKey } from "./panelKeys.ts";

export interface PanelInputsOptions {
  readonly roots: InputRoots;
  readonly clock: Clock;
  readonly note: (line: string) => void;
  readonly onFound: (key: PanelKey, down: boolean) => void;
  readonly onKey: (key: PanelKey, down: boolean) => void;
  readonly onDropped: () => void;
  readonly onGone: (key: PanelKey) => void;
}

/** An overlay that is loaded late, a driver that is bound anew: found within this time. */
const LOOK_EACH = Seconds(5);

/** The panel's wires, wherever the kernel has numbered them this time: found late, lost, found again. */
export class PanelInputs {
  readonly #options: PanelInputsOptions;
  readonly #readers = new Map<string, KeyReader>();
  /** What could not be opened has been told once. */
  readonly #told = new Set<string>();
  #timer: Timer | undefined;

  constructor(options: PanelInputsOptions) {
    this.#options = options;
  }

  start(): void {
    for (const input of findPanelInputs(this.#options.roots)) {
      if (!this.#readers.has(input.name)) this.#readers.set(input.name, this.#reader(input));
    }
    this.#timer = this.#options.clock.after("panel.inputs", LOOK_EACH, () => this.start());
  }

  stop(): void {
    this.#timer?.cancel();
    for (const reader of this.#readers.values()) reader.stop();
  }

  #reader(input: PanelInput): KeyReader {
    const { note, onFound, onKey, onDropped, onGone } = this.#options;
    const codes = new Map(input.keys.map((key) => [PANEL_KEYS[key] as number, key]));
    let open = false;
    return new KeyReader(input.path, {
      opened: (held) => {
        open = true;
        this.#told.delete(input.name);
        note(`${input.path}: ${input.keys.join(", ")}`);
        for (const key of input.keys) onFound(key, held.includes(PANEL_KEYS[key]));
      },
      key: ({ code, down }) => {
        const key = codes.get(code);
        if (key !== undefined) onKey(key, down);
      },
      dropped: onDropped,
      ended: (why) => {
        this.#readers.delete(input.name);
        if (open || !this.#told.has(input.name)) note(`${input.path}: ${why}`);
        this.#told.add(input.name);
        if (open) for (const key of input.keys) onGone(key);
      },
    });
  }
}
