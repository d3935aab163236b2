import type { HearSound, Room } from "../../rehearsal/room/Room.ts";
import type { RehearsalView, RehearsalWish } from "../api/rehearsal.ts";

/** Where rehearsals are held: on a box one for the asking, at `npm start` the one that is there. */
export interface RehearsalRooms {
  readonly view: RehearsalView;
  /** Whoever opened it, in words; undefined: there is none, or nobody opened it. */
  readonly by: string | undefined;
  /** Its messages are those of this console. */
  readonly inInbox: boolean;
  /** @throws ApiError when there is one, with another wish; ApplianceError when the clinic file cannot be rehearsed. */
  open(wish: RehearsalWish, by: string): void | Promise<void>;
  /** For everybody who is in it. */
  end(why: string): Promise<void>;
  /** Somebody comes in; undefined: there is none. */
  enter(visitor: Visitor): Visit | undefined;
  /** What was recorded in it: a WAV file. Undefined: no such message or part. */
  recording(ref: string, part: string): Promise<Uint8Array | undefined>;
  stop(): Promise<void>;
}

export interface Visitor {
  readonly sees: (view: RehearsalView) => void;
  readonly hears: HearSound;
}

export interface Visit extends Pick<Room, "act" | "talk"> {
  leave(): void;
}
