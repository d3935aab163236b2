import { writtenClip } from "../../call/writeClip.ts";
import type { PromptDraft, PromptHow } from "../api/prompts.ts";
import { soundHash } from "./PromptVersions.ts";

/** More is a script that nobody puts into force; the oldest goes. Some 30 MB at the very most. */
const MOST_DRAFTS = 40;

export interface Draft extends PromptDraft {
  readonly language: string;
  readonly clip: string;
  readonly samples: Int16Array;
}

interface NewDraft {
  readonly language: string;
  readonly clip: string;
  readonly samples: Int16Array;
  readonly how: PromptHow;
  readonly by: string;
  readonly at: number;
  readonly words: string;
}

/** What was recorded and is not in force yet: one of each sentence, in memory, seen by whoever may change prompts. */
export class Drafts {
  readonly #drafts = new Map<string, Draft>();

  put(made: NewDraft): Draft {
    const id = soundHash(writtenClip(made.samples));
    const draft = { ...made, id, ms: Math.round(made.samples.length / 8) };
    const key = keyOf(made.language, made.clip);
    this.#drafts.delete(key);
    this.#drafts.set(key, draft);
    for (const oldest of this.#drafts.keys()) {
      if (this.#drafts.size <= MOST_DRAFTS) break;
      this.#drafts.delete(oldest);
    }
    return draft;
  }

  of(language: string, clip: string): Draft | undefined {
    return this.#drafts.get(keyOf(language, clip));
  }

  /** `id`: only if it is still that one. */
  drop(language: string, clip: string, id?: string): boolean {
    const key = keyOf(language, clip);
    if (id !== undefined && this.#drafts.get(key)?.id !== id) return false;
    return this.#drafts.delete(key);
  }
}

const keyOf = (language: string, clip: string): string => `${language}/${clip}`;

export const draftAnswer = ({ at, by, how, id, ms, words }: Draft): PromptDraft => ({ at, by, how, id, ms, words });
