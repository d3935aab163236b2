import type { AlertChannel, DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { Dispatch, MessageStore, Purpose } from "../../firmware/message/MessageStore.ts";
import type { Clock, EpochMs, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Hours, Milliseconds, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { REPORT_WINDOW } from "./DeliveryReports.ts";

/** A short message that belongs to no escalation. */
export interface Letter {
  readonly purpose: Exclude<Purpose, "page">;
  /** The alert it is about; empty when it is about none. */
  readonly ref: string;
  readonly person: string;
  readonly address: string;
  readonly text: string;
}

/** What is later than this misleads: the state of a call that it tells has changed, or a person has long phoned. */
const VALID_FOR: Readonly<Record<Letter["purpose"], Duration>> = {
  answer: Minutes(10),
  notice: Hours(2),
  patient: Minutes(15),
};
/** Between two tries of a text for which the modem or the network is away. */
const AGAIN: Duration = Seconds(30);
/** How long a letter waits to be written before it is sent all the same: whoever wrote to us waits for an answer, too. */
const COMMIT_GRACE: Duration = Seconds(1);

const TOO_LATE = detail.tooLateAway();

export interface SmsOutboxOptions {
  readonly clock: Clock;
  readonly store: Pick<MessageStore, "writeDispatch" | "addDispatch" | "unfinishedDispatches">;
  readonly channel: AlertChannel;
  /** What became of a letter, in the end. */
  readonly onEnded: (dispatch: Dispatch, outcome: DispatchOutcome) => void;
}

/**
 * Answers to doctors, faults told to people, words to callers: each is a row before it is sent, goes on after a restart
 * while it is worth sending, and never later. Pages are not in here: their escalations send them again.
 */
export class SmsOutbox {
  readonly #options: SmsOutboxOptions;
  readonly #pauses = new Set<Timer>();
  #written = 0;
  #stopped = false;

  constructor(options: SmsOutboxOptions) {
    this.#options = options;
  }

  /** True once the network has it; false when it was given up. */
  post(letter: Letter): Promise<boolean> {
    const { clock, store } = this.#options;
    this.#written += 1;
    const dispatch = dispatchOf(letter, `${letter.purpose}.${clock.now()}.${this.#written}`, clock.now());
    return this.#send(dispatch, store.writeDispatch(dispatch));
  }

  /** At most once for this id, whatever happens in between. */
  async postOnce(id: string, letter: Letter): Promise<void> {
    const { clock, store } = this.#options;
    const dispatch = dispatchOf(letter, id, clock.now());
    const isNew = store.addDispatch(dispatch);
    if (await isNew) await this.#send(dispatch, isNew);
  }

  /** One whose row is there already. */
  async sendWritten(dispatch: Dispatch): Promise<void> {
    await this.#send(dispatch, Promise.resolve());
  }

  /** After a start: letters that are not proved sent go out again, and reports on everything that was sent are expected. */
  async resume(): Promise<void> {
    const { clock, store, channel } = this.#options;
    const now = clock.now();
    const unfinished = await store.unfinishedDispatches(now - REPORT_WINDOW);
    channel.resume?.(unfinished.filter(({ state }) => state === "sent"));
    for (const dispatch of unfinished.filter(({ state }) => state !== "sent")) this.#goOn(dispatch, now);
  }

  stop(): void {
    this.#stopped = true;
    for (const pause of this.#pauses) pause.cancel();
    this.#pauses.clear();
  }

  #goOn(dispatch: Dispatch, now: EpochMs): void {
    const { expiresAt = 0 } = dispatch;
    if (expiresAt > now) void this.#send({ ...dispatch, attempts: dispatch.attempts + 1 }, Promise.resolve());
    else this.#end(dispatch, { kind: "failedPermanently", detail: TOO_LATE });
  }

  /** What failed for now is tried until it is too late for it, which the channel says. */
  async #send(first: Dispatch, written: Promise<unknown>): Promise<boolean> {
    await this.#writtenOrLate(written);
    for (let dispatch = first; ; dispatch = { ...dispatch, attempts: dispatch.attempts + 1 }) {
      if (this.#stopped) return false;
      const outcome = await this.#options.channel.send(dispatch, { urgent: false });
      // The box is being stopped: it goes out again at the next start.
      if (this.#stopped) return false;
      this.#end(dispatch, outcome);
      if (outcome.kind !== "failedTemporarily") return outcome.kind === "sent";
      await this.#pause(AGAIN);
    }
  }

  #end(dispatch: Dispatch, outcome: DispatchOutcome): void {
    const { clock, store, onEnded } = this.#options;
    const parts = outcome.kind === "sent" && outcome.parts ? { parts: outcome.parts } : {};
    const { kind: state, detail } = outcome;
    // A store that is being closed: the row stays unproved.
    void store.writeDispatch({ ...dispatch, state, detail, ...parts, updatedAt: clock.now() }).catch(() => undefined);
    if (state !== "failedTemporarily") onEnded(dispatch, outcome);
  }

  async #writtenOrLate(written: Promise<unknown>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const grace = this.#options.clock.after("alert.letter commit", COMMIT_GRACE, resolve);
    await Promise.race([written.catch(() => undefined), promise]);
    grace.cancel();
  }

  #pause(length: Duration): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.after("alert.letter again", length, () => {
        this.#pauses.delete(timer);
        resolve();
      });
      this.#pauses.add(timer);
    });
  }
}

export const dispatchOf = ({ purpose, ...letter }: Letter, id: string, now: EpochMs): Dispatch => ({
  id,
  ...letter,
  purpose,
  way: "sms",
  state: "queued",
  attempts: 1,
  createdAt: now,
  updatedAt: now,
  expiresAt: Milliseconds(now + VALID_FOR[purpose]),
});
