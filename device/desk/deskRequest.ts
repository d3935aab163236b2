/* @pure */
import type { DeskDecision } from "../../firmware/message/decideDeskAct.ts";
import type { DeskAct, DeskDeed, Hand } from "../../firmware/message/frontDesk.ts";
import type { TakeResult } from "../../firmware/message/MessageStore.ts";

// What the console asks of the daemon at the control socket: `{ do: "desk", … }`. Read by hand: the daemon has no other use for
// a schema library, which is some megabytes of memory.

export interface DeskRequest {
  /** Drawn by whoever asks, so that asking again is harmless. */
  readonly id?: string;
  readonly ref: string;
  readonly by: Hand;
  readonly deed: DeskDeed;
  /** Whom they saw it assigned to. */
  readonly was?: string | null;
}

/** What came of it. */
export type DeskAnswer =
  | { readonly kind: "done"; readonly act?: DeskAct }
  | Extract<DeskDecision, { kind: "refused" }>
  | { readonly kind: "noMessage" }
  /** It was done, or not, to the page; the text is what its sender by SMS would hear. */
  | { readonly kind: "page"; readonly done: boolean; readonly text: string; readonly outcome: TakeResult }
  /** A page is open, and whoever asks is not one who is paged. */
  | { readonly kind: "notPaged" };

type Fields = Readonly<Record<string, unknown>>;

/** Of a request that a program of the box has sent. @throws Error in words. */
export function readDeskRequest(request: Fields): DeskRequest {
  const { id, was } = request;
  return {
    ...(id === undefined ? {} : { id: text(id, "id", 100) }),
    ref: text(request["ref"], "ref", 12),
    by: hand(request["by"], "by"),
    deed: deedOf(fields(request["deed"], "deed")),
    ...(was === undefined ? {} : { was: was === null ? null : text(was, "was", 100) }),
  };
}

export const readHeard = (request: Fields): { readonly ref: string; readonly person: string } => ({
  ref: text(request["ref"], "ref", 12),
  person: text(request["person"], "person", 100),
});

function deedOf(deed: Fields): DeskDeed {
  const kind = deed["kind"];
  switch (kind) {
    case "taken":
    case "calledBack":
    case "closed":
    case "reopened":
      return { kind };
    case "note":
      return { kind, text: text(deed["text"], "text", 4_000) };
    case "undone":
      return { kind, act: text(deed["act"], "act", 100) };
    case "assigned": {
      const to = deed["to"] === undefined ? {} : { to: hand(deed["to"], "to") };
      return { kind, ...to, ...(deed["handedOver"] === true ? { handedOver: true } : {}) };
    }
  }
  throw new Error(`there is no deed '${String(kind).slice(0, 40)}'`);
}

const hand = (value: unknown, name: string): Hand => {
  const { id, name: theirs } = fields(value, name);
  return { id: text(id, `${name}.id`, 100), name: text(theirs, `${name}.name`, 200) };
};

function fields(value: unknown, name: string): Fields {
  if (typeof value === "object" && value !== null) return value as Fields;
  throw new Error(`'${name}' is missing`);
}

function text(value: unknown, name: string, most: number): string {
  if (typeof value === "string" && value.length > 0 && value.length <= most) return value;
  throw new Error(`'${name}' is a text of 1 to ${most} characters`);
}
