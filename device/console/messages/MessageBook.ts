import { setImmediate } from "node:timers/promises";
import type { InboxPlace, InboxQuery } from "../../../firmware/message/Inbox.ts";
import type { StoreReader } from "../../storage/StoreReader.ts";
import { notFound } from "../api/errors.ts";
import type { Counts, MessageDetail, MessageRow } from "../api/messages.ts";
import type { Who } from "../auth/Who.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { handOf, type NameOf, namesOf, userHandId } from "./names.ts";
import { restOf, rowOf } from "./rowOf.ts";
import { timelineOf } from "./timeline.ts";
import { TIMELINE_WORDS, type WordsLanguage } from "./timelineWords.ts";

/** A database that is exchanged under a list that is being read (restore, another key) is read anew so often. */
const MOST_TRIES = 3;

/** The messages as the console's pages are told of them. */
export class MessageBook {
  readonly #box: ConsoleBox;

  constructor(box: ConsoleBox) {
    this.#box = box;
  }

  /** Ids that mean whoever asks. */
  me(who: Who): readonly string[] {
    return [...new Set([handOf(who, this.#box.clinic.known).id, userHandId(who.id)])];
  }

  counts(who: Who): Counts {
    return this.#box.store.read((reader) => reader.inboxCounts(this.me(who)));
  }

  async list(query: InboxQuery, signal: AbortSignal): Promise<readonly MessageRow[]> {
    return this.rows(await this.places(query, signal));
  }

  /** One short read after the other, so that ten browsers, the events and the sound have their turn in between. */
  async places(query: InboxQuery, signal: AbortSignal): Promise<readonly InboxPlace[]> {
    for (let left = MOST_TRIES; ; left -= 1) {
      const reader = this.#reader();
      try {
        const places: InboxPlace[] = [];
        for (const found of reader.inbox(query)) {
          places.push(...found);
          if (places.length >= query.limit) break;
          await setImmediate();
          signal.throwIfAborted();
        }
        return places;
      } catch (error) {
        if (signal.aborted || left <= 1 || reader === this.#reader()) throw error;
      }
    }
  }

  rows(places: readonly InboxPlace[], language: WordsLanguage = "en"): readonly MessageRow[] {
    const nameOf = this.#names(language);
    return this.#box.store.read((reader) =>
      places.flatMap(({ ref }) => {
        const message = reader.inboxMessage(ref);
        return message === undefined ? [] : [rowOf(message, nameOf)];
      }),
    );
  }

  /** @throws ApiError 404. */
  detail(ref: string, language: WordsLanguage): MessageDetail {
    const detail = this.#box.store.read((reader) => reader.inboxDetail(ref));
    if (detail === undefined) throw notFound(`message ${ref.slice(0, 12)}`);
    const nameOf = this.#names(language);
    return {
      ...rowOf(detail, nameOf),
      ...restOf(detail),
      recordings: [...detail.spoken],
      timeline: [...timelineOf(detail, TIMELINE_WORDS[language], nameOf)],
      sameCaller: [...detail.sameCaller],
    };
  }

  #reader(): StoreReader {
    return this.#box.store.read((reader) => reader);
  }

  #names(language: WordsLanguage): NameOf {
    const { clinic, users } = this.#box;
    const known = new Map<string, string | undefined>();
    const userName = (id: string): string | undefined => {
      if (!known.has(id)) known.set(id, users.find(id)?.name);
      return known.get(id);
    };
    return namesOf(clinic.known, userName, TIMELINE_WORDS[language].frontDesk);
  }
}
