import { isDeepStrictEqual } from "node:util";
import type { ApplyClient, Who } from "../../change/ApplyClient.ts";
import { canApply, type Outcome, type Plan } from "../../change/Plan.ts";
import { changesOf, lostWithThePower } from "../core/changes.ts";
import { answered, type SetupState, withResult } from "../core/SetupState.ts";
import type { Question, WorkContext, WorkEnd } from "../Setup.ts";

/** Shows what would be done; changes nothing. */
export async function planAnswers(client: ApplyClient, { state, secrets, session }: WorkContext): Promise<WorkEnd> {
  const lost = lostWithThePower(state, secrets);
  if (lost !== undefined) return { ok: false, words: [lost] };
  const changes = changesOf(state, secrets);
  if (changes.length === 0) return { ok: true, words: ["Everything is in force already: there is nothing to do."] };
  const plan = await client.plan(changes, session);
  const words = planInWords(plan);
  return canApply(plan) ? { ok: true, words: ["Nothing is done yet. This would be:", ...words] } : { ok: false, words };
}

export function planInWords({ steps, warnings, refusals, restart }: Plan): readonly string[] {
  return [
    ...refusals.map(({ what, cure }) => `Cannot be done: ${what}. What to do: ${cure}`),
    ...steps.map(({ words }) => words),
    ...warnings.map((warning) => `To be known: ${warning}`),
    ...(restart ? ["The answering service is started anew for it, between two calls."] : []),
  ];
}

const STILL_THERE: Question = {
  words:
    "The network is changed, and this was kept for a moment only. Do you still reach the box, and does the network do what it is for? Say so within two minutes; else everything is put back as it was.",
  yes: "Keep it",
};

/** Puts the answers into force by root's hand; a change of the network is kept only when the technician says so. */
export async function applyAnswers(
  client: ApplyClient,
  who: Who,
  context: WorkContext,
  forgetSecrets: (handedOver: Readonly<Record<string, string>>) => void,
): Promise<WorkEnd> {
  const { ask, say, secrets, session, state } = context;
  const lost = lostWithThePower(state, secrets);
  if (lost !== undefined) return { ok: false, words: [lost] };
  const changes = changesOf(state, secrets);
  if (changes.length === 0) return kept(state, "Everything is in force already: there was nothing to do.", []);
  const outcome = await client.apply(changes, {
    who,
    ...(session === undefined ? {} : { session }),
    onProgress: ({ phase, words }) => {
      say(words);
      // This process would be here whatever became of the network: only the person knows.
      if (phase === "confirm") void ask(STILL_THERE).then(() => confirm(client, session, say));
    },
  });
  if (outcome.kind !== "kept")
    return { ok: false, keeps: (now) => noted(now, outcome), words: outcomeInWords(outcome) };
  forgetSecrets(secrets);
  return kept(state, outcome.words, outcome.warnings);
}

async function confirm(client: ApplyClient, session: string | undefined, say: (line: string) => void): Promise<void> {
  try {
    const { unconfirmed } = await client.status();
    if (unconfirmed !== undefined) await client.confirm(unconfirmed.id, session);
  } catch (error) {
    say(
      `The change could not be confirmed and will be undone by itself: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function kept({ network: done, text }: SetupState, words: string, warnings: readonly string[]): WorkEnd {
  const keeps = (now: SetupState): SetupState => {
    const { network, ...rest } = now;
    // What was answered meanwhile waits for the next time.
    const waits = network !== undefined && !isDeepStrictEqual(network, done) ? { network } : {};
    return withResult(answered({ ...rest, ...waits, applied: text }, "apply"), "apply", { ok: true, words: [words] });
  };
  return {
    ...{ ok: true, keeps },
    words: [words, ...warnings.map((one) => `To be known: ${one}`)],
  };
}

const noted = (state: SetupState, outcome: Outcome): SetupState =>
  withResult(state, "apply", { ok: false, words: [...outcomeInWords(outcome)].slice(0, 5) });

export function outcomeInWords(outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case "kept":
      return [outcome.words, ...outcome.warnings];
    case "rolled-back":
      return [
        outcome.words,
        `Why: ${outcome.because}`,
        "Nothing is lost: your answers are still here. Mend what it says and put it into force again.",
      ];
    case "refused":
      return outcome.refusals.map(({ what, cure }) => `Cannot be done: ${what}. What to do: ${cure}`);
  }
}
