import type { RehearsalRooms, Visit, Visitor } from "../../../device/console/rehearsal/RehearsalRooms.ts";

/** Real rooms, and beside them what a page's microphone hands to the line, frame by frame. */
export class TappedRooms implements RehearsalRooms {
  readonly frames: Uint8Array[] = [];
  readonly #rooms: RehearsalRooms;
  readonly #waiting = new Set<() => void>();

  constructor(rooms: RehearsalRooms) {
    this.#rooms = rooms;
  }

  get view() {
    return this.#rooms.view;
  }

  get by() {
    return this.#rooms.by;
  }

  get inInbox() {
    return this.#rooms.inInbox;
  }

  open: RehearsalRooms["open"] = (wish, by) => this.#rooms.open(wish, by);
  end: RehearsalRooms["end"] = (why) => this.#rooms.end(why);
  recording: RehearsalRooms["recording"] = (ref, part) => this.#rooms.recording(ref, part);
  stop: RehearsalRooms["stop"] = () => this.#rooms.stop();

  enter(visitor: Visitor): Visit | undefined {
    const visit = this.#rooms.enter(visitor);
    if (visit === undefined) return undefined;
    return {
      act: (act) => visit.act(act),
      leave: () => visit.leave(),
      talk: (handset, frame) => {
        this.frames.push(Uint8Array.from(frame));
        visit.talk(handset, frame);
        for (const look of this.#waiting) look();
      },
    };
  }

  /** So many more frames have been handed over. */
  more(count: number): Promise<void> {
    const until = this.frames.length + count;
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.frames.length < until) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }
}

/**
 * How much of a recording is what was handed over, sample for sample and in its order, silence between frames that came late
 * set apart; and how much of what is not silence is something else (a key's tone).
 */
export function explained(
  take: Int16Array,
  frames: readonly Uint8Array[],
): { readonly same: number; readonly other: number } {
  const handed = Int16Array.from(
    frames.flatMap((frame) => [...new Int16Array(frame.buffer, frame.byteOffset, frame.length >> 1)]),
  );
  const places = new Map<string, number[]>();
  const NEEDLE = 32;
  for (let at = 0; at + NEEDLE <= handed.length; at++) {
    const key = handed.subarray(at, at + NEEDLE).join();
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else known.push(at);
  }
  let [same, other, behind] = [0, 0, 0];
  for (let at = 0; at < take.length; ) {
    const starts = at + NEEDLE <= take.length ? (places.get(take.subarray(at, at + NEEDLE).join()) ?? []) : [];
    const place = starts.find((start) => start >= behind);
    if (place === undefined) {
      if (take[at] !== 0) other += 1;
      at += 1;
      continue;
    }
    let length = NEEDLE;
    while (at + length < take.length && place + length < handed.length && take[at + length] === handed[place + length])
      length += 1;
    same += length;
    at += length;
    behind = place + length;
  }
  return { same, other };
}
