import net from "node:net";
import * as z from "zod";
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

/** A line holds as much as fifty kept clinic files in words. */
const LONGEST_ANSWER = 8 * 1024 * 1024;

/** Root's hand over its socket, one conversation for each request. What it says is checked: it may be of another version for a moment. */
export class ChangeLink {
  readonly #path: string;

  constructor(path = CHANGE_SOCKET) {
    this.#path = path;
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
    return (await this.#ask(request, z.object({ outcome: outcomeSchema }), onProgress)).outcome;
  }

  async status(): Promise<z.infer<typeof statusSchema>> {
    return (await this.#ask({ do: "status" }, z.object({ status: statusSchema }))).status;
  }

  async giveUp(id: string): Promise<boolean> {
    return (await this.#ask({ do: "give-up", id }, z.object({ givenUp: z.boolean() }))).givenUp;
  }

  /** Newest first. */
  async log(): Promise<readonly LoggedChange[]> {
    return (await this.#ask({ do: "log" }, z.object({ log: z.array(loggedSchema) }))).log;
  }

  #ask<A extends z.ZodType>(
    request: object,
    answer: A,
    onProgress: (progress: ChangeProgress) => void = () => {},
  ): Promise<z.output<A>> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.#path);
      let cause: unknown;
      let connected = false;
      const reader = new LineReader(
        (line) => {
          const said = parsed(line);
          const progress = z.object({ progress: progressSchema }).safeParse(said);
          if (progress.success) return onProgress(progress.data.progress);
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
      socket.once("close", () => reject(connected ? brokenOff(cause) : notThere(cause)));
    });
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const notThere = (cause: unknown): ApiError =>
  new ApiError(503, "CHANGES_NOT_POSSIBLE", "Nothing can be changed from here just now.", {
    cure: "Everything can be read. On the box, this mends it: systemctl start firstring-apply-console.socket",
    cause,
  });

const brokenOff = (cause: unknown): ApiError =>
  new ApiError(503, "CHANGE_BROKE_OFF", "Who makes changes on the box ended in the middle.", {
    cure: "What it was doing is finished or taken back by itself. Look again in a minute.",
    retryAfterS: 60,
    cause,
  });

const notTaken = (said: unknown, cause: unknown): ApiError =>
  new ApiError(503, "CHANGES_NOT_UNDERSTOOD", "Who makes changes on the box did not understand the console.", {
    cure: "Both must be of the same version: restart firstring-console.service and firstring-apply.service.",
    cause: said ?? cause,
  });
