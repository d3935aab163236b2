import net from "node:net";
import { LineReader } from "../../device/control/LineReader.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import {
  APPLY_SOCKET,
  type ApplyClient,
  type ApplyOptions,
  type ApplyStatus,
  type BundlePlace,
  type Entry,
  type Invitation,
  type InviteRequest,
  type OwnerStatus,
  type Who,
} from "./ApplyClient.ts";
import type { RequestedChange } from "./Change.ts";
import type { Outcome, Plan, Progress } from "./Plan.ts";

type Answer = Readonly<Record<string, unknown>>;

/** Root's hand over its socket, one conversation for each request. */
export class SocketApplyClient implements ApplyClient {
  readonly #path: string;

  constructor(path = APPLY_SOCKET) {
    this.#path = path;
  }

  async plan(changes: readonly RequestedChange[], session?: string): Promise<Plan> {
    return (await this.#ask({ do: "plan", changes, session }))["plan"] as Plan;
  }

  async apply(changes: readonly RequestedChange[], { who, session, onProgress }: ApplyOptions): Promise<Outcome> {
    return (await this.#ask({ do: "apply", changes, who, session }, onProgress))["outcome"] as Outcome;
  }

  async applyBundle(place: BundlePlace, { who, onProgress }: ApplyOptions): Promise<Outcome> {
    return (await this.#ask({ do: "bundle", place, who }, onProgress))["outcome"] as Outcome;
  }

  async confirm(id: string, session?: string): Promise<boolean> {
    return (await this.#ask({ do: "confirm", id, session }))["confirmed"] === true;
  }

  async status(): Promise<ApplyStatus> {
    return (await this.#ask({ do: "status" }))["status"] as ApplyStatus;
  }

  async owner(): Promise<OwnerStatus> {
    return (await this.#ask({ do: "owner" }))["owner"] as OwnerStatus;
  }

  async claim(asked: { readonly code: string; readonly passphrase: string; readonly who: Who }): Promise<Entry> {
    return (await this.#ask({ do: "claim", ...asked }))["entry"] as Entry;
  }

  async enter(asked: { readonly passphrase: string; readonly who: Who }): Promise<Entry> {
    return (await this.#ask({ do: "enter", ...asked }))["entry"] as Entry;
  }

  async changePassphrase(asked: {
    readonly old?: string;
    readonly passphrase: string;
    readonly who: Who;
  }): Promise<Entry> {
    return (await this.#ask({ do: "passphrase", ...asked }))["entry"] as Entry;
  }

  async leave(session: string): Promise<void> {
    await this.#ask({ do: "leave", session });
  }

  async invite(asked: InviteRequest & { readonly session?: string }): Promise<Invitation> {
    return (await this.#ask({ do: "invite", ...asked }))["invitation"] as Invitation;
  }

  #ask(request: object, onProgress: (progress: Progress) => void = () => {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.#path);
      let answer: Answer | undefined;
      const reader = new LineReader((line) => {
        const said = JSON.parse(line) as Answer;
        if ("progress" in said) onProgress(said["progress"] as Progress);
        else answer = said;
      });
      socket.on("data", (bytes) => reader.push(bytes));
      socket.once("connect", () => socket.write(`${JSON.stringify(request)}\n`));
      let cause: Error | undefined;
      socket.once("error", (error) => {
        cause = error;
      });
      socket.once("close", () => {
        if (answer !== undefined && !("error" in answer)) resolve(answer);
        else reject(answer === undefined ? brokenOff(this.#path, cause) : refusedToAnswer(String(answer["error"])));
      });
    });
  }
}

const brokenOff = (path: string, cause: Error | undefined): ApplianceError =>
  cause === undefined
    ? new ApplianceError("APPLY_BROKE_OFF", "root's hand ended in the middle of the conversation", {
        disposition: "retry",
        cure: "What it was doing is finished or taken back by itself. Ask again in a moment.",
      })
    : new ApplianceError("APPLY_NOT_THERE", `root's hand cannot be reached at ${path} (${cause.message})`, {
        disposition: "operator",
        cure: "On a box: systemctl start firstring-apply.socket. It is there for root and the set-up pages only.",
        cause,
      });

const refusedToAnswer = (said: string): ApplianceError =>
  new ApplianceError("APPLY_REFUSED", `root's hand did not take the request: ${said}`, {
    disposition: "giveUp",
    cure: "Both sides must be of the same version: restart firstring-apply.service.",
  });
