import { closeSync, constants, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { LampChoice } from "../../firmware/panel/DaemonWord.ts";
import { BLINK, HOLDS, type Light, patternText } from "../../firmware/panel/Light.ts";
import { AFTERWARDS, LAMP_NAMES, type PanelLights, powerLight } from "../../firmware/panel/panelLights.ts";

export interface LampBoardOptions {
  readonly root?: string;
  readonly onTrouble?: (why: string) => void;
}

interface Bound {
  readonly led: string;
  readonly light: (lights: PanelLights) => Light;
  readonly afterwards: Light | undefined;
}

interface Written {
  readonly text: string;
  readonly atMs: number;
}

/** A trigger that was just chosen has files that udev is about to give to us. */
const TELL_AT = 3;
/** A third of what the kernel holds: two writes may be late. */
const WRITE_EACH_MS = HOLDS / 3;

/**
 * The lamps as LEDs of the kernel (Documentation/leds/leds-class.rst), by their names: `firstring:ready`, `:message`,
 * `:urgent`, `:fault`, `:buzzer`, `:relay`, and a Pi's own ACT and PWR. Each is played by the kernel's
 * `pattern` trigger and written anew every four seconds: when we are dead it says so by itself. Where a kernel lacks that
 * trigger, a lamp is only switched on and off, which is told once.
 */
export class LampBoard {
  readonly #root: string;
  readonly #trouble: (why: string) => void;
  readonly #written = new Map<string, Written>();
  readonly #failed = new Map<string, number>();
  readonly #plain = new Set<string>();

  constructor({ root = "/sys/class/leds", onTrouble = () => {} }: LampBoardOptions = {}) {
    this.#root = root;
    this.#trouble = onTrouble;
  }

  /** The LEDs that are used now, and what each shows: `PWR: fault`. */
  names(choice: LampChoice | undefined): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#bind(choice).map(({ lamp, led }) => [led, lamp]));
  }

  /** Never throws: a lamp is no reason to stop. */
  show(lights: PanelLights, choice: LampChoice | undefined, nowMs: number): void {
    for (const { led, light, afterwards } of this.#bind(choice)) {
      const folder = join(this.#root, led);
      try {
        this.#write(folder, light(lights), afterwards, nowMs);
        this.#failed.delete(led);
      } catch (error) {
        this.#written.delete(folder);
        const times = (this.#failed.get(led) ?? 0) + 1;
        this.#failed.set(led, times);
        if (times === TELL_AT) this.#trouble(`${folder}: ${String(error)}`);
      }
    }
  }

  #bind(choice: LampChoice | undefined): (Bound & { readonly lamp: string })[] {
    if (choice === "none") return [];
    const there = (led: string): boolean => /^[\w:.-]+$/.test(led) && existsSync(join(this.#root, led));
    const named = LAMP_NAMES.flatMap((lamp) => {
      const led = choice?.[lamp] ?? `firstring:${lamp}`;
      return there(led)
        ? [{ lamp, led, light: (lights: PanelLights) => lights[lamp], afterwards: AFTERWARDS[lamp] }]
        : [];
    });
    if (choice !== undefined) return named;
    const first = (...leds: string[]): string[] => leds.filter(there).slice(0, 1);
    return [
      ...named,
      ...first("ACT", "led0").map((led) => ({
        ...{ lamp: "ready", led, light: (lights: PanelLights) => lights.ready, afterwards: AFTERWARDS.ready },
      })),
      ...first("PWR", "led1").map((led) => ({ lamp: "fault", led, light: powerLight, afterwards: BLINK })),
    ];
  }

  #write(folder: string, light: Light, afterwards: Light | undefined, nowMs: number): void {
    const text = patternText(light, brightnessOf(folder), afterwards);
    const last = this.#written.get(folder);
    // What goes on by itself for ever needs no second telling, but for somebody else who wrote there.
    const due = afterwards === undefined ? WRITE_EACH_MS * 15 : WRITE_EACH_MS;
    if (last?.text === text && nowMs - last.atMs < due) return;
    if (choosePattern(folder)) write(join(folder, "pattern"), text);
    else {
      write(join(folder, "brightness"), light[0]?.lit === true ? String(brightnessOf(folder)) : "0");
      this.#tellPlain(folder);
    }
    this.#written.set(folder, { text, atMs: nowMs });
  }

  #tellPlain(folder: string): void {
    if (this.#plain.has(folder)) return;
    this.#plain.add(folder);
    this.#trouble(
      `${folder}: this kernel has no pattern trigger (ledtrig-pattern); the lamp cannot tell when we are dead`,
    );
  }
}

/** Whether the LED plays patterns now, asking for it where it does not yet. */
function choosePattern(folder: string): boolean {
  const known = readFileSync(join(folder, "trigger"), "utf8");
  if (known.includes("[pattern]")) return true;
  if (!known.split(/\s+/).includes("pattern")) return false;
  write(join(folder, "trigger"), "pattern");
  return true;
}

/** Many LEDs know on and off only, and refuse more. */
function brightnessOf(folder: string): number {
  try {
    const most = Number(readFileSync(join(folder, "max_brightness"), "utf8"));
    return Number.isInteger(most) && most > 0 ? most : 1;
  } catch {
    return 1;
  }
}

/** In one write, as sysfs wants it, and never creating what is not there. */
function write(path: string, text: string): void {
  const file = openSync(path, constants.O_WRONLY | constants.O_TRUNC);
  try {
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}
