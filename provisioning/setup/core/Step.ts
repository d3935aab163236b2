/* @pure */
// What the wizard asks, whichever face asks it: web page, serial console, command line. A step is one subject. Its words are
// in it, in English; a face adds only its own ("Back", "number or word").
import type { SetupState } from "./SetupState.ts";

export const STEP_IDS = [
  ...["clinic", "clock", "modems", "sim", "line", "people", "duty", "hours", "holidays", "script", "privacy"],
  ...["network", "broker", "check", "apply", "greeting", "prove", "keys", "console", "handover"],
] as const;
export type StepId =
  | "clinic"
  | "clock"
  | "modems"
  | "sim"
  | "line"
  | "people"
  | "duty"
  | "hours"
  | "holidays"
  | "script"
  | "privacy"
  | "network"
  | "broker"
  | "check"
  | "apply"
  | "greeting"
  | "prove"
  | "keys"
  | "console"
  | "handover";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/**
 * One thing that is asked for. Every answer is a text, as it comes from a form and from a keyboard; of `many`, joined by commas; of `file`,
 * its bytes in base64, which only a browser sends.
 */
export interface Field {
  readonly name: string;
  readonly kind: "text" | "number" | "phone" | "choice" | "many" | "secret" | "long" | "file";
  readonly label: string;
  /** What it is for, an example, what follows from it. */
  readonly help: string;
  readonly choices?: readonly Choice[];
  /** Offered, but anything else may be written. */
  readonly suggestions?: readonly string[];
  readonly value: string;
  readonly optional?: true;
  /** Of `many`: what comes first counts as first. */
  readonly ordered?: true;
}

export type Input = Readonly<Record<string, string>>;

/** Why an answer was not taken: the same words as `firstring check`, and what would be right. */
export interface Problem {
  /** Empty: the answer as a whole. */
  readonly field: string;
  readonly what: string;
  readonly instead: string;
}

export type Accepted =
  | {
      readonly ok: true;
      readonly state: SetupState;
      /** PINs and passwords by the name of their credential; kept apart from the state, in memory only. */
      readonly secrets?: Readonly<Record<string, string>>;
      /** What follows from it and the technician should know. */
      readonly notes?: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What a step may look at beside the answers so far. */
export interface Facts {
  readonly now: number;
  /** Credentials that were typed (and wait for the apply) or are on the box already. */
  readonly secrets: ReadonlySet<string>;
}

interface Common {
  readonly id: StepId;
  readonly title: string;
  intro(state: SetupState, facts: Facts): readonly string[];
  /** What leaving it out means; without it the step has to be answered. */
  readonly skip?: string;
  /** Parts of the clinic file that it is about: `lines`, `clinic.name`. */
  readonly about: readonly string[];
}

export interface FormStep extends Common {
  readonly kind: "form";
  fields(state: SetupState, facts: Facts): readonly Field[];
  accept(state: SetupState, input: Input, facts: Facts): Accepted;
}

export interface ListStep extends Common {
  readonly kind: "list";
  /** `a person`, `a holiday`. */
  readonly one: string;
  readonly least: number;
  items(state: SetupState): readonly string[];
  fields(state: SetupState, index: number | undefined, facts: Facts): readonly Field[];
  put(state: SetupState, index: number | undefined, input: Input, facts: Facts): Accepted;
  remove(state: SetupState, index: number): Accepted;
}

/** Something that is done, not written: looked for, tried, applied. Performed by `SetupWork`. */
export interface WorkStep extends Common {
  readonly kind: "work";
  actions(state: SetupState, facts: Facts): readonly Action[];
}

export interface Action {
  readonly id: string;
  readonly label: string;
  /** What happens then, and what the technician has to do meanwhile. */
  readonly help: string;
  readonly fields?: readonly Field[];
  /** Seldom wanted: it does not look like the next thing to do. */
  readonly aside?: true;
}

/** A face without files does not offer it. */
export const needsFile = ({ fields = [] }: Action): boolean => fields.some(({ kind }) => kind === "file");

export type Step = FormStep | ListStep | WorkStep;

export const problem = (field: string, what: string, instead: string): Problem => ({ field, what, instead });
export const refuse = (...problems: readonly Problem[]): Accepted => ({ ok: false, problems });
