import type * as z from "zod";
import type { Owner } from "../../trust/Owner.ts";
import type { Sessions } from "../../trust/Sessions.ts";
import type { ApplyOptions, BundlePlace, Invitation, InviteRequest, Who } from "../ApplyClient.ts";
import type { Engine } from "../Engine.ts";
import { type Outcome, type Plan, type Progress, type Refusal, refused } from "../Plan.ts";
import { type Request, requestSchema } from "./protocol.ts";

export interface RootsHand {
  readonly engine: Engine;
  readonly owner: Owner;
  readonly sessions: Pick<Sessions, "use" | "close">;
  readonly applyBundle: (place: BundlePlace, options: ApplyOptions) => Promise<Outcome>;
  readonly invite: (asked: InviteRequest) => Invitation;
}

const NO_SESSION: Refusal = {
  code: "NOT_ENTERED",
  what: "nobody has shown that they may change this box",
  cure: "Enter with the passphrase (a new box: claim it with the code on its label and the button held).",
};

/** The answer to one request; progress goes out meanwhile. Throws only for bugs. */
export async function answerRequest(
  hand: RootsHand,
  asked: unknown,
  onProgress: (progress: Progress) => void,
): Promise<Record<string, unknown>> {
  const parsed = requestSchema.safeParse(asked);
  return parsed.success ? answer(hand, parsed.data, onProgress) : notUnderstood(parsed.error);
}

export function notUnderstood({ issues: [first] }: z.ZodError): { readonly error: string } {
  return { error: `not understood: ${first?.path.join(".") ?? ""}: ${first?.message ?? ""}`.slice(0, 300) };
}

async function answer(hand: RootsHand, request: Request, onProgress: (progress: Progress) => void) {
  const { engine, owner, sessions } = hand;
  switch (request.do) {
    case "plan":
      return { plan: mayChange(hand, request.session) ? engine.plan(request.changes) : closed };
    case "apply":
      return {
        outcome: mayChange(hand, request.session)
          ? await engine.apply(request.changes, { who: plain(request.who), onProgress })
          : refused(NO_SESSION),
      };
    case "bundle":
      return { outcome: await hand.applyBundle(request.place, { who: plain(request.who), onProgress }) };
    case "confirm":
      return { confirmed: mayChange(hand, request.session) && engine.confirm(request.id) };
    case "status":
      return { status: engine.status() };
    case "owner":
      return { owner: owner.status() };
    case "claim":
      return { entry: await owner.claim({ ...request, who: plain(request.who) }) };
    case "enter":
      return { entry: await owner.enter({ ...request, who: plain(request.who) }) };
    case "passphrase": {
      const { old, passphrase } = request;
      const who = plain(request.who);
      return { entry: await owner.changePassphrase({ passphrase, who, ...(old === undefined ? {} : { old }) }) };
    }
    case "leave":
      sessions.close(request.session);
      return { left: true };
    case "invite": {
      const { lostFactor, manager } = request;
      const asked = { manager, lostFactor, who: plain(request.who) };
      const may = mayChange(hand, request.session);
      return { invitation: may ? hand.invite(asked) : { kind: "refused", refusal: NO_SESSION } };
    }
  }
}

/** Whoever entered; or whoever stands at a box that is nobody's yet. */
function mayChange({ sessions, owner }: RootsHand, session: string | undefined): boolean {
  if (sessions.use(session) !== undefined) return true;
  const { claimed, presentForMs } = owner.status();
  return !claimed && presentForMs > 0;
}

const closed: Plan = {
  steps: [],
  warnings: [],
  refusals: [NO_SESSION],
  issues: [],
  restart: false,
  needsPresence: false,
};

const plain = ({ by, name }: { by: Who["by"]; name?: string | undefined }): Who => ({
  by,
  ...(name === undefined ? {} : { name }),
});
