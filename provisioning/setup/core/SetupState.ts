/* @pure */
import * as z from "zod";
import { LARGEST_CLINIC_FILE } from "../../change/Change.ts";
import { STEP_IDS, type StepId } from "./Step.ts";

/** Of a step that is done by doing: what came of it. */
const LONGEST_WORDS = 500;
const MOST_LINES = 40;
const result = z.strictObject({ ok: z.boolean(), words: z.array(z.string().max(LONGEST_WORDS)).max(MOST_LINES) });
export type TestResult = z.infer<typeof result>;

const addressing = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("dhcp") }),
  z.strictObject({
    method: z.literal("static"),
    address: z.string(),
    gateway: z.string().optional(),
    dns: z.array(z.string()),
  }),
]);

const network = z.strictObject({
  wired: addressing.nullable().optional(),
  wifi: z.strictObject({ ssid: z.string(), country: z.string(), ipv4: addressing }).nullable().optional(),
});
export type NetworkAnswer = z.infer<typeof network>;

const stepId = z.enum(STEP_IDS as readonly [StepId, ...StepId[]]);

/**
 * All answers so far, as they are kept between two looks at a page: the clinic file as it will be, and what does not belong
 * into it. Never a PIN or password.
 */
export const setupStateSchema = z.strictObject({
  version: z.literal(1),
  /** `clinic.yaml` so far: not whole before its steps are done. Comments of an earlier file stay in it. */
  text: z.string().max(LARGEST_CLINIC_FILE),
  done: z.partialRecord(stepId, z.enum(["answered", "skipped"])),
  results: z.record(z.string().max(60), result),
  network: network.optional(),
  /** The text that is on the box, after an apply: what differs from it is not in force. */
  applied: z.string().optional(),
});
export type SetupState = z.infer<typeof setupStateSchema>;

const HEAD = `# FirstRing clinic file, made by the set-up wizard. It may be edited by hand, too: comments stay, and
# \`firstring check\` finds every mistake. provisioning/example/clinic.yaml shows all that can be written here.
version: 1
`;

/** `existing`: the clinic file that is on the box. */
export const newState = (existing?: string): SetupState => ({
  version: 1,
  text: existing ?? HEAD,
  done: {},
  results: {},
  ...(existing === undefined ? {} : { applied: existing }),
});

export const answered = (state: SetupState, id: StepId): SetupState => ({
  ...state,
  done: { ...state.done, [id]: "answered" },
});

/** As much of it as is kept: what somebody's box or modem says may be long. */
export function withResult(state: SetupState, name: string, { ok, words }: TestResult): SetupState {
  const kept = words.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_WORDS));
  return { ...state, results: { ...state.results, [name]: { ok, words: kept } } };
}

/** What is not in force yet. */
export const isApplied = (state: SetupState): boolean => state.applied === state.text;
