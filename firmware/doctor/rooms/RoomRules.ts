import type { Digit } from "../../line/Line.ts";
import type { CallInEvent } from "../callin/CallIn.ts";
import type { Talk } from "../Talk.ts";
import type { TalkTimer } from "../TalkEffects.ts";
import type { Room, TalkEvent } from "../TalkState.ts";

type EventOf<K extends TalkEvent["kind"]> = Extract<TalkEvent, { readonly kind: K }>;

/** What one room of the house of menus does with what happens. What is left out means nothing in this room. */
export interface RoomRules<R extends Room> {
  /** Everything has been said; a key is awaited from now on unless the room does something else. True: it has. */
  said?(talk: Talk, room: R): boolean;
  /** What was being said has been stopped already, unless `keepsTalking` says otherwise. */
  key(talk: Talk, room: R, digit: Digit): void;
  /** Keys that stop nothing here. */
  keepsTalking?(room: R, digit: Digit): boolean;
  /** No key has come: it is asked again. How often is the session's matter. */
  silent(talk: Talk, room: R): void;
  timer?(talk: Talk, room: R, timer: Extract<TalkTimer, "nextDigit" | "store">): void;
  looked?(talk: Talk, room: R, event: EventOf<"looked">): void;
  listed?(talk: Talk, room: R, event: EventOf<"listed">): void;
  acted?(talk: Talk, room: R, event: EventOf<"acted">): void;
  /** The page that the call is about is taken by somebody else, or closed. */
  notWanted?(talk: Talk, room: R, event: EventOf<"notWanted">): void;
  /** What the box answers to somebody who has called in, and what the line tells of a recording. */
  told?(talk: Talk, room: R, event: CallInEvent): void;
}
