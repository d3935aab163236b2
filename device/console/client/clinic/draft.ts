import { signal } from "@preact/signals";
import type { FileIssue } from "../../api/changes.ts";
import type { ClinicAnswer, ClinicEdit, DraftAnswer } from "../../api/clinic.ts";
import { ApiProblem, post } from "../api.ts";
import { language } from "../i18n.ts";
import { type Remote, useRemote } from "../remote.ts";
import { session } from "../session.ts";

/** Changes of the clinic file that are not applied yet. They are in this browser only, and on every page of it. */
export interface Draft extends DraftAnswer {
  /** The file that they were begun from. */
  readonly base: string;
  /** As forms made them, to make them again in another file; undefined: the text was written by hand. */
  readonly edits: readonly ClinicEdit[] | undefined;
}

export const draft = signal<Draft | undefined>(undefined);
/** Of the last edit. */
export const editProblem = signal<ApiProblem | undefined>(undefined);
/** How many edits the box has not answered yet. */
export const editing = signal(0);
/** Written as text, and not taken by the box yet: it is written, on its way, or the box did not answer. */
export const unsent = signal<string | undefined>(undefined);
/** Counts up whenever the draft is discarded. */
export const discards = signal(0);

/** What the forms show: the draft, or else what is in force. */
export type Shown = Pick<ClinicAnswer, "text" | "value" | "issues" | "usable" | "script" | "hash">;

export interface Clinic {
  readonly inForce: Remote<ClinicAnswer>;
  readonly shown: Shown | undefined;
  /** Somebody else has changed the file since the draft was begun. */
  readonly overtaken: boolean;
  edit(...edits: readonly ClinicEdit[]): Promise<boolean>;
  write(text: string): Promise<boolean>;
}

export function useClinic(): Clinic {
  const inForce = useRemote<ClinicAnswer>("/clinic", ["clinic"]);
  const now = inForce.data;
  const mine = draft.value;
  const start = (): Pick<Draft, "base" | "edits" | "text"> | undefined =>
    draft.value ?? (now === undefined ? undefined : { base: now.hash, edits: [], text: now.text });
  return {
    inForce,
    shown: mine ?? now,
    overtaken: mine !== undefined && now !== undefined && mine.base !== now.hash,
    edit: (...edits) =>
      queued(
        start,
        (was) => ({ text: was.text, edits }),
        (was) => was.edits && [...was.edits, ...edits],
      ),
    write: (text) =>
      queued(
        start,
        () => ({ text, edits: [] }),
        () => undefined,
      ),
  };
}

/** The same changes again, in the file that is in force now. False: they were written by hand, or have no place in it. */
export async function redo(now: ClinicAnswer): Promise<boolean> {
  const edits = draft.value?.edits;
  if (edits === undefined) return false;
  const start = { base: now.hash, edits: [], text: now.text };
  return queued(
    () => start,
    () => ({ text: now.text, edits }),
    () => edits,
  );
}

export function discard(): () => void {
  const was = draft.value;
  draft.value = undefined;
  editProblem.value = undefined;
  unsent.value = undefined;
  discards.value += 1;
  return () => {
    draft.value = was;
  };
}

/** Puts a draft back that was not applied. What was begun meanwhile is put on top of it, or else returned: it gave way. */
export async function putBack(was: Draft): Promise<Draft | undefined> {
  // What is being asked was begun without it.
  await last;
  const newer = draft.value;
  if (newer?.edits !== undefined && newer.edits.length > 0) {
    const more = newer.edits;
    const merged = await queued(
      () => was,
      () => ({ text: was.text, edits: more }),
      () => was.edits && [...was.edits, ...more],
    );
    if (merged) return undefined;
  }
  draft.value = was;
  return newer;
}

type Start = Pick<Draft, "base" | "edits" | "text">;

let last: Promise<unknown> = Promise.resolve();

/** One after the other: each is made in the text that the one before has made. */
function queued(
  start: () => Start | undefined,
  ask: (was: Start) => { readonly text: string; readonly edits: readonly ClinicEdit[] },
  edits: (was: Start) => readonly ClinicEdit[] | undefined,
): Promise<boolean> {
  const mine = last.then(async () => {
    const was = start();
    if (was === undefined) return false;
    const asked = ask(was);
    try {
      const answer = await post<DraftAnswer>("/clinic/draft", asked);
      const differs = answer.diff.some(({ sign }) => sign !== " ");
      draft.value = differs ? { ...answer, base: was.base, edits: edits(was) } : undefined;
      editProblem.value = undefined;
      // Whatever is made after it takes its place; only what was written since is still to come.
      if (asked.edits.length > 0 || unsent.value === asked.text) unsent.value = undefined;
      return true;
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      editProblem.value = problem;
      return false;
    }
  });
  editing.value += 1;
  last = mine
    .catch(() => undefined)
    .finally(() => {
      editing.value -= 1;
    });
  return mine;
}

let whose: string | undefined;
session.subscribe((answer) => {
  const id = answer?.user?.id;
  if (id === undefined || id === whose) return;
  // Of another person at the same browser: nobody applies in their own name what they have not made.
  if (whose !== undefined) discard();
  whose = id;
});

// A page that is closed takes the draft with it.
addEventListener("beforeunload", (event) => {
  if (draft.value !== undefined) event.preventDefault();
});

export type Path = readonly (string | number)[];

/** `people[1].phone`, as the box names it. */
export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
    "",
  );

export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (so, part) => (typeof so === "object" && so !== null ? (so as Record<string | number, unknown>)[part] : undefined),
    value,
  );
}

export const textAt = (value: unknown, path: Path, otherwise = ""): string => {
  const found = at(value, path);
  return typeof found === "string" || typeof found === "number" ? String(found) : otherwise;
};

export const listAt = (value: unknown, path: Path): readonly unknown[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
};

export const textsAt = (value: unknown, path: Path): readonly string[] =>
  listAt(value, path).filter((one) => typeof one === "string");

/** Of that value itself. */
export const issuesAt = (issues: readonly FileIssue[], path: Path): readonly FileIssue[] =>
  issues.filter((issue) => issue.path === pathText(path));

/** Of that value, or of what is in it. */
export const issuesIn = (issues: readonly FileIssue[], path: Path): readonly FileIssue[] => {
  const name = pathText(path);
  return issues.filter(
    (issue) => issue.path === name || issue.path.startsWith(`${name}.`) || issue.path.startsWith(`${name}[`),
  );
};

/** What is wrong and what would be right, in the reader's language. */
export const issueWords = (issue: FileIssue): { readonly what: string; readonly instead: string } =>
  language.value === "es" ? issue.es : issue;

export function issueText(issue: FileIssue): string {
  const { instead, what } = issueWords(issue);
  return `${what}: ${instead}`;
}
