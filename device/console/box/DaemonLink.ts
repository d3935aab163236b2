import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { Clock, EpochMs, Timer } from "../../../firmware/time/Clock.ts";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { askControl } from "../../control/askControl.ts";
import { type ControlClient, connectControl } from "../../control/ControlClient.ts";
import type { ApplianceStatus } from "../../control/handleControl.ts";
import type { LiveEvent } from "../../control/LiveFeed.ts";
import { socketPath } from "../../control/socketPath.ts";
import { ApiError } from "../api/errors.ts";
import { refusedByBox } from "./refusedByBox.ts";
import { SharedAnswer } from "./SharedAnswer.ts";

/** A daemon that starts anew is there again in one or two seconds. */
const RECONNECT_AFTER = Seconds(1);
/** One that stands still is started anew by systemd's watchdog; nobody at a page waits for that. */
const ANSWERS_WITHIN = Seconds(8);
const SAID_AGAIN_AFTER = Seconds(5);
/** Many browsers ask how the box is; it is asked once in this time. */
const STATUS_AGE_MS = 1_000;

/** What the console hears of the daemon: a live event, or that it came or went. */
export type DaemonNews =
  | { readonly kind: "live"; readonly event: LiveEvent }
  | { readonly kind: "there"; readonly status: ApplianceStatus }
  | { readonly kind: "gone" };

/** The daemon's control socket: one lasting subscription, and a conversation of its own for each request. */
export class DaemonLink {
  readonly #directory: string;
  /** Told to the daemon, which tells a person when it ends. */
  readonly #certificateUntil: () => EpochMs | undefined;
  readonly #clock: Clock;
  readonly #listeners = new Set<(news: DaemonNews) => void>();
  #subscription: ControlClient | undefined;
  #again: Timer | undefined;
  #stopped = false;
  readonly #status: SharedAnswer<ApplianceStatus>;

  constructor(directory: string, clock: Clock, certificateUntil: () => EpochMs | undefined = () => undefined) {
    this.#directory = directory;
    this.#certificateUntil = certificateUntil;
    this.#clock = clock;
    this.#status = new SharedAnswer(clock, STATUS_AGE_MS, async () => {
      const { status } = await this.ask({ do: "status" });
      return status as ApplianceStatus;
    });
  }

  /** Whether it answers; without it everything can be read, and nothing changed. */
  get isThere(): boolean {
    return this.#subscription !== undefined;
  }

  start(): void {
    this.#stopped = false;
    void this.#subscribe();
  }

  stop(): void {
    this.#stopped = true;
    this.#again?.cancel();
    this.#subscription?.close();
    this.#subscription = undefined;
  }

  /** Returns the function that ends it. */
  listen(listener: (news: DaemonNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws ApiError 503 when it does not answer, 409 when it says no. */
  async ask(request: { readonly do: string; readonly [key: string]: unknown }): Promise<Record<string, unknown>> {
    const patience = new AbortController();
    const timer = this.#clock.after("console: the daemon's answer", ANSWERS_WITHIN, () => patience.abort());
    try {
      return await askControl(this.#directory, request, patience.signal);
    } catch (cause) {
      if (!isApplianceError(cause)) throw cause;
      if (cause.code !== "NOT_RUNNING") throw refusedByBox(cause.message.replace(` [${cause.code}]`, ""), { cause });
      throw new ApiError(
        503,
        "BOX_NOT_ANSWERING",
        "The answering service does not run just now, so nothing can be changed.",
        {
          cure: "What was recorded can be read all the same. Try again in a minute; then call your technician.",
          retryAfterS: 10,
          cause,
        },
      );
    } finally {
      timer.cancel();
    }
  }

  /** Not older than a second. @throws as `ask`. */
  status(): Promise<ApplianceStatus> {
    return this.#status.get();
  }

  async #subscribe(): Promise<void> {
    try {
      const client = await connectControl(socketPath(this.#directory, "control"), (message) => this.#heard(message));
      if (this.#stopped) return client.close();
      this.#subscription = client;
      client.send({ do: "subscribe" });
      this.#introduce();
      await client.ended;
      this.#subscription = undefined;
      if (!this.#stopped) this.#tell({ kind: "gone" });
    } catch {
      // It is tried again; meanwhile the pages say so.
    }
    if (!this.#stopped)
      this.#again = this.#clock.after("console: daemon again", RECONNECT_AFTER, () => void this.#subscribe());
  }

  /** The daemon tells a person when the console is away, or its certificate ends. */
  #introduce(): void {
    this.#subscription?.send({ do: "console", certificateUntil: this.#certificateUntil() });
  }

  #heard(message: Record<string, unknown>): void {
    if ("live" in message) this.#tell({ kind: "live", event: message["live"] as LiveEvent });
    // It is still starting: said again, so that it does not miss us.
    else if ("error" in message)
      this.#again = this.#clock.after("console: said again", SAID_AGAIN_AFTER, () => this.#introduce());
    else if ("status" in message) this.#tell({ kind: "there", status: message["status"] as ApplianceStatus });
  }

  #tell(news: DaemonNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}
