import net from "node:net";
import * as z from "zod";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { type Duration, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import { LineReader } from "../../control/LineReader.ts";
import {
  type ChangeOutcome,
  type ChangePlan,
  type ChangeProgress,
  type LoggedChange,
  loggedSchema,
  outcomeSchema,
  planSchema,
  progressSchema,
  statusSchema,
} from "../api/changes.ts";
import { ApiError } from "../api/errors.ts";
import { SharedAnswer } from "./SharedAnswer.ts";

/** On a box: firstring-apply-console.socket. */
export const CHANGE_SOCKET = "/run/firstring-apply-console.sock";

/** What root's hand takes from here; whatever else is refused there. */
export type ConsoleChange =
  | { readonly kind: "clinic-file"; readonly text: string }
  | {
      readonly kind: "prompts";
      /** `wav`: 8000 Hz mono 16 bit in base64; null goes back to the packaged one. */
      readonly clips: readonly { readonly language: string; readonly clip: string; readonly wav: string | null }[];
    };

/** Whatever is only looked up; nobody at a page waits for root's hand when it hangs. */
const ANSWERS_WITHIN = Seconds(10);
/** A change waits a quarter of an hour for the end of a call, and says nothing meanwhile; then it says each step. */
const SPEAKS_WITHIN = Minutes(20);
/** Ten open pages are one reader: root's hand takes twelve conversations at a time. */
const SHARED_MS = 1_000;

/** A line holds as much as fifty kept clinic files in words. */
const LONGEST_ANSWER = 8 * 1024 * 1024;

/** Root's hand over its socket, one conversation for each request. What it says is checked: it may be of another version for a moment. */
export class ChangeLink {
  readonly #clock: Clock;
  readonly #path: string;
  readonly #status: SharedAnswer<z.infer<typeof statusSchema>>;
  readonly #log: SharedAnswer<readonly LoggedChange[]>;

  constructor(clock: Clock, path = CHANGE_SOCKET) {
    this.#clock = clock;
    this.#path = path;
    this.#status = new SharedAnswer(clock, SHARED_MS, async () => {
      return (await this.#ask({ do: "status" }, z.object({ status: statusSchema }))).status;
    });
    this.#log = new SharedAnswer(clock, SHARED_MS, async () => {
      return (await this.#ask({ do: "log" }, z.object({ log: z.array(loggedSchema) }))).log;
    });
  }

  async plan(changes: readonly ConsoleChange[]): Promise<ChangePlan> {
    return (await this.#ask({ do: "plan", changes }, z.object({ plan: planSchema }))).plan;
  }

  /** To its end, minutes at most a quarter of an hour. `base`: the clinic file that its author saw. */
  async apply(
    changes: readonly ConsoleChange[],
    { base, name }: { readonly base?: string | undefined; readonly name: string },
    onProgress: (progress: ChangeProgress) => void,
  ): Promise<ChangeOutcome> {
    const request = { do: "apply", changes, name: name.slice(0, 80), ...(base === undefined ? {} : { base }) };
    try {
      return (await this.#ask(request, z.object({ outcome: outcomeSchema }), onProgress)).outcome;
    } finally {
      this.#forget();
    }
  }

  /** As it is now: for whoever decides by it. */
  statusNow(): Promise<z.infer<typeof statusSchema>> {
    this.#status.forget();
    return this.#status.get();
  }

  /** Not older than a second. */
  status(): Promise<z.infer<typeof statusSchema>> {
    return this.#status.get();
  }

  async giveUp(id: string): Promise<boolean> {
    try {
      return (await this.#ask({ do: "give-up", id }, z.object({ givenUp: z.boolean() }))).givenUp;
    } finally {
      this.#forget();
    }
  }

  /** Newest first; not older than a second. */
  log(): Promise<readonly LoggedChange[]> {
    return this.#log.get();
  }

  #forget(): void {
    this.#status.forget();
    this.#log.forget();
  }

  #ask<A extends z.ZodType>(
    request: object,
    answer: A,
    onProgress?: (progress: ChangeProgress) => void,
  ): Promise<z.output<A>> {
    const within = onProgress === undefined ? ANSWERS_WITHIN : SPEAKS_WITHIN;
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.#path);
      const patience = new Patience(this.#clock, within, () => {
        reject(onProgress === undefined ? noAnswer() : silent());
        socket.destroy();
      });
      let cause: unknown;
      let connected = false;
      const reader = new LineReader(
        (line) => {
          const said = parsed(line);
          const progress = z.object({ progress: progressSchema }).safeParse(said);
          if (progress.success) {
            patience.again();
            return onProgress?.(progress.data.progress);
          }
          const good = answer.safeParse(said);
          if (good.success) resolve(good.data);
          else reject(notTaken(said, good.error));
        },
        () => socket.destroy(),
        LONGEST_ANSWER,
      );
      socket.on("data", (bytes) => reader.push(bytes));
      socket.once("connect", () => {
        connected = true;
        socket.write(`${JSON.stringify(request)}\n`);
      });
      socket.once("error", (error) => {
        cause = error;
      });
      socket.once("close", () => {
        patience.end();
        reject(connected ? brokenOff(cause) : notThere(cause));
      });
    });
  }
}

