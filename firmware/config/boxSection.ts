import * as z from "zod";
import type { PanelSettings } from "../panel/DaemonWord.ts";
import { LAMP_NAMES } from "../panel/panelLights.ts";
import { Minutes } from "../time/Duration.ts";
import { readDuration } from "./civilText.ts";
import { say as sayOfValue } from "./complaints/leaf.ts";
import { say } from "./complaints/places.ts";
import { checkDuration, type LeafCheck } from "./leafChecks.ts";
import { type Fields, fields, list, type Tell, word } from "./plainValues.ts";
import { DURATION, text } from "./schemaParts.ts";

// The section `box` of the clinic file: the panel's wires (docs/panel.md).

const checkLed: LeafCheck = (value) =>
  /^[\w:.-]{1,63}$/.test(value) && !/^\.+$/.test(value) ? undefined : sayOfValue.noLed(value);

/** Whoever is to be told that the box goes down must be told before. */
const LEAST_OFF_AFTER = Minutes(2);

const checkOffAfter: LeafCheck = (value) => {
  const after = readDuration(value);
  if (after === undefined) return checkDuration(value);
  return after >= LEAST_OFF_AFTER ? undefined : sayOfValue.offTooSoon(value);
};

const led = (description: string) => text(checkLed, description).optional();

export const boxSchema = z
  .strictObject({
    lamps: z
      .union([
        z.literal("none"),
        z.strictObject({
          ready: led("Lit: calls are answered and pages go out."),
          message: led("Lit: messages wait."),
          urgent: led("Blinks: an urgent call that nobody has taken."),
          fault: led("Blinks: something is wrong."),
          buzzer: led("Beeps while something is urgent."),
          relay: led("Energised while a call would be answered."),
        }),
      ])
      .optional()
      .meta({
        description:
          "Names below /sys/class/leds; by default firstring:ready and so on, and a Pi's ACT and PWR. none: the machine's lamps are left alone.",
      }),
    power: z
      .strictObject({
        offAfter: text(
          checkOffAfter,
          "Without mains for so long: shut down in order. By default only when the battery says that it is nearly empty.",
          DURATION,
        ).optional(),
      })
      .optional()
      .meta({ description: "What to do on a UPS's battery." }),
  })
  .meta({ description: "Lamps, relay and UPS of the box (docs/panel.md)." });

export type BoxContent = z.output<typeof boxSchema>;

export function boxOf(box: BoxContent | undefined): PanelSettings {
  const off = box?.power?.offAfter === undefined ? undefined : readDuration(box.power.offAfter);
  const { lamps } = box ?? {};
  return {
    ...(lamps === undefined ? {} : { lamps: lamps === "none" ? lamps : namedOf(lamps) }),
    ...(off === undefined ? {} : { powerOffAfter: off }),
  };
}

type Named = Exclude<NonNullable<BoxContent["lamps"]>, "none">;

const namedOf = (lamps: Named): Readonly<Record<string, string>> =>
  Object.fromEntries(
    LAMP_NAMES.flatMap((name) => {
      const given = lamps[name];
      return given === undefined ? [] : [[name, given]];
    }),
  );

/** One LED cannot say two things, and the modem's power is no lamp: it would be switched by the blinking. */
export function checkBox(root: Fields, tell: Tell): void {
  const lamps = fields(fields(root["box"])["lamps"]);
  const switches = new Map(
    list(root["lines"]).flatMap((line) => {
      const { id, powerSwitch } = fields(line);
      const name = /^\/sys\/class\/leds\/([^/]+)\/brightness$/.exec(word(powerSwitch) ?? "")?.[1];
      return name === undefined ? [] : [[name, word(id) ?? ""] as const];
    }),
  );
  const taken = new Map<string, string>();
  for (const lamp of LAMP_NAMES) {
    const name = word(lamps[lamp]);
    if (name === undefined) continue;
    const other = taken.get(name);
    const line = switches.get(name);
    if (other !== undefined) tell(["box", "lamps", lamp], say.ledTwice(lamp, name, other));
    if (line !== undefined) tell(["box", "lamps", lamp], say.ledSwitchesModem(lamp, name, line));
    taken.set(name, lamp);
  }
}
