import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { promptVariables } from "../../../firmware/config/promptVariables.ts";
import { clipName } from "../../../firmware/triage/PromptCatalogue.ts";
import { LONGEST_PROMPT_MS } from "../../audio/recordedSpeech.ts";
import { notFound } from "../api/errors.ts";
import type { PromptDetail, PromptRow, PromptVersion } from "../api/prompts.ts";
import type { ClinicBook } from "../box/ClinicBook.ts";
import { type Drafts, draftAnswer } from "./Drafts.ts";
import type { PromptShelf, ShelfView } from "./PromptShelf.ts";
import { samplesOf } from "./PromptShelf.ts";
import { type KeptVersion, type PromptVersions, SHIPPED } from "./PromptVersions.ts";
import { type PromptEntry, promptEntries } from "./promptEntries.ts";

export interface PromptBookMeans {
  readonly clinic: Pick<ClinicBook, "current">;
  readonly shelf: PromptShelf;
  readonly versions: PromptVersions;
  readonly drafts: Drafts;
}

/** What each sentence sounds like now, what is wrong with it, and what it was before. */
export class PromptBook {
  readonly #means: PromptBookMeans;
  /** Made anew when the clinic file is another one. */
  #entries: { readonly clinic: Clinic; readonly of: Map<string, readonly PromptEntry[]> } | undefined;

  constructor(means: PromptBookMeans) {
    this.#means = means;
  }

  get languages(): readonly string[] {
    return this.#means.clinic.current.clinic.languages;
  }

  rows(language: string): readonly PromptRow[] {
    const there = this.#means.shelf.look(language);
    const newest = this.#means.versions.newest(language);
    return this.#entriesOf(language).map((entry) => this.#row(language, entry, newest.get(entry.clip), there));
  }

  /** By its clip's name, or by what scripts call it. @throws ApiError 404 */
  find(language: string, id: string): PromptEntry {
    const clip = clipName(id, promptVariables(this.#means.clinic.current));
    const entries = this.#entriesOf(language);
    const entry = entries.find((one) => one.clip === id) ?? entries.find((one) => one.clip === clip);
    if (entry === undefined) throw notFound(`sentence '${id}' in the language '${language}'`);
    return entry;
  }

  detail(language: string, entry: PromptEntry): PromptDetail {
    const kept = this.#means.versions.of(language, entry.clip);
    const there = this.#means.shelf.look(language);
    const using = this.#inUse(language, entry.clip, kept, there);
    return {
      ...this.#row(language, entry, kept[0], there),
      longestMs: LONGEST_PROMPT_MS,
      canShipped: this.ownMayGo(language, entry, there),
      history: kept.map((version) => versionAnswer(version, version.id === using?.id)),
    };
  }

  /** Without the clinic's own there is something else to be heard. */
  ownMayGo(language: string, entry: PromptEntry, there = this.#means.shelf.look(language)): boolean {
    return there.own.has(entry.clip) && heardWithoutOwn(entry, there) !== undefined;
  }

  /** @throws ApiError 404 */
  sound(language: string, { clip }: PromptEntry, of: string): Int16Array {
    const samples = this.#soundOf(language, clip, of);
    if (samples === undefined) throw notFound(of === "now" ? "sound for this sentence yet" : "such sound");
    return samples;
  }

  #soundOf(language: string, clip: string, of: string): Int16Array | undefined {
    const { drafts, shelf, versions } = this.#means;
    switch (of) {
      case "now":
        return shelf.now(language, clip);
      case "draft":
        return drafts.of(language, clip)?.samples;
      case "shipped":
        return shelf.asShipped(language, clip);
    }
    const wav = versions.sound(language, clip, Number(of));
    return wav && samplesOf(wav);
  }

  #entriesOf(language: string): readonly PromptEntry[] {
    const clinic = this.#means.clinic.current;
    if (!clinic.clinic.languages.includes(language)) throw notFound(`language '${language}' in the clinic file`);
    if (this.#entries?.clinic !== clinic) this.#entries = { clinic, of: new Map() };
    const known = this.#entries.of.get(language) ?? promptEntries(clinic, language);
    this.#entries.of.set(language, known);
    return known;
  }

  #row(language: string, entry: PromptEntry, newest: KeptVersion | undefined, there: ShelfView): PromptRow {
    const { clip, group, id, steps, words } = entry;
    const own = there.own.get(clip);
    const shipped = there.shipped.get(clip);
    const sound = own ?? shipped;
    const version = newest === undefined ? undefined : this.#inUse(language, clip, [newest], there);
    const draft = this.#means.drafts.of(language, clip);
    const changedAt = version?.at ?? own?.at;
    return {
      ...{ language, clip, id, group, words, steps: [...steps] },
      source: own === undefined ? (shipped === undefined ? "none" : "shipped") : "own",
      ...(sound === undefined ? {} : { ms: sound.ms }),
      ...troubleOf(entry, version, there),
      ...(changedAt === undefined ? {} : { changedAt }),
      ...(version?.by == null ? {} : { changedBy: version.by }),
      ...(version === undefined ? (own === undefined ? {} : { how: "found" }) : { how: version.how }),
      ...(draft === undefined ? {} : { draft: draftAnswer(draft) }),
    };
  }

  /** Files come by other ways, too: what is in use is told by the sound itself. */
  #inUse(language: string, clip: string, kept: readonly KeptVersion[], { own }: ShelfView): KeptVersion | undefined {
    if (kept.length === 0) return undefined;
    const entry = own.get(clip);
    const hash = entry === undefined ? SHIPPED : this.#means.shelf.ownHash(language, clip, entry);
    return kept.find((version) => version.hash === hash);
  }
}

/** What callers hear is not what stands here. */
function troubleOf(
  entry: PromptEntry,
  version: KeptVersion | undefined,
  there: ShelfView,
): Pick<PromptRow, "trouble" | "heard"> {
  if (there.own.has(entry.clip))
    return version === undefined || version.words === entry.words
      ? {}
      : { trouble: "otherWords", heard: version.words };
  const heard = heardWithoutOwn(entry, there);
  if (heard === undefined) return { trouble: "silence" };
  if (heard === entry.words) return {};
  return { trouble: there.shipped.has(entry.clip) ? "otherWords" : "instead", heard };
}

function heardWithoutOwn(
  { clip, instead, insteadWords, shippedWords }: PromptEntry,
  { own, shipped }: ShelfView,
): string | undefined {
  if (shipped.has(clip)) return shippedWords;
  const there = instead.length > 0 && instead.every((other) => shipped.has(other.clip) || own.has(other.clip));
  return there ? insteadWords : undefined;
}

const versionAnswer = ({ at, by, how, id, ms, words }: KeptVersion, inUse: boolean): PromptVersion => ({
  ...{ at, how, id, inUse, words },
  ...(by === null ? {} : { by }),
  ...(ms === null ? {} : { ms }),
});
