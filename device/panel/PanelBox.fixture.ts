// A machine's sysfs and /dev as the panel sees them, in a folder: LEDs, input devices (FIFOs that take the kernel's bytes),
// power supplies. Nothing of the panel is replaced.

import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ToldWord } from "../../firmware/panel/DaemonWord.ts";
import type { PanelReport } from "../../firmware/panel/PanelReport.ts";
import { tellWord } from "./panelFiles.ts";
import { PANEL_KEYS, type PanelKey } from "./panelKeys.ts";

/** One struct input_event of a 64-bit kernel, as gpio-keys sends it: the key, then SYN_REPORT. */
export function keyBytes(code: number, value: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(48));
  bytes.setUint16(16, 1, true);
  bytes.setUint16(18, code, true);
  bytes.setInt32(20, value, true);
  return new Uint8Array(bytes.buffer);
}

export class PanelBox {
  readonly root = mkdtempSync(join(tmpdir(), "firstring-panel-"));
  readonly #devices = new Map<string, number>();

  constructor(leds: readonly string[] = []) {
    for (const folder of ["sys/class/leds", "sys/class/input", "sys/class/power_supply", "dev/input"]) {
      mkdirSync(join(this.root, folder), { recursive: true });
    }
    for (const folder of ["daemon", "show"]) mkdirSync(join(this.directory, folder), { recursive: true });
    for (const led of leds) this.addLed(led);
  }

  get directory(): string {
    return join(this.root, "run/firstring-panel");
  }

  addLed(name: string, trigger = "none timer [pattern] default-on"): void {
    const folder = join(this.root, "sys/class/leds", name);
    mkdirSync(folder);
    const files = { trigger: `${trigger}\n`, brightness: "0\n", max_brightness: "1\n", pattern: "" };
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  }

  led(name: string, file = "pattern"): string {
    return readFileSync(join(this.root, "sys/class/leds", name, file), "utf8");
  }

  /** An input device as the overlay gpio-key makes it: one key, soldered to the board. */
  addInput(name: string, key: PanelKey, bus = "0019"): void {
    const device = join(this.root, "sys/class/input", name, "device");
    mkdirSync(join(device, "id"), { recursive: true });
    mkdirSync(join(device, "capabilities"));
    writeFileSync(join(device, "id/bustype"), `${bus}\n`);
    writeFileSync(join(device, "capabilities/key"), `${(1 << (PANEL_KEYS[key] - 0x100)).toString(16)} 0 0 0 0\n`);
    const path = join(this.root, "dev/input", name);
    execFileSync("mkfifo", [path]);
    this.#devices.set(name, openSync(path, constants.O_RDWR));
  }

  removeInput(name: string): void {
    rmSync(join(this.root, "sys/class/input", name), { recursive: true });
    closeSync(this.#devices.get(name) as number);
    this.#devices.delete(name);
  }

  send(name: string, bytes: Uint8Array): void {
    writeSync(this.#devices.get(name) as number, bytes);
  }

  addSupply(name: string, files: Readonly<Record<string, string>>): void {
    const folder = join(this.root, "sys/class/power_supply", name);
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), `${text}\n`);
  }

  tell(told: ToldWord): void {
    if (!tellWord(this.directory, told)) throw new Error("the word could not be told");
  }

  get report(): PanelReport | undefined {
    try {
      return JSON.parse(readFileSync(join(this.directory, "panel.json"), "utf8"));
    } catch {
      return undefined;
    }
  }

  [Symbol.dispose](): void {
    for (const descriptor of this.#devices.values()) closeSync(descriptor);
    rmSync(this.root, { recursive: true });
  }
}
