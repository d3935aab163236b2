import type { Clinic } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { OnCallOptions } from "./OnCallOptions.ts";
import { whoIsOnCall } from "./onCall.ts";
import type { OnCallWords } from "./onCallWords.ts";
import type { SourceAnswer } from "./Schedule.ts";
import { scheduleOf } from "./scheduleOf.ts";
import { eachSegment } from "./segments.ts";

const LOOK_AHEAD_MS = 62 * 86_400_000;

/** How the answer comes about, line by line: what was looked at, what hides what, what changes it, and until when it holds. */
export function explainOnCall(clinic: Clinic, at: EpochMs, options: OnCallOptions = {}): readonly string[] {
  const schedule = scheduleOf(clinic, options);
  const { say } = schedule;
  const moment = schedule.momentAt(at, options);
  const answer = whoIsOnCall(clinic, at, options);
  const onCall = new Set(answer.people.map(({ id }) => id));
  const { fallback } = clinic.onCall;
  const lines: string[] = [];
  if (moment.temporary !== undefined) {
    lines.push(say.temporaryReplaces(moment.temporary.because));
    lines.push(...(moment.temporary.holders.length === 0 ? [`  ${say.temporaryEmpty}`] : []));
    lines.push(...moment.temporary.holders.map(({ because }) => `  ${because()}`));
  }
  let hiding: number | undefined;
  for (const source of moment.sources) {
    lines.push(...sourceInWords(source, at, hiding, say));
    if (source.holders.some(({ person }) => onCall.has(person)) && hiding === undefined) hiding = source.source.layer;
  }
  lines.push(...moment.added.map(({ because }) => say.besideThem(because())));
  lines.push(...schedule.changesAt(at, options));
  const isPaged = answer.gap || schedule.isEmpty;
  lines.push(say.fallback(schedule.nameOf(fallback), isPaged));
  lines.push(untilInWords(clinic, at, options));
  return lines;
}

function sourceInWords(
  { source, holders }: SourceAnswer,
  at: EpochMs,
  hiding: number | undefined,
  say: OnCallWords,
): readonly string[] {
  const name = say.layer(source.layer, say.source(source.kind, source.id));
  if (holders.length === 0) {
    const why = source.holdersAt(at).length > 0 ? say.leavesNobody : source.whyNobody(at);
    return [say.nobodyOf(name, why)];
  }
  const hidden = hiding !== undefined && source.layer < hiding ? say.hidden(hiding) : "";
  return holders.map(({ because }) => `${name}${hidden}: ${because()}`);
}

function untilInWords(clinic: Clinic, at: EpochMs, options: OnCallOptions): string {
  const schedule = scheduleOf(clinic, options);
  const [now, then] = eachSegment(clinic, at, at + LOOK_AHEAD_MS, options);
  if (now === undefined || then === undefined) return schedule.say.sameForLong;
  const names = then.people.map(({ name }) => name).join(", ");
  return schedule.say.until(schedule.zone.text(now.to), names, then.gap);
}
