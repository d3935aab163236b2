/* @pure */

import type { InboxPlace, InboxQuery } from "../../../firmware/message/Inbox.ts";
import type { MessageState } from "../../../firmware/message/messageState.ts";
import { ApiError } from "../api/errors.ts";
import type { MessagesQuery } from "../api/messages.ts";

const STATES: Readonly<Record<MessagesQuery["state"], readonly MessageState[] | undefined>> = {
  new: ["recording", "new", "paged"],
  open: undefined,
  taken: ["taken"],
  calledBack: ["calledBack"],
  closed: ["closed"],
  all: undefined,
};

/** What a browser asks the list for, as the store is asked. `me`: the ids of whoever asks. */
export function queryOf(asked: Omit<MessagesQuery, "limit">, me: readonly string[], limit: number): InboxQuery {
  const { after, assigned, from, q, state, to, unheard, urgency } = asked;
  const states = STATES[state];
  return {
    ...(states === undefined ? {} : { states }),
    ...(state === "open" ? { open: true } : {}),
    ...(urgency === undefined ? {} : { urgent: urgency === "urgent" }),
    ...(unheard === undefined ? {} : { unheard: true }),
    ...(assigned === undefined ? {} : { holders: holdersOf(assigned, me) }),
    ...(q === undefined || q.trim() === "" ? {} : { search: q }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(after === undefined ? {} : { after: placeOf(after) }),
    limit,
  };
}

const holdersOf = (assigned: string, me: readonly string[]): readonly string[] | null =>
  assigned === "nobody" ? null : assigned === "me" ? me : [assigned];

/** A page begins after this one; opaque to whoever is given it. */
export const cursorOf = ({ receivedAt, ref }: InboxPlace): string => `${receivedAt.toString(36)}.${ref}`;

function placeOf(cursor: string): InboxPlace {
  const [, at = "", ref = ""] = /^(-?[0-9a-z]{1,11})\.([0-9A-Z]{1,12})$/.exec(cursor) ?? [];
  const receivedAt = Number.parseInt(at, 36);
  if (ref !== "" && Number.isSafeInteger(receivedAt)) return { receivedAt, ref };
  throw new ApiError(400, "NOT_UNDERSTOOD", "'after' is no cursor of this list.", {
    cure: "Leave it out for the first page, and take `next` of each answer for the one after it.",
  });
}
