import { pageNewsOf, type ToldAlert } from "../../firmware/alert/pageNews.ts";
import { comparableNumber } from "../../firmware/call/callbackNumber.ts";
import type { CallerId } from "../../firmware/line/Line.ts";
import type { MessageStore, VoiceMessage } from "../../firmware/message/MessageStore.ts";
import type { EarlierMessage, PageNews } from "../../firmware/message/PageNews.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { Hours } from "../../firmware/time/Duration.ts";

/** Who calls again after half a day has something new to say. */
const REMEMBERED_FOR = Hours(12);

interface Remembered {
  readonly message: VoiceMessage;
  readonly numbers: ReadonlySet<string>;
}

export interface CallerNewsOptions {
  readonly clock: Clock;
  readonly country: string;
  /** `privacy.tellCallerAgain`. */
  readonly tellCallerAgain: boolean;
}

/**
 * What callers may be told of their pages: of the one that their call raises, and of that of an earlier call from the same
 * number. Kept in memory, because an answer must be there when the sentence begins; filled from the store at start.
 */
export class CallerNews {
  readonly #options: CallerNewsOptions;
  readonly #messages = new Map<string, Remembered>();
  readonly #alerts = new Map<string, ToldAlert>();
  /** As last told to whoever listens. */
  readonly #news = new Map<string, PageNews>();
  readonly #listeners = new Map<string, Set<(news: PageNews) => void>>();

  constructor(options: CallerNewsOptions) {
    this.#options = options;
  }

  /** Before the first call is answered. A store that cannot be read leaves callers untold, never the call unanswered. */
  async load(store: Pick<MessageStore, "recentCallers">): Promise<void> {
    const since = this.#options.clock.now() - REMEMBERED_FOR;
    for (const { message, callerId } of await store.recentCallers(since).catch(() => []))
      this.remember(message, callerId);
  }

  /** A message as known by now. Professionals are left out: many people share a hospital's number. */
  remember(message: VoiceMessage, callerId: CallerId): void {
    const { clock, country } = this.#options;
    this.#forget();
    if (message.receivedAt < clock.now() - REMEMBERED_FOR) return;
    const numbers = [message.callback, callerId.kind === "number" ? callerId.number : undefined]
      .map((number) => (number === undefined ? undefined : comparableNumber(number, country)))
      .filter((number) => number !== undefined);
    this.#messages.set(message.ref, { message, numbers: new Set(numbers) });
  }

  /** An alert has changed, or is known again after a restart. */
  alertChanged(state: ToldAlert): void {
    this.#alerts.set(state.ref, state);
    this.#tellIfNew(state);
    for (const other of this.#alerts.values()) if (other.linkedTo === state.ref) this.#tellIfNew(other);
  }

  #tellIfNew(alert: ToldAlert): void {
    const { ref, linkedTo } = alert;
    const news = pageNewsOf(alert, linkedTo === undefined ? alert : this.#alerts.get(linkedTo));
    if (JSON.stringify(news) === JSON.stringify(this.#news.get(ref))) return;
    this.#news.set(ref, news);
    for (const tell of this.#listeners.get(ref) ?? []) tell(news);
  }

  /** Tells each change from now on. Returns how to stop. */
  watch(ref: string, tell: (news: PageNews) => void): () => void {
    const listeners = this.#listeners.get(ref) ?? new Set();
    this.#listeners.set(ref, listeners.add(tell));
    return () => {
      listeners.delete(tell);
      if (listeners.size === 0 && this.#listeners.get(ref) === listeners) this.#listeners.delete(ref);
    };
  }

  /** The newest message from this number that somebody still has to call back for; not the one of the call itself. */
  earlier(callerId: CallerId, ownRef: string): EarlierMessage | undefined {
    const { country, tellCallerAgain } = this.#options;
    if (!tellCallerAgain || callerId.kind !== "number") return undefined;
    const number = comparableNumber(callerId.number, country);
    if (number === undefined) return undefined;
    this.#forget();
    return [...this.#messages.values()]
      .filter(({ message, numbers }) => message.ref !== ownRef && numbers.has(number))
      .map(({ message }) => this.#asEarlier(message))
      .filter((earlier) => earlier !== undefined)
      .sort((a, b) => b.receivedAt - a.receivedAt)[0];
  }

  #asEarlier({ ref, receivedAt, complete, callerKind, urgency }: VoiceMessage): EarlierMessage | undefined {
    const news: PageNews | undefined = this.#news.get(ref) ?? (urgency === "routine" ? { kind: "waiting" } : undefined);
    if (callerKind === "professional" || news === undefined || news.kind === "closed") return undefined;
    return { ref, receivedAt, complete, news };
  }

  #forget(): void {
    const since = this.#options.clock.now() - REMEMBERED_FOR;
    for (const [ref, { message }] of this.#messages) {
      if (message.receivedAt < since) this.#messages.delete(ref);
    }
    for (const [ref, { raisedAt }] of this.#alerts) {
      if (raisedAt >= since) continue;
      this.#alerts.delete(ref);
      this.#news.delete(ref);
    }
  }
}
