/* @pure */
import type { EpochMs } from "../../firmware/time/Clock.ts";
import { type Duration, Minutes } from "../../firmware/time/Duration.ts";
import type { DecodedDeliver } from "../line/gsm/pdu/Pdu.ts";

/** Parts of one text come within seconds; after this what is there is shown rather than nothing. */
export const INCOMPLETE_AFTER: Duration = Minutes(5);

/** A part with whatever its source needs to be told once it is safe (its place in the modem, its PDU). */
interface Part<S> {
  readonly text: string;
  /** One, and its copies: networks repeat what they think was not taken. */
  readonly sources: readonly S[];
}

interface Unfinished<S> {
  readonly from: string;
  readonly total: number;
  readonly since: EpochMs;
  readonly parts: ReadonlyMap<number, Part<S>>;
}

export interface JoinedText<S> {
  readonly from: string;
  readonly text: string;
  readonly complete: boolean;
  readonly sources: readonly S[];
}

export type Unjoined<S> = ReadonlyMap<string, Unfinished<S>>;

/** A name that spells a doctor's digits is no doctor's telephone: anybody may send under a name. */
const senderOf = ({ from, fromName }: DecodedDeliver): string => (fromName === true ? `name "${from}"` : from);

/**
 * Takes one message or part; gives the whole text once nothing is missing. The same part twice is one; another text under
 * the same number (the reference wraps) means that the older one will not become whole any more, so that it is shown.
 */
export function join<S>(
  unjoined: Unjoined<S>,
  pdu: DecodedDeliver,
  source: S,
  now: EpochMs,
): readonly [Unjoined<S>, JoinedText<S> | undefined] {
  const { concat, text } = pdu;
  const from = senderOf(pdu);
  if (!concat || concat.total < 2) return [unjoined, { from, text, complete: true, sources: [source] }];
  const key = `${from} ${concat.bits} ${concat.reference} ${concat.total}`;
  const before = unjoined.get(key);
  const copy = before?.parts.get(concat.part);
  const rest = new Map(unjoined);
  rest.delete(key);
  const part: Part<S> = { text, sources: [source] };
  if (before && copy && copy.text !== text) {
    const begun = new Map([[concat.part, part]]);
    return [rest.set(key, { from, total: concat.total, since: now, parts: begun }), show(before)];
  }
  const sources = [...(copy?.sources ?? []), source];
  const parts = new Map(before?.parts).set(concat.part, { text, sources });
  const unfinished: Unfinished<S> = { from, total: concat.total, since: before?.since ?? now, parts };
  if (parts.size === concat.total) return [rest, show(unfinished)];
  return [rest.set(key, unfinished), undefined];
}

/** The texts that have waited long enough for their missing parts. */
export function expire<S>(unjoined: Unjoined<S>, now: EpochMs): readonly [Unjoined<S>, readonly JoinedText<S>[]] {
  const rest = new Map<string, Unfinished<S>>();
  const expired: JoinedText<S>[] = [];
  for (const [key, unfinished] of unjoined) {
    // A clock that was set back must not hide a text until it has caught up.
    if (Math.abs(now - unfinished.since) < INCOMPLETE_AFTER) rest.set(key, unfinished);
    else expired.push(show(unfinished));
  }
  return [rest, expired];
}

function show<S>({ from, total, parts }: Unfinished<S>): JoinedText<S> {
  const numbers = Array.from({ length: total }, (_, i) => i + 1);
  const text = numbers.map((number) => parts.get(number)?.text ?? `[part ${number} of ${total} is missing]`).join("");
  return { from, text, complete: parts.size === total, sources: [...parts.values()].flatMap((part) => part.sources) };
}
