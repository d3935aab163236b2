import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { type Duration, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import type { Rehearsal } from "../../rehearsal/Rehearsal.ts";
import type { Room } from "../../rehearsal/room/Room.ts";
import { EMPTY_VIEW } from "../../rehearsal/room/roomView.ts";
import { isProcessAlive } from "../../runtime/isProcessAlive.ts";
import type { Log } from "../../runtime/openLog.ts";
import { conflict } from "../api/errors.ts";
import type { RehearsalView, RehearsalWish } from "../api/rehearsal.ts";
import type { RehearsalRooms, Visit, Visitor } from "./RehearsalRooms.ts";
import { recordingIn } from "./recordingIn.ts";

export interface OwnRoomsOptions {
  /** The clinic file. */
  readonly config: string;
  /** The clinic's own recordings; need not exist. */
  readonly prompts: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A page that is loaded anew, or a telephone whose screen went dark. */
const NOBODY_THERE: Duration = Minutes(1);
/** Nobody touches anything: somebody has gone home. A call of the longest kind is over by then. */
const NOTHING_DONE: Duration = Minutes(20);
/** Three processes more than a box is meant for. */
const LONGEST: Duration = Minutes(120);
const SAID_FOR: Duration = Seconds(60);

const FOLDER = "firstring-room-";

/** What a service is given and a rehearsal must not have: the key of the messages, secrets, sockets, the watchdog. */
const OF_THE_SERVICE = /^(CREDENTIALS_DIRECTORY|NOTIFY_SOCKET|WATCHDOG_\w+|LISTEN_\w+|FIRSTRING_\w+|\w*_DIRECTORY)$/;

interface Open {
  readonly rehearsal: Rehearsal;
  readonly room: Room;
  readonly directory: string;
  readonly by: string;
  readonly timers: Timer[];
  idle: Timer | undefined;
  alone: Timer | undefined;
  visitors: number;
}

/**
 * One rehearsal at a time for the whole box, on emulated modems, in a folder that goes with it: the clinic's own file, and
 * nothing of its messages, its secrets or its modems. It ends by itself.
 */
export class OwnRooms implements RehearsalRooms {
  readonly inInbox = false;
  readonly #options: OwnRoomsOptions;
  readonly #environment: NodeJS.ProcessEnv;
  #open: Open | undefined;
  #opening = false;
  #ending: Promise<void> = Promise.resolve();
  #last: RehearsalView = EMPTY_VIEW;
  #forget: Timer | undefined;

  constructor(options: OwnRoomsOptions) {
    this.#options = options;
    this.#environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_THE_SERVICE.test(name)));
  }

  get view(): RehearsalView {
    return this.#open?.room.view ?? this.#last;
  }

  get by(): string | undefined {
    return this.#open?.by;
  }

  async open(wish: RehearsalWish, by: string): Promise<void> {
    if (this.#open !== undefined || this.#opening)
      throw conflict(
        "REHEARSAL_RUNNING",
        `${this.#open?.by ?? "Somebody"} is rehearsing at this moment; there is one rehearsal at a time.`,
        "Take part in it, or end it first.",
      );
    this.#opening = true;
    try {
      await this.#ending;
      await this.#begin(wish, by);
    } finally {
      this.#opening = false;
    }
  }

  async #begin(wish: RehearsalWish, by: string): Promise<void> {
    const { clock, config, prompts } = this.#options;
    // The programs of a rehearsal are nothing that a console's start should wait for.
    const [{ Rehearsal }, { Room }] = await Promise.all([
      import("../../rehearsal/Rehearsal.ts"),
      import("../../rehearsal/room/Room.ts"),
    ]);
    sweep();
    const directory = mkdtempSync(join(tmpdir(), `${FOLDER}${process.pid}-`));
    const say = (line: string): void => this.#open?.room.starting(line);
    let rehearsal: Rehearsal;
    try {
      rehearsal = new Rehearsal({
        ...{ directory, config, prompts, say, ownHours: wish.ownHours, environment: this.#environment },
        ...(wish.at === undefined ? {} : { at: wish.at }),
        onLost: (why) => void this.end(`One of its processes ended: ${why}`),
      });
    } catch (error) {
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
    const room = new Room(rehearsal, wish.at === undefined ? 0 : wish.at - clock.now());
    const open: Open = { rehearsal, room, directory, by, timers: [], idle: undefined, alone: undefined, visitors: 0 };
    this.#open = open;
    this.#forget?.cancel();
    open.timers.push(clock.after("rehearsal: longest", LONGEST, () => void this.end("It has lasted for two hours.")));
    this.#touched(open);
    this.#left(open);
    rehearsal.start().then(
      () => room.ready(),
      (error: unknown) => {
        if (this.#open !== open) return;
        this.#options.log.warn({ code: (error as { code?: string }).code }, "a rehearsal did not start");
        room.failed(error);
        void this.#close(open, room.view);
      },
    );
  }

  end(why: string): Promise<void> {
    const open = this.#open;
    if (open === undefined) return this.#ending;
    open.room.leave(why);
    return this.#close(open, open.room.view);
  }

  enter({ hears, sees }: Visitor): Visit | undefined {
    const open = this.#open;
    if (open === undefined) return undefined;
    open.visitors += 1;
    open.alone?.cancel();
    const stops = [open.room.watch(sees), open.room.hear(hears)];
    let inside = true;
    return {
      act: (act) => {
        this.#touched(open);
        open.room.act(act);
      },
      talk: (handset, frame) => open.room.talk(handset, frame),
      leave: () => {
        if (!inside) return;
        inside = false;
        for (const stop of stops) stop();
        open.visitors -= 1;
        this.#left(open);
      },
    };
  }

  recording(ref: string, part: string): Promise<Uint8Array | undefined> {
    const open = this.#open;
    if (open === undefined) return Promise.resolve(undefined);
    return recordingIn(open.directory, this.#environment, ref, part);
  }

  async stop(): Promise<void> {
    await this.end("The console is being stopped.");
    this.#forget?.cancel();
  }

  #touched(open: Open): void {
    open.idle?.cancel();
    open.idle = this.#options.clock.after(
      "rehearsal: idle",
      NOTHING_DONE,
      () => void this.end("Nobody has done anything for twenty minutes."),
    );
  }

  #left(open: Open): void {
    if (open.visitors > 0 || this.#open !== open) return;
    open.alone?.cancel();
    open.alone = this.#options.clock.after(
      "rehearsal: alone",
      NOBODY_THERE,
      () => void this.end("Its page was closed."),
    );
  }

  /** What was shown last stays for a moment: whoever looks on reads why it is over. */
  #close(open: Open, last: RehearsalView): Promise<void> {
    this.#open = undefined;
    this.#last = last;
    for (const timer of [...open.timers, open.idle, open.alone]) timer?.cancel();
    this.#forget = this.#options.clock.after("rehearsal: said", SAID_FOR, () => {
      this.#last = EMPTY_VIEW;
    });
    this.#ending = open.rehearsal.stop().finally(() => rmSync(open.directory, { recursive: true, force: true }));
    return this.#ending;
  }
}

/** Of a console that was killed: its processes ended with it, its folders did not. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${FOLDER}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isProcessAlive(Number(pid)))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
