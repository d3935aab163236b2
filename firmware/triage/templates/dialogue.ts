import type { CallerKind } from "../../message/MessageStore.ts";
import { Minutes, Seconds } from "../../time/Duration.ts";
import type { PromptId, Script, ScriptStep, StepId } from "../Script.ts";

/** What one kind of practice asks in its own words. */
export interface Wordings {
  readonly template: string;
  readonly askUrgency: PromptId;
  readonly askBirth: boolean;
}

/** Three tries within half a minute: a caller who has not managed by then needs a person, not a fourth try. */
const answer = { tries: 3, wait: Seconds(6) } as const;
/** Finding one's number or a date takes longer than a yes. */
const entry = { tries: 4, wait: Seconds(10) } as const;

const record = (part: "name" | "reason", say: PromptId, next: StepId): ScriptStep => ({
  kind: "record",
  part,
  say: [say],
  longest: part === "name" ? Seconds(20) : Minutes(2),
  review: true,
  tries: 2,
  wait: Seconds(6),
  next,
  otherwise: next,
});

/**
 * The dialogue that every template shares. Review by your physician: which callers are paged at once, and what may wait
 * until the office opens, is the practice's decision, not this program's. It gives no medical advice.
 *
 *     greeting ▶ language ▶ notice ▶ caller ─1─▶ urgency ─1─▶ urgent ▶ callback ▶ birth ▶ name ▶ reason ▶ save ▶ …
 *                                      │            └─2─▶ routine ─▶ callback ▶ …
 *                                      └─2─▶ professional (urgent) ▶ number ▶ name ▶ reason ▶ save ▶ …
 */
export function dialogue({ template, askUrgency, askBirth }: Wordings): Script {
  const patient: CallerKind = "patient";
  return {
    template,
    start: "greeting",
    escape: "treated-urgent",
    routine: "waits",
    steps: {
      greeting: { kind: "say", say: ["greeting", "emergency"], next: "language" },
      language: { kind: "language", tries: 2, wait: Seconds(4), next: "notice" },
      notice: { kind: "say", say: ["earlier-news", "answering-service"], next: "caller" },
      caller: {
        kind: "menu",
        say: ["ask-caller-kind"],
        keys: { "1": "urgency", "2": "professional" },
        ...answer,
        otherwise: "treated-urgent",
      },

      urgency: {
        kind: "menu",
        say: [askUrgency],
        keys: { "1": "urgent", "2": "routine" },
        ...answer,
        otherwise: "treated-urgent",
        callerKind: patient,
      },
      urgent: { kind: "say", say: [], next: "callback", urgency: "urgent", because: "caller" },
      routine: { kind: "say", say: [], next: "callback", urgency: "routine", because: "caller" },
      "treated-urgent": {
        kind: "say",
        say: ["treated-urgent"],
        next: "callback",
        urgency: "urgent",
        because: "caller",
      },

      callback: {
        kind: "callback",
        ...entry,
        next: askBirth ? "birth" : "name",
        otherwise: askBirth ? "birth" : "name",
      },
      ...(askBirth
        ? { birth: { kind: "date-of-birth", ...entry, next: "name", otherwise: "name" } satisfies ScriptStep }
        : {}),
      name: record("name", "ask-name", "reason"),
      reason: record("reason", "ask-reason", "save"),

      professional: {
        kind: "callback",
        ...entry,
        next: "professional-name",
        otherwise: "professional-name",
        urgency: "urgent",
        because: "professional",
        callerKind: "professional",
      },
      "professional-name": record("name", "ask-name-professional", "professional-reason"),
      "professional-reason": record("reason", "ask-reason-professional", "save"),

      save: { kind: "save", urgent: "saved-urgent", routine: "saved-routine", failed: "not-saved" },
      "saved-urgent": { kind: "say", say: ["saved-urgent", "page-news"], next: "what-next" },
      "what-next": { kind: "say", say: ["reference", "pause", "expect-call", "worse"], next: "stay" },
      stay: { kind: "stay", say: ["stay-offer"], next: "goodbye" },
      goodbye: { kind: "end", say: ["goodbye"] },
      "saved-routine": { kind: "say", say: ["saved-routine"], next: "reference" },
      reference: { kind: "end", say: ["reference", "pause", "worse", "goodbye"] },
      "not-saved": { kind: "end", say: ["not-saved", "page-news", "expect-call", "worse", "goodbye-only"] },
    },
  };
}
