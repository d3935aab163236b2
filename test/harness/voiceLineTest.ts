import assert from "node:assert/strict";
import type { CallReport } from "../../device/emulator/caller/Caller.ts";
import type { VoiceModemOptions } from "../../device/emulator/voice/VoiceModemEmulator.ts";
import type { VoiceModemLineOptions } from "../../device/line/voice-modem/VoiceModemLine.ts";
import { VoiceRig } from "./VoiceRig.ts";

export const caller = { number: "3125550101", name: "JANE DOE" };
export const known = { kind: "number", ...caller };

/** A voice-like sound: syllables of noise, so that nobody takes it for a key or a busy signal. */
export function voice(ms: number, level = 8_000): Int16Array {
  let seed = 7;
  let smooth = 0;
  return Int16Array.from({ length: ms * 8 }, (_, n) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    smooth += (seed / 2 ** 30 - 1 - smooth) / 4;
    return n % 2_400 < 1_800 ? smooth * level * (0.6 + 0.4 * Math.sin(n / 400)) : 0;
  });
}

export const greeting = { samples: voice(2_000) };

/** Runs a test on a rig that is started and, whatever happens, stopped: nothing may be left behind. */
export async function onRig(
  run: (rig: VoiceRig) => Promise<void>,
  modem: VoiceModemOptions = {},
  line: Partial<VoiceModemLineOptions> = {},
): Promise<void> {
  const rig = new VoiceRig(modem, line);
  try {
    await rig.start();
    await run(rig);
    checkPairs(rig);
  } finally {
    await rig.stop();
  }
  assert.deepEqual(rig.clock.running(), [], "a timer is left behind");
}

/** Exactly one `answered … released` pair for each call. */
export function checkPairs(rig: VoiceRig): void {
  let open = 0;
  for (const { kind } of rig.events) {
    if (kind === "answered") open += 1;
    if (kind === "released") open -= 1;
    assert.ok(open === 0 || open === 1, rig.story());
  }
}

export const greet = (rig: VoiceRig): void => {
  rig.onEvent = (event, perform) => {
    if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: greeting });
  };
};

export const digits = (rig: VoiceRig): string =>
  rig
    .of("digitReceived")
    .map(({ digit }) => digit)
    .join("");
export const faultCodes = (rig: VoiceRig): string[] =>
  rig.of("fault").map(({ code, cleared }) => (cleared === true ? `${code} over` : code));
export const received = (rig: VoiceRig): Buffer => Buffer.concat(rig.of("audioReceived").map(({ bytes }) => bytes));
export const hangUpSign = (rig: VoiceRig): string | undefined => rig.of("callerHungUp")[0]?.sign;
export const ringToOffHook = (report: CallReport): number =>
  (report.offHook?.commandAtMs ?? Number.NaN) - (report.firstRingAtMs ?? 0);
