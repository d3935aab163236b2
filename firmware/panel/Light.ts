import { type Duration, Milliseconds, Seconds } from "../time/Duration.ts";

/** What one lamp does, over and over. */
export type Light = readonly Phase[];
export interface Phase {
  readonly lit: boolean;
  readonly for: Duration;
}

const lit = (ms: number): Phase => ({ lit: true, for: Milliseconds(ms) });
const dark = (ms: number): Phase => ({ lit: false, for: Milliseconds(ms) });

export const OFF: Light = [dark(1_000)];
export const ON: Light = [lit(1_000)];
/** Half a second on, half a second off: seen in passing, and not taken for the flicker of a disk. */
export const BLINK: Light = [lit(500), dark(500)];
export const FLICKER: Light = [lit(100), dark(100)];
/** Lit, and out twice for a moment every two seconds. */
export const LIT_WINKS: Light = [lit(1_600), dark(100), lit(200), dark(100)];
/** Dark, and lit twice for a moment every two seconds. */
export const DARK_WINKS: Light = [dark(1_600), lit(100), dark(200), lit(100)];
/** Lit, and out for a moment every two seconds: a warning on a lamp that is lit anyway. */
export const LIT_BLIP: Light = [lit(1_900), dark(100)];
/** Once, then a pause. */
export const BEEP: Light = [lit(200), dark(4_800)];
export const THREE_FLASHES: Light = [lit(150), dark(150), lit(150), dark(150), lit(150), dark(1_250)];
export const LONG_FLASHES: Light = [lit(1_500), dark(300)];

/** For how long the kernel goes on with what it was told before it takes the teller for dead. Written anew well before. */
export const HOLDS: Duration = Seconds(12);
/** sysfs takes one page in one write. */
const LONGEST_TEXT = 4_000;
const FOREVER_MS = 2_000_000_000;

const isSteady = (light: Light): boolean => light.every((phase) => phase.lit === light[0]?.lit);

/**
 * The text for the `pattern` file of the kernel's LED trigger of that name (Documentation/ABI/testing/
 * sysfs-class-led-trigger-pattern): pairs of brightness and milliseconds, each followed by the same brightness for 0 ms,
 * which makes it a step where the kernel would dim. With `afterwards` the light holds for twelve seconds and then turns
 * into that by the kernel's own timer, unless it is written anew: a lamp that tells the truth about a writer who is dead.
 */
export function patternText(light: Light, brightness: number, afterwards?: Light): string {
  const step = ({ lit: on, for: ms }: Phase): string => `${on ? brightness : 0} ${ms} ${on ? brightness : 0} 0 `;
  const whole = (of: Light): string => of.map(step).join("");
  if (afterwards === undefined) return isSteady(light) ? forever(light, brightness) : whole(light).trimEnd();
  const held = isSteady(light) ? step({ lit: light[0]?.lit ?? false, for: HOLDS }) : whole(light).repeat(times(light));
  if (isSteady(afterwards)) return `${held}${forever(afterwards, brightness)}`;
  const once = whole(afterwards);
  return `${held}${once.repeat(Math.floor((LONGEST_TEXT - held.length) / once.length))}`.trimEnd();
}

const times = (light: Light): number => Math.ceil(HOLDS / light.reduce((sum, phase) => sum + phase.for, 0));

/** Six months: the kernel begins anew then, and a box that was dead for so long has been seen. */
const forever = (light: Light, brightness: number): string => {
  const level = light[0]?.lit === true ? brightness : 0;
  return `${`${level} ${FOREVER_MS} `.repeat(8)}${level} 0`;
};
