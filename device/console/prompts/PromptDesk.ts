import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { promptFromFile } from "../../audio/promptFromFile.ts";
import { writtenClip } from "../../call/writeClip.ts";
import { spokenPrompt, voiceFor } from "../../speech/spokenPrompt.ts";
import { ApiError, conflict } from "../api/errors.ts";
import type { PromptHow, UsePrompts } from "../api/prompts.ts";
import type { Who } from "../auth/Who.ts";
import { type ConsoleChange, isUnknownEnd } from "../box/ChangeLink.ts";
import type { ChangeDesk } from "../changes/ChangeDesk.ts";
import type { Draft, Drafts } from "./Drafts.ts";
import type { PromptBook } from "./PromptBook.ts";
import type { PromptShelf } from "./PromptShelf.ts";
import { type NewVersion, type PromptVersions, soundHash } from "./PromptVersions.ts";
import type { PromptEntry } from "./promptEntries.ts";

export interface PromptDeskMeans {
  readonly book: PromptBook;
  readonly shelf: PromptShelf;
  readonly versions: PromptVersions;
  readonly drafts: Drafts;
  readonly changes: Pick<ChangeDesk, "begin">;
  readonly clock: Clock;
}

type Wish = UsePrompts["prompts"][number];

interface Use {
  readonly entry: PromptEntry;
  readonly language: string;
  /** Null: back to the one that comes with FirstRing. */
  readonly wav: Uint8Array | null;
  readonly how: PromptHow;
  readonly words: string;
}

/** Makes recordings fit for callers, and puts them into force. */
export class PromptDesk {
  readonly #means: PromptDeskMeans;
  /** One after the other: memory is short, and so is the processor. */
  #converting: Promise<unknown> = Promise.resolve();

  constructor(means: PromptDeskMeans) {
    this.#means = means;
  }

  /** @throws ApiError 422: it is not taken, and why. */
  async fromFile(language: string, entry: PromptEntry, bytes: Uint8Array, how: PromptHow, who: Who): Promise<Draft> {
    const samples = await this.#inTurn(() => promptFromFile(bytes));
    if ("code" in samples) throw new ApiError(422, samples.code, sentence(samples.what), { cure: samples.cure });
    return this.#draft(language, entry, samples, how, who);
  }

  /** The program that speaks, if this box has one. */
  voice(languages: readonly string[]): string | undefined {
    return voiceFor(languages)?.name;
  }

  /** By the box's own voice. @throws ApiError */
  async spoken(language: string, entry: PromptEntry, who: Who): Promise<Draft> {
    const voice = voiceFor([language]);
    if (voice === undefined)
      throw conflict("NO_VOICE", "There is no speech program on this box.", "Record the sentence, or upload it.");
    const samples = await this.#inTurn(async () => {
      const folder = await mkdtemp(join(tmpdir(), "firstring-speaks-"));
      try {
        return await spokenPrompt(voice, entry.toSpeak, language, join(folder, "spoken.wav"));
      } catch (cause) {
        const message = isApplianceError(cause) ? cause.message : `${voice.program} could not speak it.`;
        throw new ApiError(502, "VOICE_BROKEN", message, { cure: "Record the sentence, or upload it.", cause });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
    return this.#draft(language, entry, samples, "spoken", who);
  }

  /** Resolves when it is under way: between two calls, with a way back. @throws ApiError */
  async use(wishes: readonly Wish[], who: Who): Promise<readonly Use[]> {
    const uses = wishes.map((wish) => this.#useOf(wish));
    const { changes, drafts, versions } = this.#means;
    const clips = uses.map(({ entry, language, wav }) => ({
      ...{ clip: entry.clip, language },
      wav: wav === null ? null : Buffer.from(wav).toString("base64"),
    }));
    const change: ConsoleChange = { kind: "prompts", clips };
    const rows = uses.flatMap((use) => this.#noted(use, who));
    const onEnd = (kind: string): void => {
      if (kind === "rolled-back" || kind === "refused") for (const row of rows) versions.remove(row);
      if (kind === "kept")
        for (const { entry, language, wav } of uses) {
          versions.trim(language, entry.clip);
          if (wav !== null) drafts.drop(language, entry.clip, soundHash(wav));
        }
    };
    try {
      await changes.begin([change], who, undefined, onEnd);
    } catch (error) {
      // Where it broke off nobody knows yet: what is in use is told by the sound.
      if (!isUnknownEnd(error)) for (const row of rows) versions.remove(row);
      throw error;
    }
    return uses;
  }

  #draft(language: string, { clip, words }: PromptEntry, samples: Int16Array, how: PromptHow, who: Who): Draft {
    const at = Math.trunc(this.#means.clock.now());
    return this.#means.drafts.put({ language, clip, samples, how, by: who.name, at, words });
  }

  #useOf({ id, language, use }: Wish): Use {
    const { book, drafts, versions } = this.#means;
    const entry = book.find(language, id);
    if ("draft" in use) {
      const draft = drafts.of(language, entry.clip);
      if (draft?.id !== use.draft)
        throw conflict(
          "DRAFT_GONE",
          `The new recording of “${short(entry.words)}” is not there any more, or is another one by now.`,
          "Load the page, listen to it, and try again.",
        );
      return { entry, language, wav: writtenClip(draft.samples), how: draft.how, words: draft.words };
    }
    if ("shipped" in use) {
      if (!book.ownMayGo(language, entry))
        throw conflict(
          "NOTHING_INSTEAD",
          `Nothing comes with FirstRing for “${short(entry.words)}”: callers would hear silence.`,
          "Record another one instead.",
        );
      return { entry, language, wav: null, how: "shipped", words: entry.shippedWords };
    }
    const version = versions.of(language, entry.clip).find((one) => one.id === use.version);
    const sound = version && versions.sound(language, entry.clip, version.id);
    if (version === undefined || sound === undefined)
      throw conflict("VERSION_GONE", "That earlier recording is not kept any more.", "Choose another one.");
    return { entry, language, wav: sound, how: version.how, words: version.words };
  }

  /** What was there by another way is kept as well, so that there is a way back to it. */
  #noted({ entry, how, language, wav, words }: Use, who: Who): readonly number[] {
    const { clock, shelf, versions } = this.#means;
    const { clip } = entry;
    const was = shelf.ownFile(language, clip);
    const known = new Set(versions.of(language, clip).map(({ hash }) => hash));
    const about = { language, clip };
    if (was !== undefined && !known.has(soundHash(was))) {
      const { at = 0, ms = 0 } = shelf.own(language).get(clip) ?? {};
      versions.add({ ...about, at, ms, by: null, how: "found", words: entry.words, sound: was });
    }
    const made: NewVersion = {
      ...{ ...about, at: Math.trunc(clock.now()), by: who.name, how, words, sound: wav },
      ms: wav === null ? null : Math.round((wav.length - 44) / 16),
    };
    return [versions.add(made)];
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#converting.then(work, work);
    this.#converting = turn.catch(() => {});
    return turn;
  }
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

const short = (words: string): string => (words.length > 60 ? `${words.slice(0, 57)}…` : words);
