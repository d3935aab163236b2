import { declareFault } from "./declare.ts";

/** 7xx: who has duty, in the days to come. */
export const scheduleFaults = [
  declareFault({
    code: "ONCALL_GAP_AHEAD",
    number: 701,
    title: "Nobody is on call in hours of the coming week",
    means: "Until it is mended, only the fallback person is paged in those hours.",
    cure: "The page Schedule of the console marks the gaps; have somebody take the hours there, or mend the clinic file (with a shell: `firstring oncall gaps`).",
    over: "every hour of the coming week has somebody on call",
  }),
  declareFault({
    code: "CALENDAR_STALE",
    number: 702,
    title: "A calendar of on-call duty could not be read for days",
    means: "FirstRing goes by the copy that it has; what was changed in the calendar since then is not known.",
    cure: "Check the network, and the calendar's address in the clinic file (with a shell: `firstring oncall import` says what it answers).",
    over: "the calendar can be read again",
  }),
  declareFault({
    code: "CALENDAR_BROKEN",
    number: 703,
    severity: "warning",
    title: "A calendar of on-call duty has entries that cannot be used",
    means: "Those entries give nobody duty; the others, and the rest of the schedule, count.",
    cure: "The names that the calendar has must be those of the clinic file's people: correct them in the calendar, or in the clinic file (with a shell: `firstring oncall import` says which).",
    over: "all entries of the calendar can be used",
  }),
];
