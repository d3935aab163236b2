import type { SpokenPart, VoiceMessage } from "../message/MessageStore.ts";
import type { CallState } from "./CallState.ts";
import { callbackFrom } from "./callbackNumber.ts";

/**
 * The message as known at this moment. A call whose urgency is not known counts as urgent: if the power goes now, that is
 * what the store must find.
 */
export function messageOf(state: CallState, complete: boolean): VoiceMessage {
  const { setup } = state;
  return {
    callId: setup.callId,
    ref: setup.ref,
    receivedAt: setup.receivedAt,
    urgency: state.urgency ?? "urgent",
    urgencyBecause: state.because ?? "not-said",
    callerKind: state.callerKind,
    language: state.language,
    ...(state.callback === undefined ? {} : { callback: state.callback }),
    callbackConfirmed: state.callback !== undefined,
    ...(state.dateOfBirth === undefined ? {} : { dateOfBirth: state.dateOfBirth }),
    complete,
    ...keptTakes(state),
  };
}

/** Told only where the highest take is not the one that counts. */
function keptTakes(state: CallState): Pick<VoiceMessage, "keptTakes"> {
  const parts: readonly SpokenPart[] = ["name", "reason"];
  const earlier = parts.filter((part) => state.kept[part] !== undefined && state.kept[part] !== state.takes[part]);
  if (earlier.length === 0) return {};
  return { keptTakes: Object.fromEntries(earlier.map((part) => [part, state.kept[part]])) };
}

/**
 * Whether there is anything that a person could act on. Somebody who hangs up during the greeting, or with the number
 * withheld after a key or two, leaves a call in the records but nobody to call back: no doctor is woken for it. With a
 * number or speech, a caller who touched a key and is gone before saying how urgent it is, counts as urgent.
 */
export function leavesMessage(state: CallState): boolean {
  if (state.urgency !== undefined) return true;
  if (!state.engaged) return false;
  const reachable =
    state.callback !== undefined || callbackFrom(state.setup.callerId, state.setup.country) !== undefined;
  return reachable || state.takes.name + state.takes.reason > 0;
}
