import { Seconds } from "../../time/Duration.ts";

/**
 * Who took a call that we made. Nobody can tell for certain: a voicemail greets and talks on, a person says a word and
 * waits. A key is the only proof of a person, so nothing but a key may ever count as "taken"; this only decides when to give up
 * and try the next way.
 */
export type Answerer = "person" | "machine";

export interface AnswererState {
  readonly speechMs: number;
  readonly verdict?: Answerer;
}

export const unknownAnswerer: AnswererState = { speechMs: 0 };

/** A person who picks up says a name; six seconds of speech without a key is a greeting that somebody recorded. */
const GREETING_MS = Seconds(6);
/** Enough to hear who calls and to press a key. */
export const NO_KEY_WITHIN = Seconds(25);

export type AnswererEvent =
  | { readonly kind: "keyPressed" }
  /** So much more speech was heard. */
  | { readonly kind: "speechHeard"; readonly ms: number }
  /** A steady tone after speech: "leave your message after the tone". */
  | { readonly kind: "beepHeard" }
  /** NO_KEY_WITHIN is over. */
  | { readonly kind: "timeUp" };

/** The state, and the verdict once when it falls; a key overrules a machine. */
export function step(state: AnswererState, event: AnswererEvent): readonly [AnswererState, Answerer | undefined] {
  switch (event.kind) {
    case "keyPressed":
      return decide(state, state.verdict === "person" ? undefined : "person");
    case "speechHeard": {
      const next = { ...state, speechMs: state.speechMs + event.ms };
      return decide(next, next.verdict === undefined && next.speechMs >= GREETING_MS ? "machine" : undefined);
    }
    case "beepHeard":
      return decide(state, state.verdict === undefined && state.speechMs > 0 ? "machine" : undefined);
    case "timeUp":
      return decide(state, state.verdict === undefined ? "machine" : undefined);
  }
}

const decide = (
  state: AnswererState,
  verdict: Answerer | undefined,
): readonly [AnswererState, Answerer | undefined] => [verdict === undefined ? state : { ...state, verdict }, verdict];
