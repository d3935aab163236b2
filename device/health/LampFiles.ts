import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DARK, type Lamps } from "../../firmware/health/lamp.ts";

/** The kernel cuts it to what the LED can do. */
const FULL = "255";
/** Half a second on, half a second off: seen in passing, and not taken for the flicker of a disk. */
const BLINK_MS = "500";

/**
 * The box's lamps as the kernel's LED class has them (Documentation/leds/leds-class.rst): `firstring:ready`, `:message`,
 * `:urgent` and `:fault`. Blinking is the kernel's own `timer` trigger, so it goes on while we are busy. A box without
 * such LEDs has none, and nothing is said about it.
 */
export class LampFiles {
  readonly #root: string;
  readonly #trouble: (why: string) => void;
  #shown: Partial<Lamps> = {};

  constructor(options: { readonly root?: string; readonly onTrouble?: (why: string) => void } = {}) {
    this.#root = options.root ?? "/sys/class/leds";
    this.#trouble = options.onTrouble ?? (() => {});
  }

  /** Writes what has changed. Never throws: a lamp is no reason to stop. */
  show(lamps: Lamps): void {
    for (const lamp of Object.keys(lamps) as (keyof Lamps)[]) {
      if (this.#shown[lamp] === lamps[lamp]) continue;
      this.#shown = { ...this.#shown, [lamp]: lamps[lamp] };
      this.#set(join(this.#root, `firstring:${lamp}`), lamps[lamp]);
    }
  }

  /** A box that is stopped shows nothing: a lamp that says "ready" would be a lie. */
  dark(): void {
    this.show(DARK);
  }

  #set(led: string, to: "on" | "blink" | "off"): void {
    if (!existsSync(led)) return;
    const write = (file: string, value: string): void => writeFileSync(join(led, file), value);
    try {
      // The delays exist only after the trigger has been chosen.
      write("trigger", to === "blink" ? "timer" : "none");
      if (to === "blink") {
        write("delay_on", BLINK_MS);
        write("delay_off", BLINK_MS);
      } else write("brightness", to === "on" ? FULL : "0");
    } catch (error) {
      this.#trouble(`${led}: ${String(error)}`);
    }
  }
}
