/* @pure */
import type { RecordingRefusalCode } from "../../audio/recordingRefusals.ts";

/** Every refusal of the console's own, so that each has its words in every language of the pages (client/problemWords.ts). */
export const PROBLEM_CODES = [
  ...([
    "NOT_SIGNED_IN",
    "NOT_ALLOWED",
    "NOT_FOUND",
    "NOT_UNDERSTOOD",
    "NOT_OURS",
    "NO_SUCH_METHOD",
    "NO_SUCH_RANGE",
    "BAD_REQUEST",
    "BUSY",
    "TOO_MANY_REQUESTS",
    "OUR_MISTAKE",
    "STARTING_ANEW",
    "PERSONS_ONLY",
  ] as const),
  ...([
    "WRONG_PASSWORD",
    "WRONG_CODE",
    "SECOND_FACTOR",
    "TOO_MANY_TRIES",
    "NO_TEXTS",
    "TOO_MANY_TEXTS",
    "NO_TELEPHONE",
    "PASSWORD_WEAK",
    "INVITATION_OVER",
    "NOT_FIRST",
    "NOT_NEAR",
    "LAST_MANAGER",
    "USER_EXISTS",
    "NO_SUCH_PERSON",
    "TOKEN_OVER",
    "TOKEN_STOPPED",
  ] as const),
  ...(["NO_TLS", "CERTIFICATE_UNFIT"] as const),
  // Of the message database, passed on by whoever reads it.
  ...(["STORE_UNREADABLE", "STORE_EMPTY", "STORE_KEY_MISSING", "STORE_KEY_UNREADABLE"] as const),
  ...(["BOX_NOT_ANSWERING", "REFUSED", "NOT_PAGED", "NO_ARCHIVE"] as const),
  ...(["NOT_YOUR_DUTY", "NOBODY_STANDS_IN", "NOT_IN_TIME", "SPAN", "TOO_MANY_LINKS"] as const),
  ...(["TEST_UNDER_WAY", "TEST_TOO_SOON", "TOO_MANY_TESTS", "REHEARSAL_RUNNING", "REHEARSAL_OF_TERMINAL"] as const),
  ...([
    "NO_CLINIC_FILE",
    "CHANGE_GOING_ON",
    "CHANGE_BROKE_OFF",
    "CHANGES_NOT_POSSIBLE",
    "CHANGES_NOT_UNDERSTOOD",
    "NOT_WAITING",
    "CLINIC_FILE_OVERTAKEN",
    "CLINIC_NEEDS_MANAGER",
    "SECRET_FROM_ENVIRONMENT",
    "EDIT_HAS_NO_PLACE",
  ] as const),
  ...(["NO_VOICE", "VOICE_BROKEN", "DRAFT_GONE", "VERSION_GONE", "NOTHING_INSTEAD"] as const),
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number] | RecordingRefusalCode;
