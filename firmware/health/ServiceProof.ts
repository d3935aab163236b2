import type { MonotonicMs } from "../time/Clock.ts";
import { type Duration, Milliseconds, Minutes, Seconds } from "../time/Duration.ts";
import { detail } from "./details/detailWords.ts";
import { durationInWords } from "./durationInWords.ts";

/**
 * What must show that it works before systemd's watchdog is told that FirstRing is alive:
 * - `store`: its thread has answered a probe that it wrote (on whatever it still has: a full disk answers, too);
 * - `engine`: the alerts have been looked at;
 * - `modem`, `line`: the modem has said something, or its recovery is under way: an unplugged modem and a missing SIM are
 *   faults, which a restart does not mend.
 */
export type ProofKind = "store" | "engine" | "modem" | "line";

export interface Proof {
  readonly kind: ProofKind;
  /** The line's id; "" where there is one only. */
  readonly where: string;
  /** When it showed it last. */
  readonly atMs: MonotonicMs;
  /** A call is up that a restart would cut. */
  readonly onCall: boolean;
}

export interface ProofRule {
  readonly within: Duration;
  /** While a call is up: longer, and still an end, for calls themselves are bounded. */
  readonly onCallWithin: Duration;
  readonly what: (time: string, where: string) => string;
}

/**
 * Beyond these bounds a part is stuck. The heartbeats are 5 s (cellular) and 10 s (voice modem), the store is asked once a
 * minute and the alerts are looked at once a minute. A card that stalls for a minute, and recovers, costs no restart: the
 * box answers and pages meanwhile, and a restart would lose what it still holds.
 */
export const PROOF_RULES: Readonly<Record<ProofKind, ProofRule>> = {
  store: {
    within: Minutes(3),
    onCallWithin: Minutes(12),
    what: (time) => detail.storeSilent({ time }),
  },
  engine: {
    within: Minutes(3),
    onCallWithin: Minutes(3),
    what: (time) => detail.engineSilent({ time }),
  },
  modem: {
    within: Seconds(90),
    onCallWithin: Minutes(12),
    what: (time, line) => detail.modemSilent({ line, time }),
  },
  line: {
    within: Seconds(90),
    onCallWithin: Minutes(12),
    what: (time, line) => detail.lineSilent({ line, time }),
  },
};

/** A timer that should have fired so long ago: the clock of everything else stands. */
const TIMER_LATE: Duration = Seconds(15);

export interface ServiceFacts {
  readonly atMs: MonotonicMs;
  readonly proofs: readonly Proof[];
  /** The timer that is most overdue. */
  readonly lateTimer?: { readonly name: string; readonly by: Duration };
  /** Parts for which earlier restarts did not help (`restartsDidNotHelp`): a fault then, and no reason for another. */
  readonly pastHelp: readonly string[];
}

export interface ServiceVerdict {
  /** The watchdog may be told that FirstRing serves. */
  readonly feed: boolean;
  /** Why not, as the end of "restarted, because …"; and which part it is (`store`, `modem mobile`, `timers`). */
  readonly stuck?: { readonly part: string; readonly why: string };
  /** Stuck as well, but past help by a restart: told as a fault. */
  readonly hopeless: readonly { readonly part: string; readonly why: string }[];
}

export const partOf = ({ kind, where }: Pick<Proof, "kind" | "where">): string =>
  where === "" ? kind : `${kind} ${where}`;

/** Whether FirstRing has shown that it serves. Never true by a timer that merely ran. */
export function judgeService(facts: ServiceFacts): ServiceVerdict {
  const all = [...facts.proofs.flatMap((proof) => staleness(proof, facts.atMs)), ...lateness(facts.lateTimer)];
  const hopeless = all.filter(({ part }) => facts.pastHelp.includes(part));
  const [stuck] = all.filter(({ part }) => !facts.pastHelp.includes(part));
  return { feed: stuck === undefined, ...(stuck === undefined ? {} : { stuck }), hopeless };
}

function staleness(proof: Proof, nowMs: MonotonicMs): { part: string; why: string }[] {
  const { within, onCallWithin, what } = PROOF_RULES[proof.kind];
  const age = nowMs - proof.atMs;
  if (age <= (proof.onCall ? onCallWithin : within)) return [];
  return [{ part: partOf(proof), why: what(durationInWords(Milliseconds(age)), proof.where) }];
}

function lateness(late: ServiceFacts["lateTimer"]): { part: string; why: string }[] {
  if (late === undefined || late.by <= TIMER_LATE) return [];
  return [{ part: "timers", why: detail.timerLate({ name: late.name, time: durationInWords(late.by) }) }];
}
