import type { Room } from "../../rehearsal/room/Room.ts";
import { conflict } from "../api/errors.ts";
import type { RehearsalView } from "../api/rehearsal.ts";
import type { RehearsalRooms, Visit, Visitor } from "./RehearsalRooms.ts";
import { recordingIn } from "./recordingIn.ts";

/** The rehearsal of `npm start`, which is there already and ends with that program. */
export class AttachedRoom implements RehearsalRooms {
  readonly #room: Room;
  readonly #directory: string;
  readonly #onVisit: () => void;
  readonly by = undefined;
  readonly inInbox = true;

  /** `onVisit`: somebody has opened its page. */
  constructor(room: Room, directory: string, onVisit: () => void) {
    this.#room = room;
    this.#directory = directory;
    this.#onVisit = onVisit;
  }

  get view(): RehearsalView {
    return this.#room.view;
  }

  open(): void {
    throw conflict("REHEARSAL_RUNNING", "The rehearsal is running already: you are in it.");
  }

  end(): Promise<void> {
    throw conflict("REHEARSAL_OF_TERMINAL", "This rehearsal ends where it was started: press Ctrl-C there.");
  }

  enter({ hears, sees }: Visitor): Visit {
    this.#onVisit();
    const stops = [this.#room.watch(sees), this.#room.hear(hears)];
    return {
      act: (act) => this.#room.act(act),
      talk: (handset, frame) => this.#room.talk(handset, frame),
      leave: () => {
        for (const stop of stops.splice(0)) stop();
      },
    };
  }

  recording(ref: string, part: string): Promise<Uint8Array | undefined> {
    return recordingIn(this.#directory, process.env, ref, part);
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
