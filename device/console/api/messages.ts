/* @pure */
import * as z from "zod";
import { MESSAGE_STATES } from "../../../firmware/message/messageState.ts";

// What the inbox asks and is told. Moments are epoch milliseconds, in fields that end in `At`; lengths are milliseconds, in `Ms`.

const at = z.number().int().describe("epoch milliseconds");
const ms = z.number().nonnegative().describe("milliseconds");

/** Somebody of the clinic: a person of the clinic file (`chen`), a user of the console (`user:ann`), `front-desk`. */
export const hand = z.object({ id: z.string(), name: z.string().describe("as it was when it was done") });
export type Hand = z.infer<typeof hand>;

export const messageState = z
  .enum(MESSAGE_STATES)
  .describe(
    "recording: the caller is on the line; new: nobody has it; paged: somebody is being told of it; taken: somebody has said that it is theirs; calledBack: the caller was called back; closed: there is nothing more to be done",
  );

export const messageRow = z.object({
  ref: z.string().describe("the four characters of the reply code"),
  receivedAt: at,
  urgency: z.enum(["urgent", "routine"]),
  urgencyBecause: z.string().describe("caller, professional, silence, wrong-keys, abandoned, fault, …"),
  callerKind: z.enum(["patient", "professional", "unknown"]),
  line: z.string(),
  callerId: z.string().optional().describe("the number that the network told, as it told it"),
  callerName: z.string().optional().describe("the name that the network told"),
  callerWithheld: z.boolean().describe("the caller has the number withheld"),
  callback: z.string().optional().describe("keyed by the caller, digits only"),
  callbackConfirmed: z.boolean().describe("the caller heard it read back, and said that it is right"),
  language: z.string(),
  dateOfBirth: z.string().optional().describe("keyed by the caller, YYYY-MM-DD"),
  complete: z.boolean().describe("the caller heard that the message is saved"),
  state: messageState,
  alert: z
    .enum(["open", "taken", "closed"])
    .optional()
    .describe("of the pages about it: open means that the escalation goes on; absent: nobody is paged for it"),
  takenBy: hand.optional(),
  takenAt: at.optional(),
  calledBackBy: hand.optional(),
  calledBackAt: at.optional(),
  closedBy: hand.optional(),
  closedAt: at.optional(),
  assignedTo: hand.optional(),
  assignedAt: at.optional(),
  notes: z.number().int().describe("how many"),
  heard: z.boolean().describe("somebody of the clinic has listened to it, or has said so"),
  nameMs: ms.optional().describe("length of the spoken name; absent: there is none"),
  reasonMs: ms.optional(),
});
export type MessageRow = z.infer<typeof messageRow>;

/** A part as the caller spoke it. */
export const spokenPart = z.enum(["name", "reason"]);

