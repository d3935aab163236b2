import { newToken, newTokenBody, type TokenRow, tokenParams, tokenRow, tokensAnswer } from "../api/tokens.ts";
import type { Token } from "../auth/Tokens.ts";
import { isOrphan, withheldFrom } from "../auth/tokenRights.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { type Route, route } from "../http/Route.ts";

const DAY_MS = 86_400_000;

/** For programs of the clinic: each has a name, some rights, and an end. */
export const tokenRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/tokens", summary: "All tokens, without their secrets", may: "tokens.manage" },
    answer: tokensAnswer,
    handle: () => ({ tokens: box.tokens.list().map((token) => rowOf(token, box)) }),
  }),
  route({
    ...{ method: "POST", path: "/tokens", summary: "Make a token: its secret is shown once", may: "tokens.manage" },
    ...{ personsOnly: true, body: newTokenBody, answer: newToken },
    audit: ({ body }) => ({ kind: "token-made", detail: `${body.name}: ${body.rights.join(", ")}` }),
    handle: ({ body, who }) => {
      const now = box.clock.now();
      const { secret, token } = box.tokens.make(body.name, body.rights, now + body.days * DAY_MS, who.id);
      return { secret, token: rowOf(token, box) };
    },
  }),
  route({
    ...{ method: "DELETE", path: "/tokens/:id", summary: "Withdraw a token", may: "tokens.manage" },
    ...{ personsOnly: true, params: tokenParams, answer: tokenRow },
    audit: ({ params }, answer) => ({
      kind: "token-withdrawn",
      detail: "name" in answer ? answer.name : `${params.id}`,
    }),
    handle: ({ params }) => rowOf(box.tokens.withdraw(params.id), box),
  }),
];

function rowOf(token: Token, { clock, users }: ConsoleBox): TokenRow {
  const { expiresAt, id, madeAt, madeBy, name, rights, usedAt } = token;
  const maker = users.find(madeBy);
  return {
    ...{ id, name, rights: [...rights], madeAt, madeBy, expiresAt },
    ...{ state: stateOf(token, isOrphan(maker), clock.now()), withheld: [...withheldFrom(token, maker)] },
    ...(usedAt === null ? {} : { usedAt }),
  };
}

function stateOf({ expiresAt, withdrawnAt }: Token, stopped: boolean, now: number): TokenRow["state"] {
  if (withdrawnAt !== null) return "withdrawn";
  if (expiresAt <= now) return "expired";
  return stopped ? "stopped" : "active";
}
