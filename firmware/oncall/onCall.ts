import type { Clinic, EscalationTarget, Person } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import { everyoneMeant } from "./everyoneMeant.ts";
import type { Holder } from "./Holder.ts";
import type { OnCallOptions } from "./OnCallOptions.ts";
import { type OnCallWords, onCallWords } from "./onCallWords.ts";
import type { Moment, Schedule, SourceAnswer } from "./Schedule.ts";
import { scheduleOf } from "./scheduleOf.ts";

export type { OnCallOptions } from "./OnCallOptions.ts";

/** Who is to be paged, never empty, and why. */
export interface OnCallAnswer {
  readonly people: readonly Person[];
  /** One sentence each, for the audit, `firstring oncall` and the console. */
  readonly because: readonly string[];
  /** The schedule gave nobody, so the fallback is paged, and a person must be told of it. */
  readonly gap: boolean;
}

/** Who a step of the escalation means at this moment. */
export function resolveTarget(
  clinic: Clinic,
  target: EscalationTarget,
  at: EpochMs,
  options: OnCallOptions = {},
): OnCallAnswer {
  const say = onCallWords(options.language);
  switch (target.kind) {
    case "everyone":
      return { people: clinic.people, because: [say.everyone], gap: false };
    case "person": {
      const person = findPerson(clinic, target.id);
      return person === undefined
        ? fallback(clinic, at, options, say.noPerson(target.id))
        : { people: [person], because: [say.personNamed(person.name)], gap: false };
    }
    case "group": {
      const ids = clinic.onCall.groups.find(({ id }) => id === target.id)?.people ?? [];
      const people = ids.flatMap((id) => findPerson(clinic, id) ?? []);
      return people.length === 0
        ? fallback(clinic, at, options, say.emptyGroup(target.id))
        : { people, because: [say.groupNamed(target.id)], gap: false };
    }
    case "on-call":
      return whoIsOnCall(clinic, at, options);
    case "rotation":
      return ofRotation(clinic, target.id, at, options);
  }
}

/**
 * Who is on call at this moment: a temporary schedule, else the highest layer with somebody in it, each with absences,
 * overrides and changes of duty; else the fallback. Without any schedule the fallback is on call, and that is no gap.
 */
export function whoIsOnCall(clinic: Clinic, at: EpochMs, options: OnCallOptions = {}): OnCallAnswer {
  if (options.clockTrusted === false) return everyone(clinic, { kind: "on-call" }, options);
  const schedule = scheduleOf(clinic, options);
  const moment = schedule.momentAt(at, options);
  const holders = usable(schedule, [...visible(schedule, moment, options), ...moment.added], options);
  if (holders.length > 0) return answer(schedule, holders);
  if (schedule.isEmpty) return { ...fallback(clinic, at, options, schedule.say.noRotations), gap: false };
  return fallback(clinic, at, options, whyNobody(moment, schedule.say));
}

/** Who of a moment's holders is on call; those who were added by hand not among them. */
function visible(schedule: Schedule, moment: Moment, options: OnCallOptions): readonly Holder[] {
  if (moment.temporary !== undefined) return moment.temporary.holders;
  let layer: number | undefined;
  const found: Holder[] = [];
  for (const { source, holders } of moment.sources) {
    if (layer !== undefined && source.layer < layer) break;
    const there = usable(schedule, holders, options);
    if (there.length === 0) continue;
    layer = source.layer;
    found.push(...there);
  }
  return found;
}

/** Whoever is not among the people, or has no way to be paged, counts as nobody. */
const usable = (schedule: Schedule, holders: readonly Holder[], { ways }: OnCallOptions): readonly Holder[] =>
  holders.filter(({ person }) => {
    const found = schedule.person(person);
    return found !== undefined && canBePaged(found, ways);
  });

/** MQTT alone shows an alert on a screen somewhere, and wakes nobody. Where no way wakes anybody, that is no difference. */
const canBePaged = ({ notify }: Person, ways: OnCallOptions["ways"]): boolean =>
  ways === undefined || !(ways.has("sms") || ways.has("call")) || notify.some((way) => way !== "mqtt" && ways.has(way));

/** More are not read by anybody. */
const MOST_REASONS = 3;

function whyNobody({ at, temporary, sources }: Moment, say: OnCallWords): string {
  if (temporary !== undefined) return say.temporaryNobody(temporary.because);
  const reasons = sources.map((answer) => whyNobodyOf(answer, at, say));
  const shown = reasons.length > MOST_REASONS ? [...reasons.slice(0, MOST_REASONS), "…"] : reasons;
  return shown.length === 0 ? say.nobody : shown.join("; ");
}

