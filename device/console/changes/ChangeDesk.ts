import type { Clock } from "../../../firmware/time/Clock.ts";
import type { ChangeOutcome, ChangePlan, ChangeProgress, ChangesAnswer, LastChange } from "../api/changes.ts";
import { ApiError } from "../api/errors.ts";
import type { Who } from "../auth/Who.ts";
import type { ChangeLink, ConsoleChange } from "../box/ChangeLink.ts";
import type { EventHub } from "../events/EventHub.ts";
import { outcomeInSpanish, progressInSpanish } from "./changeInSpanish.ts";

export interface ChangeDeskMeans {
  readonly clock: Clock;
  readonly link: ChangeLink;
  readonly events: Pick<EventHub, "tell">;
}

interface Going {
  readonly who: Who;
  readonly kinds: readonly ConsoleChange["kind"][];
  readonly startedAt: number;
  readonly steps: ChangeProgress[];
}

/** From here on it is under way: it was looked at, and nothing speaks against it. */
const UNDER_WAY: ReadonlySet<ChangeProgress["phase"]> = new Set(["stage", "wait-for-quiet", "stop", "swap"]);

/**
 * Changes of the clinic file and of recordings: handed to root's hand, followed to their end for every page that looks on. Nobody
 * has to wait at a page: a change goes on when its browser is gone, and when this process is.
 */
export class ChangeDesk {
  readonly #means: ChangeDeskMeans;
  #going: Going | undefined;
  #last: LastChange | undefined;

  constructor(means: ChangeDeskMeans) {
    this.#means = means;
  }

  /** What a change would do, and what speaks against it. @throws ApiError */
  plan(changes: readonly ConsoleChange[]): Promise<ChangePlan> {
    return this.#means.link.plan(changes);
  }

  /**
   * Resolves when it is under way; how it ends is told by `now` (event `change`). `base`: names the clinic file that its author
   * saw. `onEnd` is told how it ended, whether it had come under way or not. @throws ApiError when it is refused: nothing was
   * changed then.
   */
  async begin(
    changes: readonly ConsoleChange[],
    who: Who,
    base?: string,
    onEnd?: (kind: ChangeOutcome["kind"] | "unknown") => void,
  ): Promise<void> {
    if (this.#going !== undefined)
      throw new ApiError(409, "CHANGE_GOING_ON", `${this.#going.who.name} is changing something just now.`, {
        cure: "Wait until it is over (some minutes at most), then try again.",
      });
    const { clock, link } = this.#means;
    const kinds = [...new Set(changes.map(({ kind }) => kind))];
    const going: Going = { who, kinds, startedAt: Math.trunc(clock.now()), steps: [] };
    this.#going = going;
    const underWay = Promise.withResolvers<void>();
    const onProgress = (progress: ChangeProgress) => {
      going.steps.push(progressInSpanish(progress));
      if (UNDER_WAY.has(progress.phase)) underWay.resolve();
      this.#tell();
    };
    const ended = link.apply(changes, { base, name: nameOf(who) }, onProgress).then(
      (told) => {
        const outcome = outcomeInSpanish(told);
        // Whatever becomes of the rest, the next change is not shut out.
        this.#going = undefined;
        onEnd?.(outcome.kind);
        this.#ended(going, outcome);
      },
      (error: unknown) => {
        this.#going = undefined;
        onEnd?.("unknown");
        this.#tell();
        throw error;
      },
    );
    // Whoever began it hears of a refusal by this; of everything later by looking.
    ended.then(underWay.resolve, underWay.reject);
    await underWay.promise;
  }

  /** Nothing is going on after it, of ours. For tests and for whoever has to know how it ended. */
  get last(): LastChange | undefined {
    return this.#last;
  }

  async now(): Promise<ChangesAnswer> {
    const last = this.#last === undefined ? {} : { last: this.#last };
    const going = this.#going;
    if (going !== undefined) {
      const { kinds, startedAt, steps, who } = going;
      const canGiveUp = steps.at(-1)?.phase === "wait-for-quiet";
      return {
        can: true,
        going: { who: whoOf(who), kinds: [...kinds], startedAt, steps: [...steps], canGiveUp },
        ...last,
      };
    }
    try {
      const { busy } = await this.#means.link.status();
      if (busy === undefined) return { can: true, ...last };
      const canGiveUp = busy.progress.phase === "wait-for-quiet" && busy.who.by === "console";
      const steps = [progressInSpanish(busy.progress)];
      return { can: true, going: { who: busy.who, kinds: [], steps, canGiveUp }, ...last };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { can: false, ...last };
    }
  }

  /** False: it is past that. */
  async giveUp(): Promise<boolean> {
    const { link } = this.#means;
    const { busy } = await link.statusNow();
    return busy !== undefined && busy.who.by === "console" && (await link.giveUp(busy.id));
  }

  /** What was changed on this box, newest first. */
  log(): ReturnType<ChangeLink["log"]> {
    return this.#means.link.log();
  }

  #ended(going: Going, outcome: ChangeOutcome): void {
    const underWay = going.steps.some(({ phase }) => UNDER_WAY.has(phase));
    this.#going = undefined;
    if (outcome.kind !== "refused" || underWay)
      this.#last = {
        ...{ who: whoOf(going.who), kinds: [...going.kinds], outcome },
        endedAt: Math.trunc(this.#means.clock.now()),
      };
    this.#tell();
    if (outcome.kind === "refused" && !underWay) throw refusedIn(outcome);
  }

  #tell(): void {
    this.#means.events.tell({ kind: "change", data: { at: Math.trunc(this.#means.clock.now()) } });
  }
}

const nameOf = ({ id, name }: Who): string => (name === id ? id : `${name} (${id})`);
const whoOf = ({ name }: Who) => ({ by: "console", name });

function refusedIn({ refusals }: Extract<ChangeOutcome, { kind: "refused" }>): ApiError {
  const [first] = refusals;
  const more = { cure: refusals.map(({ cure }) => cure).join(" "), details: { refusals } };
  const message = `Nothing was changed: ${refusals.map(({ what }) => what).join("; ")}.`;
  return ApiError.passedOn(409, first?.code ?? "REFUSED", message, more);
}
