/* @pure */
import { lostWithThePower } from "../core/changes.ts";
import { issuesOf } from "../core/checks.ts";
import { answered, type SetupState, withResult } from "../core/SetupState.ts";
import type { Facts } from "../core/Step.ts";
import { STEPS, stepAbout } from "../steps/registry.ts";

/** Five digits that no PIN rule complains of: stands for a PIN that is on the box and nobody can read. */
export const SOME_PIN = "40962";

/** The whole file as the box will read it, each finding with the step where it is mended. */
export function checkAll(
  state: SetupState,
  facts: Facts,
  secrets: Readonly<Record<string, string>>,
): { readonly ok: boolean; readonly keeps: (now: SetupState) => SetupState; readonly words: readonly string[] } {
  const open = STEPS.filter(({ id, kind }) => kind !== "work" && state.done[id] === undefined).map(
    ({ title }) => title,
  );
  const issues = issuesOf(state.text, {
    now: facts.now,
    resolveSecret: (reference) => {
      const name = reference.replace(/^credential:/, "");
      return secrets[name] ?? (facts.secrets.has(name) ? SOME_PIN : undefined);
    },
  });
  const errors = issues.filter(({ severity }) => severity === "error");
  const lost = lostWithThePower(state, secrets);
  const words = [
    ...(lost === undefined ? [] : [lost]),
    ...(open.length > 0 ? [`Not answered yet: ${open.join(", ")}.`] : []),
    ...issues.map(
      ({ severity, what, instead, path }) =>
        `${severity === "error" ? "Has to be mended" : "Should be known"}: ${what}. What to do: ${instead} (${where(path)}).`,
    ),
    ...(issues.length === 0 && open.length === 0 && lost === undefined
      ? ["Everything is well: the box can be put into service with this."]
      : []),
  ];
  const ok = errors.length === 0 && lost === undefined;
  const told = { ok, words: words.slice(0, 30).map((line) => line.slice(0, 490)) };
  return {
    ...{ ok, words },
    keeps: (now) => withResult(ok ? answered(now, "check") : now, "check", told),
  };
}

function where(path: string): string {
  const step = stepAbout(path);
  return step === undefined ? `in the clinic file${path === "" ? "" : ` at ${path}`}` : `at the step “${step.title}”`;
}