function whyNobodyOf({ source, holders }: SourceAnswer, at: EpochMs, say: OnCallWords): string {
  const name = say.source(source.kind, source.id);
  if (holders.length > 0) return say.notToBePaged(holders.map(({ person }) => person).join(", "), name);
  if (source.holdersAt(at).length > 0) return say.changesLeaveNobody(name);
  return source.whyNobody(at);
}

/**
 * The people of one rotation now, whatever layers hide it. In hours that it does not serve: whoever is on call instead, so
 * that a step which names the nights' rotation does not wake the fallback by day.
 */
function ofRotation(clinic: Clinic, id: string, at: EpochMs, options: OnCallOptions): OnCallAnswer {
  if (options.clockTrusted === false) return everyone(clinic, { kind: "rotation", id }, options);
  if (!clinic.onCall.rotations.some((rotation) => rotation.id === id))
    return fallback(clinic, at, options, onCallWords(options.language).noRotation(id));
  const schedule = scheduleOf(clinic, options);
  const moment = schedule.momentAt(at, options);
  const own = moment.sources.find(({ source }) => source.kind === "rotation" && source.id === id);
  const holders = moment.temporary?.holders ?? own?.holders ?? [];
  const found = usable(schedule, [...holders, ...moment.added], options);
  if (found.length > 0) return answer(schedule, found);
  if (moment.temporary !== undefined || own === undefined)
    return fallback(clinic, at, options, whyNobody(moment, schedule.say));
  const why = whyNobodyOf(own, at, schedule.say);
  const instead = whoIsOnCall(clinic, at, options);
  if (instead.gap) return fallback(clinic, at, options, why);
  return { ...instead, because: [schedule.say.soWhoever(why), ...instead.because] };
}

/** Each person once, with all reasons. */
function answer(schedule: Schedule, holders: readonly Holder[]): OnCallAnswer {
  const ids = [...new Set(holders.map(({ person }) => person))];
  return {
    people: ids.map((id) => schedule.person(id)!),
    because: [...new Set(holders.map(({ because }) => because()))],
    gap: false,
  };
}

function everyone(clinic: Clinic, target: EscalationTarget, options: OnCallOptions): OnCallAnswer {
  const people = everyoneMeant(clinic, options.policy ?? [target], options);
  const because = onCallWords(options.language).clockUntrusted;
  return people.length === 0
    ? { people: clinic.people, because: [because], gap: false }
    : { people, because: [because], gap: false };
}

/** The fallback, who must exist (the check insists); a clinic without even them pages its first person. */
function fallback(clinic: Clinic, at: EpochMs, options: OnCallOptions, because: string): OnCallAnswer {
  const person = findPerson(clinic, clinic.onCall.fallback) ?? clinic.people[0];
  if (person === undefined) return { people: [], because: [because], gap: true };
  const schedule = scheduleOf(clinic, options);
  const own = { person: person.id, because: () => schedule.say.theFallback(because) };
  const holders = options.clockTrusted === false ? [own] : schedule.fallbackAt([own], at, options);
  const found = usable(schedule, holders, options);
  return { ...answer(schedule, found.length > 0 ? found : [own]), gap: true };
}

/**
 * Who takes over when `person` hands on: the next of the rotation that has them on call, else anybody of the clinic;
 * not among `without`. Who is away or off duty at that moment, or has no way to be paged, only when there is nobody else. Undefined when there
 * is nobody left to hand on to.
 */
export function nextPerson(
  clinic: Clinic,
  person: string,
  without: ReadonlySet<string>,
  when?: OnCallOptions & { readonly at: EpochMs },
): Person | undefined {
  const order = [
    ...clinic.onCall.rotations.map((rotation) => after(rotation.people.flat(), person)),
    [clinic.onCall.fallback],
    after(
      clinic.people.map(({ id }) => id),
      person,
    ),
  ];
  const willing = order
    .flat()
    .filter((candidate) => candidate !== person && !without.has(candidate))
    .flatMap((candidate) => findPerson(clinic, candidate) ?? []);
  const away = when === undefined ? undefined : scheduleOf(clinic, when).awayAt(when.at, when);
  return willing.find((each) => canBePaged(each, when?.ways) && away?.has(each.id) !== true) ?? willing[0];
}

/** A list from the place after an entry round to it; empty when it is not in there. */
function after(ids: readonly string[], id: string): readonly string[] {
  const index = ids.indexOf(id);
  return index === -1 ? [] : [...ids.slice(index + 1), ...ids.slice(0, index)];
}

export const findPerson = (clinic: Clinic, id: string): Person | undefined =>
  clinic.people.find((person) => person.id === id);