export const timelineEntry = z.object({
  at,
  kind: z.string().describe("stable, for programs and icons: rang, answered, urgent, page-sent, taken, note, …"),
  who: z.string().optional().describe("by name"),
  way: z.enum(["sms", "call", "mqtt"]).optional(),
  text: z.string().describe("one sentence in the language that was asked for"),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const note = z.object({ id: z.string(), at, by: hand, text: z.string() });

/** What can be taken back, newest first: each kind of thing once, and only as long as nobody has done the same kind of thing since. */
export const undoable = z.object({
  act: z.string().describe("its id, for POST …/undo"),
  what: z.enum(["calledBack", "closed", "reopened", "taken", "assigned"]),
  by: hand,
  at,
});

export const messageDetail = messageRow.extend({
  recordings: z.array(
    z.object({
      part: spokenPart,
      ms,
      takes: z.number().int().describe("how often the caller recorded it; the one that counts is played"),
    }),
  ),
  timeline: z.array(timelineEntry).describe("oldest first"),
  notesMade: z.array(note).describe("oldest first"),
  undo: z.array(undoable),
  sameCaller: z.array(z.string()).describe("references of messages from the same number, newest first"),
});
export type MessageDetail = z.infer<typeof messageDetail>;

const wholeNumber = z.coerce.number().int().nonnegative();

export const LIST_STATES = ["new", "open", "taken", "calledBack", "closed", "all"] as const;

export const messagesQuery = z.object({
  state: z
    .enum(LIST_STATES)
    .default("all")
    .describe("new: recording, new and paged; open: these and taken; else the state of that name"),
  urgency: z.enum(["urgent", "routine"]).optional(),
  q: z
    .string()
    .max(80)
    .optional()
    .describe(
      "a number in any way of writing, or a part of it; a reference; a part of the name that the network told. What was spoken is not written down anywhere, so it cannot be searched",
    ),
  from: wholeNumber.optional().describe("received at this moment or later"),
  to: wholeNumber.optional().describe("received before this moment"),
  assigned: z.string().max(80).optional().describe("the id of a person or user; me; nobody"),
  unheard: z.enum(["1"]).optional().describe("nobody has listened to it, and it is open"),
  after: z.string().max(60).optional().describe("the cursor `next` of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type MessagesQuery = z.infer<typeof messagesQuery>;

export const counts = z.object({
  new: z.number().int().describe("nobody has it yet"),
  urgentOpen: z.number().int().describe("urgent, and neither called back nor closed"),
  unheard: z.number().int().describe("open, and nobody has listened to it"),
  mine: z.number().int().describe("open and assigned to you, or taken by you"),
});
export type Counts = z.infer<typeof counts>;

export const messagesAnswer = z.object({
  messages: z.array(messageRow).describe("newest first"),
  next: z.string().optional().describe("cursor of the next page; absent: this is the last"),
  counts,
});
export type MessagesAnswer = z.infer<typeof messagesAnswer>;

export const refParams = z.object({ ref: z.string().max(12) });
export const partParams = refParams.extend({ part: spokenPart });
export const audioQuery = z.object({ download: z.enum(["1"]).optional() });
export const languageQuery = z.object({
  language: z.string().max(12).optional().describe("of sentences: en or es; absent: what the browser prefers"),
});

export const waveform = z.object({
  ms,
  peaks: z
    .array(z.number().min(0).max(1))
    .max(400)
    .describe("the loudest sample of each equal stretch; 1 is full scale"),
});
export type Waveform = z.infer<typeof waveform>;

const words = z.string().trim().min(1).max(2_000);

export const noteBody = z.object({ text: words });
export const assignBody = z.object({
  to: z.string().max(80).nullable().describe("a person of the clinic file or a user; null: nobody"),
  was: z
    .string()
    .max(80)
    .nullable()
    .optional()
    .describe("who had it as you saw it: refused with 409 when somebody has assigned it to another meanwhile"),
});
export const handOverBody = z.object({
  to: z.string().max(80).describe("a person of the clinic file or a user"),
  note: words.optional().describe("kept with the message; not sent anywhere"),
});
export const closeBody = z.object({ note: words.optional() });
export const undoBody = z.object({ act: z.string().max(80).describe("from `undo` of the message") });

/** What every act is answered with. */
export const actAnswer = z.object({
  message: messageDetail,
  text: z.string().describe("one sentence: what was done"),
  undo: z.string().optional().describe("the act that POST …/undo takes back"),
});
export type ActAnswer = z.infer<typeof actAnswer>;

export const dayQuery = z.object({
  at: wholeNumber.optional().describe("a moment of the day; absent: now"),
  language: z.string().max(12).optional(),
});

/** What came since the clinic last closed (or since midnight of that day), as the opening view shows it. */
export const dayAnswer = z.object({
  sinceAt: at.describe("what came from then on is counted"),
  untilAt: at,
  text: z.string().describe("3 new, 1 urgent: taken by Dr. Chen at 02:16, called back at 02:24"),
  received: z.number().int(),
  urgent: z.number().int(),
  counts,
  urgentOnes: z.array(messageRow).describe("newest first, at most 50"),
});
export type DayAnswer = z.infer<typeof dayAnswer>;
