import { connectControl } from "../../../device/control/ControlClient.ts";
import type { ApplianceStatus } from "../../../device/control/handleControl.ts";
import { socketPath } from "../../../device/control/socketPath.ts";
import type { LineFinding } from "../../../device/line/voice-modem/dialTone.ts";
import { LOUD_DBM0, SOFT_DBM0 } from "../../../device/setup/soundLevel.ts";
import type { TestCallNews } from "../../../device/setup/TestCall.ts";
import type { TestPageNews } from "../../../device/setup/TestPages.ts";
import { ApplianceError, isApplianceError } from "../../../firmware/health/ApplianceError.ts";

type Message = Record<string, unknown>;

/** The running daemon, as the wizard may ask it. */
export class DaemonDoor {
  readonly #path: string;

  constructor(dataDirectory: string) {
    this.#path = socketPath(dataDirectory, "setup");
  }

  /** Undefined: no daemon runs. */
  async status(): Promise<ApplianceStatus | undefined> {
    try {
      return (await this.#ask({ do: "status" })).status as ApplianceStatus;
    } catch (error) {
      if (isApplianceError(error) && error.code === "NOT_RUNNING") return undefined;
      throw error;
    }
  }

  /** Of the box in the clinic's network; none where no daemon runs, or one of a version that does not say. */
  async addresses(): Promise<readonly string[]> {
    try {
      return ((await this.#ask({ do: "addresses" }))["addresses"] as readonly string[] | undefined) ?? [];
    } catch (error) {
      if (isApplianceError(error)) return [];
      throw error;
    }
  }

  async lineCheck(line: string): Promise<LineFinding | null> {
    return (await this.#ask({ do: "lineCheck", line })).lineCheck as LineFinding | null;
  }

  /** Each message of a conversation, until `heard` says that it is over, the time is up or the person stops it. False: the time was up. */
  async follow(
    request: Message & { readonly do: string },
    heard: (message: Message) => boolean,
    signal: AbortSignal,
    withinMs: number,
  ): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const client = await connectControl(this.#path, (message) => {
      if (typeof message["error"] === "string") reject(refused(message["error"]));
      else if (heard(message)) resolve(true);
    });
    const timer = setTimeout(() => resolve(false), withinMs);
    const stop = (): void => resolve(false);
    signal.addEventListener("abort", stop);
    // Stopped while the socket was being opened.
    if (signal.aborted) stop();
    void client.ended.then(() => reject(refused("FirstRing ended meanwhile")));
    client.send(request);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      client.close();
    }
  }

  async #ask(request: Message & { readonly do: string }): Promise<Message> {
    let answer: Message = {};
    await this.follow(
      request,
      (message) => {
        answer = message;
        return true;
      },
      new AbortController().signal,
      ANSWER_WITHIN_MS,
    );
    return answer;
  }
}

/** A dial tone takes six seconds to hear. */
const ANSWER_WITHIN_MS = 20_000;

const refused = (why: string): ApplianceError =>
  new ApplianceError("SETUP_REFUSED", why, {
    disposition: "retry",
    cure: "Try again in a moment; `firstring status` says what is wrong.",
  });

export const callInWords = (news: TestCallNews | { readonly kind: "waiting" }): string => {
  switch (news.kind) {
    case "waiting":
      return "Call the clinic's number now.";
    case "rings":
      return "The telephone rings.";
    case "caller":
      return news.mine
        ? "Caller ID: your number came."
        : "Somebody else is calling: nothing of that call is shown. Call again afterwards.";
    case "noNumber":
      return news.why === "none"
        ? "No caller ID came. Ask the telephone company to switch it on for this line: callers then need not type their number."
        : "The caller ID says that the number is withheld.";
    case "answered":
      return `Answered after ${(news.afterMs / 1000).toFixed(1)} s.`;
    case "greeting":
      return "The greeting is being played: listen whether it is clear.";
    case "key":
      return "A key came.";
    case "heard":
      return heardInWords(news);
    case "over":
      return "The call is over, the line is free.";
  }
};

function heardInWords({ level, ms, speechMs }: Extract<TestCallNews, { kind: "heard" }>): string {
  const length = `${(ms / 1000).toFixed(1)} s recorded, ${(speechMs / 1000).toFixed(1)} s of it speech`;
  if (speechMs < 300)
    return `${length}: nobody was heard. Speak after the tone; if you did, the line carries no sound to the box.`;
  if (level < SOFT_DBM0)
    return `${length}, at ${level} dBm0: very soft. A doctor will have to strain; try another telephone first.`;
  if (level > LOUD_DBM0) return `${length}, at ${level} dBm0: so loud that it is distorted.`;
  return `${length}, at ${level} dBm0: clear.`;
}

export const pageInWords = (news: TestPageNews): string => {
  switch (news.kind) {
    case "sending":
      return `The test page goes to ${news.person}, reference ${news.ref}.`;
    case "sent":
      return `The network took it after ${(news.afterMs / 1000).toFixed(1)} s. Waiting for the reply: ${news.ref}.`;
    case "notSent":
      return "It did not go. See at the step “The SIM card” what is wrong.";
    case "delivered":
      return `It is on the phone after ${(news.afterMs / 1000).toFixed(1)} s.`;
    case "notDelivered":
      return "The network says that it cannot be brought to the phone: is it on, and the number right?";
    case "replied":
      return `The reply came after ${Math.round(news.afterMs / 1000)} s: pages reach this person, and their answers reach the box.`;
  }
};
