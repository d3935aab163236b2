import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { GADGET, type GadgetIdentity, type GadgetStep, gadgetSteps, removalSteps } from "./gadgetPlan.ts";

export interface GadgetPlaces {
  /** configfs. */
  readonly config: string;
  /** Where the kernel lists USB device controllers. */
  readonly controllers: string;
}

export const GADGET_PLACES: GadgetPlaces = { config: "/sys/kernel/config", controllers: "/sys/class/udc" };

/** dwc2 comes up with its overlay some seconds after the start of a Pi. */
const CONTROLLER_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 250;

/** The USB gadget of set-up mode, in the kernel's configfs. Both ways are idempotent: half a gadget is finished or taken away. */
export class Gadget {
  readonly #root: string;
  readonly #places: GadgetPlaces;

  constructor(places: GadgetPlaces = GADGET_PLACES) {
    this.#places = places;
    this.#root = join(places.config, "usb_gadget", GADGET);
  }

  /** Appears on the cable. @throws ApplianceError when this machine cannot be a USB device, with what to do. */
  async up(identity: GadgetIdentity, withinMs = CONTROLLER_WITHIN_MS): Promise<string> {
    if (!existsSync(join(this.#places.config, "usb_gadget")))
      throw failed(
        "the kernel offers no USB gadgets",
        "Load the module libcomposite, and mount configfs on /sys/kernel/config.",
      );
    const controller = await this.#controller(withinMs);
    if (this.bound === controller) return controller;
    if (this.bound !== undefined) this.#unbind();
    for (const step of gadgetSteps(identity)) this.#perform(step);
    this.#write({ kind: "value", path: "UDC", value: controller });
    return controller;
  }

  /** Gone from the cable, and from the kernel. */
  down(): void {
    if (!existsSync(this.#root)) return;
    if (this.bound !== undefined) this.#unbind();
    for (const { kind, path } of removalSteps()) {
      const at = join(this.#root, path);
      if (lstatSync(at, { throwIfNoEntry: false }) === undefined) continue;
      if (kind === "link") unlinkSync(at);
      else rmdirSync(at);
    }
  }

  /** The controller that it is bound to; undefined: it is not on the cable. */
  get bound(): string | undefined {
    try {
      return readFileSync(join(this.#root, "UDC"), "utf8").trim() || undefined;
    } catch {
      return undefined;
    }
  }

  #perform(step: GadgetStep): void {
    switch (step.kind) {
      case "folder":
        mkdirSync(join(this.#root, step.path), { recursive: true });
        return;
      case "value":
        this.#write(step);
        return;
      case "link":
        // configfs resolves the target at once: it has to be there, and is told with its full path.
        if (lstatSync(join(this.#root, step.path), { throwIfNoEntry: false }) === undefined)
          symlinkSync(join(this.#root, step.to), join(this.#root, step.path));
    }
  }

  #write({ path, value, mayBeMissing }: Extract<GadgetStep, { kind: "value" }>): void {
    try {
      writeFileSync(join(this.#root, path), value, { flag: "r+" });
    } catch (cause) {
      if (mayBeMissing === true) return;
      throw failed(
        `the kernel does not take ${value} for ${path} of the gadget (${(cause as NodeJS.ErrnoException).code})`,
        "See that no other program (rpi-usb-gadget, g_ether) uses the USB controller, then open set-up mode again.",
        cause,
      );
    }
  }

  #unbind(): void {
    this.#write({ kind: "value", path: "UDC", value: "\n" });
  }

  async #controller(withinMs: number): Promise<string> {
    const until = performance.now() + withinMs;
    for (;;) {
      const found = names(this.#places.controllers)[0];
      if (found !== undefined) return found;
      if (performance.now() >= until)
        throw failed(
          "this machine has no USB controller that can be a device",
          "On a Raspberry Pi add dtoverlay=dwc2,dr_mode=peripheral to config.txt (`firstring prepare-pi` does); a Pi 3B cannot: use a stick.",
        );
      await pause(LOOK_EVERY_MS);
    }
  }
}

const failed = (what: string, cure: string, cause?: unknown): ApplianceError =>
  new ApplianceError("GADGET_FAILED", what, { disposition: "operator", cure, cause });

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
