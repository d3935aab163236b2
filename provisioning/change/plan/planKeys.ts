/* @pure */

import { keyIdOf } from "../../bundle/keyId.ts";
import type { ChangeOf } from "../Change.ts";
import type { Refusal } from "../Plan.ts";
import type { BoxFacts, PartOfPlan } from "./planChanges.ts";

/** Whoever may add a key may do anything later: only somebody who stands at the box. Taking one away needs nobody. */
export function planKeys({ add, revoke }: ChangeOf<"keys">, { present, trustedKeys }: BoxFacts): PartOfPlan {
  const fresh = add.filter(({ publicKey }) => !trustedKeys.includes(keyIdOf(publicKey)));
  const refusals: Refusal[] = [];
  if (fresh.length > 0 && !present)
    refusals.push({
      code: "NEEDS_PRESENCE",
      what: "a new key to trust is taken only while somebody stands at the box",
      cure: "Hold the button for three seconds (or put the file FIRSTRING-PRESENT.TXT on the card), then try again.",
    });
  const left = new Set([...trustedKeys, ...add.map(({ publicKey }) => keyIdOf(publicKey))]);
  for (const id of revoke) left.delete(id);
  const words = [
    ...add.map(({ name, publicKey }) => `the key ${keyIdOf(publicKey)} (${name}) is trusted`),
    ...revoke.map((id) => `the key ${id} is trusted no more`),
  ].join("; ");
  return {
    words: words === "" ? "the keys stay as they are" : words,
    refusals,
    needsPresence: fresh.length > 0,
    warnings: left.size === 0 ? ["no key is left: no bundle will be taken until a key is added at the box"] : [],
  };
}
