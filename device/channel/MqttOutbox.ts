import type { MessageStore, Publication } from "../../firmware/message/MessageStore.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";

/** Publications on their way at once; MQTT keeps their order. All others wait in the store, not in memory. */
const BATCH = 20;
/** A broker that is alive acknowledges in milliseconds. */
const ACK_BOUND: Duration = Seconds(20);
/** After a refusal: rights are mended by people, so there is no hurry. */
const REFUSED_PAUSE: Duration = Seconds(60);

/** MQTT 5 §3.4.2.1: what is wrong with the publication itself, so that it would be refused for ever. */
const NEVER_TAKEN: ReadonlySet<number> = new Set([0x90, 0x95, 0x99]);

export interface OutboxListeners {
  publish(topic: string, payload: string, retain: boolean): Promise<number | undefined>;
  /** The broker has it, and it is out of the store. */
  done(publication: Publication, tookMs: number): void;
  /** Nothing is left to be said. */
  drained(): void;
  refused(reason: number, topic: string): void;
  /** No acknowledgement in time: the connection is dead, whatever TCP says. */
  stuck(): void;
}

/** Empties the store's outbox into a connection, in order, and deletes only what the broker has acknowledged. */
export class MqttOutbox {
  readonly #store: MessageStore;
  readonly #clock: Clock;
  readonly #listeners: OutboxListeners;
  #open = false;
  #running = false;
  #again = false;
  #pause: Timer | undefined;

  constructor(store: MessageStore, clock: Clock, listeners: OutboxListeners) {
    this.#store = store;
    this.#clock = clock;
    this.#listeners = listeners;
  }

  open(): void {
    this.#open = true;
    this.kick();
  }

  close(): void {
    this.#open = false;
    this.#pause?.cancel();
    this.#pause = undefined;
  }

  /** There may be something to send. */
  kick(): void {
    this.#again = true;
    if (this.#running || !this.#open || this.#pause !== undefined) return;
    this.#running = true;
    void this.#empty().finally(() => {
      this.#running = false;
      if (this.#again) this.kick();
    });
  }

  async #empty(): Promise<void> {
    while (this.#open && this.#pause === undefined) {
      this.#again = false;
      const batch = await this.#store.nextPublications(BATCH).catch(() => []);
      if (batch.length === 0) return this.#listeners.drained();
      const outcomes = await Promise.all(batch.map((publication) => this.#send(publication)));
      // Kept for the next connection, or for the end of a pause.
      if (outcomes.includes("kept")) return;
    }
  }

  async #send(publication: Publication): Promise<"done" | "kept"> {
    if (!this.#open) return "kept";
    const { topic, payload, retain } = publication;
    const startedAtMs = this.#clock.monotonic();
    const { promise: late, resolve } = Promise.withResolvers<"late">();
    const timer = this.#clock.after("mqtt.ack", ACK_BOUND, () => resolve("late"));
    try {
      const outcome = await Promise.race([this.#listeners.publish(topic, payload, retain), late]);
      if (outcome === "late") {
        this.#listeners.stuck();
        return "kept";
      }
      if (outcome !== undefined && !this.#mayDrop(outcome, topic)) return "kept";
      await this.#store.publicationDone(publication.id).catch(() => undefined);
      if (outcome === undefined) this.#listeners.done(publication, this.#clock.monotonic() - startedAtMs);
      return "done";
    } catch {
      // The connection went: the store still has it.
      return "kept";
    } finally {
      timer.cancel();
    }
  }

  /** A refusal is told either way; what could be allowed tomorrow is kept. */
  #mayDrop(reason: number, topic: string): boolean {
    this.#listeners.refused(reason, topic);
    if (NEVER_TAKEN.has(reason)) return true;
    this.#pause ??= this.#clock.after("mqtt.refused", REFUSED_PAUSE, () => {
      this.#pause = undefined;
      this.kick();
    });
    return false;
  }
}
