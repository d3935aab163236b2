/* @pure */
import { conexantCx930xx } from "./ConexantCx930xx.ts";
import type { Identity, VoiceModemModel } from "./Model.ts";
import { plainV253 } from "./PlainV253.ts";
import { rockwell } from "./Rockwell.ts";
import { usrUsb } from "./UsrUsb.ts";

/** One line for each model; the first whose fingerprint matches is taken, so the narrow ones come first. */
export const MODELS: readonly VoiceModemModel[] = [
  usrUsb, //
  conexantCx930xx,
  rockwell,
  plainV253,
];

export { plainV253 };

export function findModel(identity: Identity): VoiceModemModel | undefined {
  return MODELS.find((model) => {
    const wanted = Object.entries(model.fingerprint) as [keyof Identity, RegExp][];
    return wanted.length > 0 && wanted.every(([answer, pattern]) => pattern.test(identity[answer]));
  });
}

export const modelNamed = (id: string): VoiceModemModel | undefined => MODELS.find((model) => model.id === id);
