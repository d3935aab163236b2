import * as z from "zod";
import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { type ControlClient, connectControl } from "../../control/ControlClient.ts";
import { controlSays } from "../../control/controlWords.ts";
import { socketPath } from "../../control/socketPath.ts";
import type { Log } from "../../runtime/openLog.ts";
import { ApiError } from "../api/errors.ts";
import type { PhoneRecording } from "../api/prompts.ts";
import type { Who } from "../auth/Who.ts";
import { refusedByBox } from "../box/refusedByBox.ts";
import type { EventHub } from "../events/EventHub.ts";
import { asApiError } from "../http/asApiError.ts";

export interface PhoneDeskMeans {
  /** The appliance's data directory. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: Pick<EventHub, "tell">;
  /** Who somebody is by now, who was let in before. */
  readonly whoNow: (who: Who) => Who;
}

export interface PhoneOrder {
  readonly who: Who;
  readonly language: string;
  readonly clip: string;
  /** Its place in the list, as the box says it. */
  readonly number: number;
  /** Makes a draft of what was confirmed on the telephone. @throws ApiError when it cannot be taken. */
  readonly keep: (wav: Uint8Array) => Promise<void>;
}

interface Open {
  readonly order: PhoneOrder;
  readonly client: ControlClient;
  view: PhoneRecording;
  /** Something was confirmed: what is said of the call's end afterwards is no news. */
  confirmed: boolean;
}

/** What the daemon says of a code, in turn. */
const news = z.object({
  recording: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("code"), code: z.string().regex(/^\d{6}$/), expiresAt: z.number() }),
    z.object({ kind: z.literal("entered") }),
    z.object({ kind: z.literal("kept"), wav: z.base64() }),
    z.object({ kind: z.literal("over"), why: z.enum(["call", "time", "wrong", "replaced"]) }),
  ]),
});
type News = z.infer<typeof news>["recording"];

/**
 * Sentences that are being recorded by telephone, one for each person. The code is the daemon's, and good as long as the conversation is open that has
 * asked for it: whoever signs out, or may not any more, has it closed. The code itself is told once and kept nowhere.
 */
export class PhoneDesk {
  readonly #means: PhoneDeskMeans;
  readonly #open = new Map<string, Open>();

  constructor(means: PhoneDeskMeans) {
    this.#means = means;
  }

  /** What becomes, or became, of this person's. */
  of({ id }: Who): PhoneRecording | undefined {
    return this.#open.get(id)?.view;
  }

  /** The one before of the same person is worth nothing from then on. @throws ApiError */
  async begin(order: PhoneOrder): Promise<{ readonly code: string; readonly expiresAt: number }> {
    const { clip, language, number, who } = order;
    this.giveUp(who);
    const given = Promise.withResolvers<Extract<News, { kind: "code" }>>();
    let open: Open | undefined;
    const client = await this.#connect((message) => {
      if ("error" in message)
        return given.reject(refusedByBox(String(message["error"]), { cure: controlSays.later() }));
      const { recording } = news.parse(message);
      if (recording.kind === "code") given.resolve(recording);
      else if (open !== undefined) void this.#heard(open, recording);
    });
    void client.ended.then(() => {
      given.reject(notThere());
      if (open !== undefined) this.#over(open, "gone");
    });
    client.send({ do: "recordPrompt", by: { id: who.id, name: who.name }, language, clip, number });
    try {
      const { code, expiresAt } = await given.promise;
      open = { order, client, view: { clip, language, number, expiresAt, state: "waiting" }, confirmed: false };
      this.#open.set(who.id, open);
      return { code, expiresAt };
    } catch (error) {
      client.close();
      throw error;
    }
  }

  /** False: there was none. */
  giveUp({ id }: Who): boolean {
    const open = this.#open.get(id);
    if (open === undefined) return false;
    this.#open.delete(id);
    open.client.close();
    return true;
  }

  /** After each request that may have changed it, and before anything is kept: whoever may no longer has no code. */
  review(): void {
    for (const { order } of this.#open.values()) if (!this.#mayStill(order.who)) this.giveUp(order.who);
  }

  stop(): void {
    for (const { client } of this.#open.values()) client.close();
    this.#open.clear();
  }

  #mayStill(who: Who): boolean {
    try {
      return this.#means.whoNow(who).rights.has("prompts.change");
    } catch {
      // The database is being exchanged.
      return false;
    }
  }

  async #heard(open: Open, recording: Exclude<News, { kind: "code" }>): Promise<void> {
    const { order } = open;
    if (!this.#mayStill(order.who)) return void this.giveUp(order.who);
    switch (recording.kind) {
      case "entered":
        return this.#show(open, { state: "entered" });
      case "kept":
        return this.#keep(open, Buffer.from(recording.wav, "base64"));
      case "over":
        return this.#over(open, recording.why);
    }
  }

  #over(open: Open, why: NonNullable<PhoneRecording["why"]>): void {
    if (!open.confirmed && open.view.state !== "over") this.#show(open, { state: "over", why });
  }

  async #keep(open: Open, wav: Uint8Array): Promise<void> {
    open.confirmed = true;
    try {
      await open.order.keep(wav);
      this.#show(open, { state: "kept" });
    } catch (error) {
      // Nobody waits for this call: whatever it is, a full disk as well, is told at the page.
      const { code, message, more } = asApiError(error, this.#means.log);
      this.#show(open, {
        state: "refused",
        problem: { code, message, ...(more.cure === undefined ? {} : { cure: more.cure }) },
      });
    }
  }

  #show(open: Open, more: Pick<PhoneRecording, "state"> & Partial<PhoneRecording>): void {
    open.view = { ...open.view, ...more };
    this.#means.events.tell({ kind: "prompt", data: { at: Math.trunc(this.#means.clock.now()) } });
  }

  async #connect(onMessage: (message: Record<string, unknown>) => void): Promise<ControlClient> {
    try {
      return await connectControl(socketPath(this.#means.directory, "control"), onMessage);
    } catch (cause) {
      throw isApplianceError(cause) ? notThere(cause) : cause;
    }
  }
}

const notThere = (cause?: unknown): ApiError =>
  new ApiError(503, "BOX_NOT_ANSWERING", "The answering service does not run just now, so nobody can call it.", {
    cure: "Try again in a minute; or record it here, with this computer's microphone.",
    retryAfterS: 10,
    cause,
  });
