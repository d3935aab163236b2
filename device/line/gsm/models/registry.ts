/* @pure */
import { huawei } from "./Huawei.ts";
import type { GsmModel, Identity } from "./Model.ts";
import { plain27007 } from "./Plain27007.ts";
import { quectelEc25 } from "./QuectelEc25.ts";
import { sim7600 } from "./Sim7600.ts";

/** One line for each model; the first whose fingerprint matches is taken, so the narrow ones come first. */
export const GSM_MODELS: readonly GsmModel[] = [
  sim7600, //
  quectelEc25,
  huawei,
  plain27007,
];

export { plain27007 };

/** The model that a modem's own words fit; the plain one for all that nobody has described. */
export function findGsmModel(identity: Identity): GsmModel {
  const fits = (model: GsmModel): boolean => {
    const wanted = Object.entries(model.fingerprint) as [keyof Identity, RegExp][];
    return wanted.length > 0 && wanted.every(([answer, pattern]) => pattern.test(identity[answer]));
  };
  return GSM_MODELS.find(fits) ?? plain27007;
}

export const gsmModelNamed = (id: string): GsmModel | undefined => GSM_MODELS.find((model) => model.id === id);
