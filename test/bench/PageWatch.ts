import type { LiveEvent } from "../../device/control/LiveFeed.ts";
import type { Daemon } from "../../device/rehearsal/Daemon.ts";
import type { EmulatorEvent, EmulatorProcess } from "../../device/rehearsal/EmulatorProcess.ts";

/** One page: what the appliance says of it, and what the emulated modem does, both in CLOCK_MONOTONIC ms. */
interface Page {
  knownAtMs?: number;
  submittedAtMs?: number;
  /** The modem's own: from its last byte to `+CMGS`. */
  modemMs?: number;
  /** The last byte of the page reached the modem. */
  receivedAtMs?: number;
}

/** Between the page on the phone and the doctor's reply. */
const REPLY_AFTER_MS = 150;

/** Follows every page by its reference, and takes each alert as the doctor would, so that nothing is paged twice. */
export class PageWatch {
  readonly #gsm: EmulatorProcess;
  readonly #pages = new Map<string, Page>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #replies: boolean;
  #received = 0;
  #submitted = 0;
  #changed: () => void = () => {};

  /** `replies: false`: the doctor does not answer short messages. */
  constructor(daemon: Daemon, gsm: EmulatorProcess, { replies }: { readonly replies: boolean }) {
    this.#gsm = gsm;
    this.#replies = replies;
    daemon.listen((event) => this.#fromAppliance(event));
    gsm.listen((event) => this.#fromModem(event));
  }

  /** Urgency known → `+CMGS` in ms, the modem's own time taken out, by reference. */
  figures(): ReadonlyMap<string, number> {
    const complete = [...this.#pages].flatMap(([ref, { knownAtMs, submittedAtMs, modemMs }]) =>
      knownAtMs === undefined || submittedAtMs === undefined || modemMs === undefined
        ? []
        : [[ref, submittedAtMs - knownAtMs - modemMs] as const],
    );
    return new Map(complete);
  }

  /** Until so many pages are complete; false when that did not come about in time. */
  async complete(count: number, withinMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const patience = setTimeout(resolve, withinMs);
    this.#changed = () => {
      if (this.figures().size >= count) resolve();
    };
    this.#changed();
    await promise;
    clearTimeout(patience);
    return this.figures().size >= count;
  }

  #page(ref: string): Page {
    const page = this.#pages.get(ref) ?? {};
    this.#pages.set(ref, page);
    return page;
  }

  #fromAppliance({ kind, ref, figures }: LiveEvent): void {
    if (kind !== "submitted" || ref === undefined || figures === undefined) return;
    const { knownAtMs, submittedAtMs } = figures;
    if (typeof knownAtMs !== "number" || typeof submittedAtMs !== "number") return;
    const page = this.#page(ref);
    page.knownAtMs ??= knownAtMs;
    page.submittedAtMs ??= submittedAtMs;
    this.#changed();
  }

  /** The modem takes one at a time, so its three events of a page follow each other. */
  #fromModem(event: EmulatorEvent): void {
    if (event.event === "pduReceived") this.#received = event.atMs;
    if (event.event === "submitted") this.#submitted = event.atMs;
    if (event.event !== "textShown") return;
    const ref = /\bref ([2-9A-Z]{4,5})\b/.exec(String(event.text))?.[1];
    if (ref === undefined || this.#pages.get(ref)?.modemMs !== undefined) return;
    const page = this.#page(ref);
    page.modemMs = this.#submitted - this.#received;
    page.receivedAtMs = this.#received;
    this.#changed();
    if (!this.#replies) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#gsm.do({ do: "reply", from: String(event.phone), text: ref });
    }, REPLY_AFTER_MS);
    this.#timers.add(timer);
  }
}
