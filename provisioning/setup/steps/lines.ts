/* @pure */
// Which lines of the clinic file the wizard writes, and what it says of them.
import { listIn, removeItem, setIn } from "../../../firmware/config/editYaml.ts";
import type { SetupState } from "../core/SetupState.ts";

export const VOICE_LINE = "front";
export const MOBILE_LINE = "mobile";
export const SIM_SECRET = "sim-pin";

export interface LineEntry {
  readonly id: string;
  readonly driver: "voice-modem" | "gsm";
  readonly port: string;
  readonly audio?: string;
  readonly secondPort?: string;
  readonly simPin?: string;
  readonly model?: string;
}

export const linesOf = (state: SetupState): readonly LineEntry[] =>
  listIn(state.text, ["lines"]).filter((one): one is LineEntry => typeof one === "object" && one !== null);

export const lineOf = (state: SetupState, driver: LineEntry["driver"]): LineEntry | undefined =>
  linesOf(state).find((line) => line.driver === driver);

/** What was found takes the place of the line with that driver; what else a person wrote about it (`pickup`, `model`) stays. */
export function withLine(state: SetupState, found: Omit<LineEntry, "id">): SetupState {
  const lines = linesOf(state);
  const at = lines.findIndex(({ driver }) => driver === found.driver);
  const before = lines[at];
  const entry = {
    ...{ id: found.driver === "gsm" ? MOBILE_LINE : VOICE_LINE },
    ...before,
    ...{ audio: undefined, secondPort: undefined },
    ...found,
  };
  const plain = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
  return { ...state, text: setIn(state.text, [[["lines", at === -1 ? lines.length : at], plain]]) };
}

export function withoutLine(state: SetupState, driver: LineEntry["driver"]): SetupState {
  const at = linesOf(state).findIndex((line) => line.driver === driver);
  return at === -1 ? state : { ...state, text: removeItem(state.text, ["lines"], at) };
}

export function withSimPin(state: SetupState, has: boolean): SetupState {
  const at = linesOf(state).findIndex(({ driver }) => driver === "gsm");
  if (at === -1) return state;
  const value = has ? `\${credential:${SIM_SECRET}}` : undefined;
  return { ...state, text: setIn(state.text, [[["lines", at, "simPin"], value]]) };
}

/** Some line has both: the sound of calls, and a number to be called on. */
export const canBeCalled = (state: SetupState): boolean =>
  linesOf(state).some(
    ({ driver, audio, port }) => driver === "voice-modem" || audio !== undefined || port.startsWith("usb:"),
  );
