import { readFileSync } from "node:fs";
import { readWav, toMono } from "../../device/audio/wav.ts";
import type { Store } from "../../device/storage/StoreClient.ts";
import type { CallerId } from "../../firmware/line/Line.ts";
import type { AudioChunk, CallRecord, SpokenPart, VoiceMessage } from "../../firmware/message/MessageStore.ts";

/** One made-up call; numbers are those of fiction (+1 312 555 01xx), names belong to nobody. */
export interface Story {
  readonly ref: string;
  /** How long before "now" the telephone rang. */
  readonly minutesAgo: number;
  readonly from?: CallerId;
  readonly message?: Partial<VoiceMessage>;
  /** Files of device/rehearsal/callers, without their ending. */
  readonly says?: Partial<Record<SpokenPart, string>>;
  /** Paged by SMS, and what came of it. */
  readonly paged?: { readonly person: string; readonly takenAfterMin?: number; readonly closedAfterMin?: number };
}

const number = (last: string, name?: string): CallerId => ({
  kind: "number",
  number: `31255501${last}`,
  ...(name === undefined ? {} : { name }),
});
const urgent = (more: Partial<VoiceMessage> = {}): Partial<VoiceMessage> => ({ urgency: "urgent", ...more });
const callback = (last: string): Partial<VoiceMessage> => ({ callback: `31255501${last}`, callbackConfirmed: true });
const FULL = { name: "urgent-name", reason: "urgent-reason" };
const CALM = { name: "routine-name", reason: "routine-reason" };
const SPANISH = { name: "es-name", reason: "es-reason" };

/** A night and the days before it, as a front desk finds them at eight in the morning. */
export const NIGHT: readonly Story[] = [
  {
    ref: "7Q4K",
    minutesAgo: 9,
    from: number("42", "LOPEZ MARIA"),
    message: urgent({ ...callback("42"), dateOfBirth: "1958-03-21" }),
    says: FULL,
    paged: { person: "chen" },
  },
  { ref: "3NVF", minutesAgo: 24, from: number("17", "GRANT OLIVER"), message: callback("17"), says: CALM },
  {
    ref: "M2XC",
    minutesAgo: 66,
    from: { kind: "withheld" },
    message: urgent({ urgencyBecause: "silence", callerKind: "unknown", complete: false }),
    says: { reason: "routine-reason" },
    paged: { person: "chen" },
  },
  {
    ref: "K9PD",
    minutesAgo: 5 * 60 + 46,
    from: number("63", "MERCY HOSPITAL LABORATORY CRITICAL"),
    message: urgent({ ...callback("64"), urgencyBecause: "professional", callerKind: "professional" }),
    says: FULL,
    paged: { person: "chen", takenAfterMin: 2, closedAfterMin: 10 },
  },
  {
    ref: "W5TR",
    minutesAgo: 7 * 60 + 12,
    from: number("88", "ORTEGA LUCIA"),
    message: { ...callback("88"), language: "es" },
    says: SPANISH,
  },
  {
    ref: "B8HZ",
    minutesAgo: 9 * 60 + 3,
    from: number("29"),
    message: urgent({ urgencyBecause: "abandoned", complete: false }),
    paged: { person: "chen", takenAfterMin: 4 },
  },
  {
    ref: "D6LM",
    minutesAgo: 11 * 60,
    from: number("42", "LOPEZ MARIA"),
    message: { ...callback("42"), callbackConfirmed: false },
    says: CALM,
  },
  {
    ref: "X4GQ",
    minutesAgo: 26 * 60,
    from: number("05", "VON HOHENBERG-LINDQVIST ALEXANDRA"),
    message: callback("05"),
    says: CALM,
  },
  {
    ref: "P7RS",
    minutesAgo: 31 * 60,
    from: number("71", "HALE JUNE"),
    message: urgent(callback("71")),
    says: FULL,
    paged: { person: "patel", takenAfterMin: 1, closedAfterMin: 22 },
  },
  { ref: "C3VB", minutesAgo: 8 * 24 * 60, from: { kind: "none" }, message: { complete: false } },
];

/** Writes them as the daemon would have: call, message, sound, pages. `now` is the moment at which somebody looks. */
export async function seed(store: Store, stories: readonly Story[], now: number): Promise<void> {
  for (const story of stories) await tell(store, story, now);
}

async function tell(
  store: Store,
  { from, message, minutesAgo, paged, ref, says = {} }: Story,
  now: number,
): Promise<void> {
  const rangAt = now - minutesAgo * 60_000;
  const callId = `c${ref.toLowerCase()}000000000`.slice(0, 14);
  const receivedAt = rangAt + 95_000;
  const spoken: VoiceMessage = {
    ...{ callId, ref, receivedAt, urgency: "routine", urgencyBecause: "caller", callerKind: "patient", language: "en" },
    ...{ callbackConfirmed: false, complete: true },
    ...message,
  };
  const call: CallRecord = {
    ...{ id: callId, line: "front", rangAt, answeredAt: rangAt + 1_400, callerId: from ?? { kind: "none" }, ref },
    ...{ endedAt: rangAt + 112_000, ending: spoken.complete ? "completed" : "abandoned" },
  };
  const urgentAt = rangAt + 48_000;
  await store.writeCall(call);
  const alert = paged && {
    ...{ ref, callId, urgency: spoken.urgency, state: "open" as const, raisedAt: urgentAt },
    escalation: '{"step":0}',
  };
  const page = paged && {
    ...{ id: `${ref}.0.0.${paged.person}.sms`, ref, person: paged.person, way: "sms" as const },
    ...{ address: "+13125550101", text: `Rosewood: URGENT call, ref ${ref}. Reply ${ref} to take it.` },
    ...{ state: "delivered" as const, attempts: 1, createdAt: urgentAt, updatedAt: urgentAt + 3_100 },
    ...{ sentAt: urgentAt + 1_200, deliveredAt: urgentAt + 3_100 },
  };
  await store.writeMessage(spoken, alert || undefined, page ? [page] : []);
  for (const [part, file] of Object.entries(says)) await speak(store, callId, part as SpokenPart, file);
  if (paged?.takenAfterMin !== undefined)
    await store.takeAlert(ref, paged.person, urgentAt + paged.takenAfterMin * 60_000);
  if (paged?.closedAfterMin !== undefined)
    await store.closeAlert(ref, paged.person, urgentAt + paged.closedAfterMin * 60_000);
}

const voices = new Map<string, Uint8Array>();

/** The caller's recording, a second at a time. */
async function speak(store: Store, callId: string, part: SpokenPart, file: string): Promise<void> {
  const bytes = voices.get(file) ?? voiceOf(file);
  voices.set(file, bytes);
  const second = 16_000;
  for (let sequence = 0; sequence * second < bytes.length; sequence++) {
    const chunk: AudioChunk = {
      ...{ callId, part, take: 1, sequence, format: "s16le" },
      bytes: bytes.slice(sequence * second, (sequence + 1) * second),
    };
    await store.appendAudio(chunk);
  }
}

function voiceOf(file: string): Uint8Array {
  const read = readWav(readFileSync(new URL(`../../device/rehearsal/callers/${file}.wav`, import.meta.url)));
  if ("error" in read) throw new Error(`${file}: ${read.error}`);
  const mono = toMono(read);
  // As a line delivers it: 8000 samples a second.
  const step = read.rate / 8_000;
  const samples = Int16Array.from({ length: Math.floor(mono.length / step) }, (_, at) => mono[Math.floor(at * step)]!);
  return new Uint8Array(samples.buffer);
}