/** Runs out when nothing is heard. */
class Patience {
  readonly #clock: Clock;
  readonly #within: Duration;
  readonly #onOver: () => void;
  #timer: Timer;

  constructor(clock: Clock, within: Duration, onOver: () => void) {
    this.#clock = clock;
    this.#within = within;
    this.#onOver = onOver;
    this.#timer = this.#started();
  }

  again(): void {
    this.#timer.cancel();
    this.#timer = this.#started();
  }

  end(): void {
    this.#timer.cancel();
  }

  #started(): Timer {
    return this.#clock.after("console: root's hand", this.#within, this.#onOver);
  }
}

/** Whether a change may have been made all the same: nobody heard how it ended. */
export const isUnknownEnd = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === "CHANGE_BROKE_OFF" || error.code === "CHANGE_SILENT");

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const notThere = (cause: unknown): ApiError =>
  new ApiError(503, "CHANGES_NOT_POSSIBLE", "Nothing can be changed from here just now.", {
    cure: "Everything can be read. Pull the box's plug for ten seconds, when no call is going on; with a shell: systemctl start firstring-apply-console.socket",
    cause,
  });

const noAnswer = (): ApiError =>
  new ApiError(503, "CHANGES_NOT_ANSWERING", "Who makes changes on the box does not answer.", {
    cure: "Everything can be read. Try again in a minute; if it stays so, pull the box's plug for ten seconds (with a shell: systemctl restart firstring-apply.service).",
    retryAfterS: 60,
  });

const silent = (): ApiError =>
  new ApiError(503, "CHANGE_SILENT", "Who makes changes on the box has said nothing for twenty minutes.", {
    cure: "Look again: the change may have ended all the same. Else pull the box's plug for ten seconds (with a shell: systemctl restart firstring-apply.service): what is half done is taken back by itself.",
    retryAfterS: 60,
  });

const brokenOff = (cause: unknown): ApiError =>
  new ApiError(503, "CHANGE_BROKE_OFF", "Who makes changes on the box ended in the middle.", {
    cure: "What it was doing is finished or taken back by itself. Look again in a minute.",
    retryAfterS: 60,
    cause,
  });

const notTaken = (said: unknown, cause: unknown): ApiError =>
  new ApiError(503, "CHANGES_NOT_UNDERSTOOD", "Who makes changes on the box did not understand the console.", {
    cure: "Both must be of the same version: pull the box's plug for ten seconds (with a shell: restart firstring-console.service and firstring-apply.service).",
    cause: said ?? cause,
  });
