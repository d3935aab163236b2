/* @pure */
import type { Span, VitalsSlot } from "../../firmware/health/Vitals.ts";

/** One line of a day's file. */
export const writeSlot = (slot: VitalsSlot): string =>
  `${JSON.stringify(slot, (_, value) => (isSpan(value) ? [value.least, value.most, value.sum, value.count] : value))}\n`;

/** Every line that is whole; a power cut leaves a piece of one, which costs five minutes. */
export function readSlots(text: string): readonly VitalsSlot[] {
  return text.split("\n").flatMap((line) => {
    if (line === "") return [];
    try {
      return slotIn(JSON.parse(line)) ?? [];
    } catch {
      return [];
    }
  });
}

function slotIn(value: unknown): VitalsSlot | undefined {
  const { at, broker, linesReady, looks, modems, ...figures } = recordIn(value);
  if (!isNumber(at) || !isNumber(looks) || !isNumber(linesReady)) return undefined;
  const connection = recordIn(broker);
  return {
    ...{ at, looks, linesReady },
    modems: Object.fromEntries(Object.entries(recordIn(modems)).flatMap(([id, told]) => modemIn(id, recordIn(told)))),
    ...(isNumber(connection["looks"]) && isNumber(connection["connected"])
      ? { broker: { looks: connection["looks"], connected: connection["connected"] } }
      : {}),
    ...spanIn("freeMb", figures["freeMb"]),
    ...spanIn("temperatureC", figures["temperatureC"]),
    ...spanIn("memoryMb", figures["memoryMb"]),
  };
}

function modemIn(id: string, { dbm, inNetwork, looks }: Record<string, unknown>) {
  if (!isNumber(looks) || !isNumber(inNetwork)) return [];
  return [[id, { looks, inNetwork, ...spanIn("dbm", dbm) }] as const];
}

function spanIn<Name extends string>(name: Name, value: unknown): { readonly [N in Name]?: Span } {
  if (!Array.isArray(value) || value.length !== 4 || !value.every(isNumber)) return {};
  const [least, most, sum, count] = value as [number, number, number, number];
  return count > 0 ? ({ [name]: { least, most, sum, count } } as { readonly [N in Name]?: Span }) : {};
}

const isSpan = (value: unknown): value is Span =>
  typeof value === "object" && value !== null && "least" in value && "most" in value;

const recordIn = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const isNumber = (value: unknown): value is number => Number.isFinite(value);
