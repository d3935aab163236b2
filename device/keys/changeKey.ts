import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { type KeyPlaces, placeOf } from "./boxKeys.ts";
import { endKeyChange, isUnderWay, type KeyChange, readKeyChange, writeKeyChange } from "./KeyChange.ts";
import type { KeyPlace, KeySource } from "./KeyPlace.ts";

export interface ChangeMeans {
  readonly places: KeyPlaces;
  /** The services that are started from now on are given what the places and the change say. */
  handOut(): void;
  /** Returns when everything is under the new key. */
  encrypt(old: Uint8Array, fresh: Uint8Array): Promise<void>;
}

/** Another key, in the same place or another. Cut off wherever, `settleChange` and `goOn` find a way that loses nothing. */
export async function changeKey(means: ChangeMeans, from: KeyPlace, to: KeyPlace): Promise<void> {
  const names = { from: from.source, to: to.source };
  const { changeFile } = means.places;
  writeKeyChange(changeFile, { ...names, phase: "staging" });
  to.stageNext();
  means.handOut();
  writeKeyChange(changeFile, { ...names, phase: "encrypting" });
  await encryptAndSettle(means, from, to);
}

/** What a change that was cut off has come to; undefined: there was none. */
export type CutOff =
  | { readonly was: "taken back" | "finished"; readonly to: KeySource }
  | { readonly was: "encrypting" | "under way"; readonly to: KeySource };

/** What is quickly put right, as at the start of a box: goes back where nothing was encrypted, finishes where everything was. */
export function settleChange(means: ChangeMeans): CutOff | undefined {
  const { places } = means;
  const change = readKeyChange(places.changeFile);
  if (change === undefined) return undefined;
  const { to, phase } = change;
  if (isUnderWay(change)) return { was: "under way", to };
  switch (phase) {
    case "staging":
      placeOf(places, to)?.takeNextBack();
      endKeyChange(places.changeFile);
      means.handOut();
      return { was: "taken back", to };
    case "encrypting":
      means.handOut();
      return { was: "encrypting", to };
    case "settling":
      settle(means, change);
      return { was: "finished", to };
  }
}

/** Encrypts the rest where a change was cut off in the middle of that, and finishes it. */
export async function goOn(means: ChangeMeans): Promise<CutOff | undefined> {
  const settled = settleChange(means);
  const change = readKeyChange(means.places.changeFile);
  if (settled?.was !== "encrypting" || change === undefined) return settled;
  writeKeyChange(means.places.changeFile, { from: change.from, to: change.to, phase: "encrypting" });
  await encryptAndSettle(means, ...bothOf(means.places, change));
  return { was: "finished", to: change.to };
}

async function encryptAndSettle(means: ChangeMeans, from: KeyPlace, to: KeyPlace): Promise<void> {
  const [old, fresh] = [from.current(), to.next()];
  if (old === undefined || fresh === undefined) throw halfGone(old === undefined ? from.where : to.where);
  await means.encrypt(old, fresh);
  const names = { from: from.source, to: to.source };
  writeKeyChange(means.places.changeFile, { ...names, phase: "settling" });
  settle(means, names);
}

/** Each of these steps may be done twice. */
function settle(means: ChangeMeans, names: Pick<KeyChange, "from" | "to">): void {
  const [from, to] = bothOf(means.places, names);
  to.promote();
  means.handOut();
  if (from !== to) from.destroy();
  endKeyChange(means.places.changeFile);
  means.handOut();
}

function bothOf(places: KeyPlaces, { from, to }: Pick<KeyChange, "from" | "to">): readonly [KeyPlace, KeyPlace] {
  const [old, fresh] = [placeOf(places, from), placeOf(places, to)];
  if (old === undefined || fresh === undefined) throw halfGone("the Pi's one-time-programmable key");
  return [old, fresh];
}

const halfGone = (where: string): ApplianceError =>
  new ApplianceError(
    "KEY_LOST",
    `a change of the key was cut off, and one of its two keys does not answer any more: ${where}`,
    {
      disposition: "operator",
      cure: "Is the card in another Pi? Put it back into its own, and the change goes on. Else `firstring restore` a backup, or `firstring erase` and begin anew.",
    },
  );
