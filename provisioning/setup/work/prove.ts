import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { TestCallNews } from "../../../device/setup/TestCall.ts";
import type { TestPageNews } from "../../../device/setup/TestPages.ts";
import { textIn } from "../../../firmware/config/editYaml.ts";
import { answered, type SetupState, withResult } from "../core/SetupState.ts";
import { problem } from "../core/Step.ts";
import type { WorkContext, WorkEnd } from "../Setup.ts";
import { callInWords, type DaemonDoor, pageInWords } from "./daemon.ts";

const CALL_WITHIN_MS = 120_000;
const REPLY_WITHIN_MS = 300_000;

/** A call of the technician's own: number, answer, greeting, and how they were heard. */
export async function proveCall(daemon: DaemonDoor, { input, say, signal, state }: WorkContext): Promise<WorkEnd> {
  const from = (input["from"] ?? "").trim();
  const country = textIn(state.text, ["clinic", "country"]) || "US";
  const parsed = parsePhoneNumberFromString(from, country as never);
  // With a digit too few the technician's own call would be shown as somebody else's.
  if (parsed?.isPossible() !== true)
    return {
      ok: false,
      problems: [problem("from", "is no telephone number", "write the number of the telephone that you call from")],
      words: [],
    };
  let told: TestCallNews[] = [];
  const hear = (message: Record<string, unknown>): boolean => {
    const news = message["testCall"] as TestCallNews | { readonly kind: "waiting" };
    say(callInWords(news));
    if (news.kind === "waiting") return false;
    // A patient who calls meanwhile is none of it; the technician calls again.
    told = news.kind === "caller" && !news.mine ? [] : [...told, news];
    return news.kind === "over";
  };
  const whole = await daemon.follow({ do: "testCall", from: parsed.number }, hear, signal, CALL_WITHIN_MS);
  const words = told.filter(({ kind }) => ["caller", "noNumber", "answered", "heard"].includes(kind)).map(callInWords);
  if (!whole) {
    const why = signal.aborted ? STOPPED : "No test call came to its end within two minutes.";
    return ended("call", false, [why, ...words]);
  }
  const heard = told.some((news) => news.kind === "heard" && news.speechMs >= HEARD_MS);
  const numbered = told.some((news) => news.kind === "caller" && news.mine);
  return ended("call", heard, [
    ...words,
    ...(heard ? [] : ["Nothing was heard of you: call again, press 2, and speak after the tone."]),
    ...(numbered ? [] : ["The number did not come: everything else works without it."]),
  ]);
}

const STOPPED = "Stopped before it came to its end.";
const HEARD_MS = 300;

export function proveHeard({ input }: WorkContext): WorkEnd {
  if (input["heard"] === "yes") return ended("heard", true, ["The greeting was heard clearly."]);
  if (input["heard"] !== "no")
    return { ok: false, problems: [problem("heard", "nothing was chosen", "say yes or no")], words: [] };
  return ended("heard", false, [
    "The greeting was not clear. With gaps: use another USB socket, and no hub. Too soft on one telephone only: try another one.",
  ]);
}

/** A page that says that it is a test, and the reply to it. */
export async function provePage(daemon: DaemonDoor, { input, say, signal }: WorkContext): Promise<WorkEnd> {
  let last: TestPageNews | undefined;
  const hear = (message: Record<string, unknown>): boolean => {
    last = message["testPage"] as TestPageNews;
    say(pageInWords(last));
    return last.kind === "replied" || last.kind === "notSent";
  };
  const whole = await daemon.follow({ do: "testPage", person: input["person"] ?? "" }, hear, signal, REPLY_WITHIN_MS);
  if (whole && last?.kind === "replied") return ended("page", true, [pageInWords(last)]);
  const why =
    last?.kind === "notSent"
      ? pageInWords(last)
      : signal.aborted
        ? STOPPED
        : "No reply came within five minutes. Is it the right telephone, and was the reference sent back?";
  return ended("page", false, [why]);
}

/** All three: the step is done. */
function ended(name: string, ok: boolean, words: readonly string[]): WorkEnd {
  const keeps = (now: SetupState): SetupState => {
    const told = withResult(now, name, { ok, words: words.slice(0, 10) });
    const all = ["call", "heard", "page"].every((one) => told.results[one]?.ok === true);
    return all ? answered(told, "prove") : told;
  };
  return { ok, words, keeps };
}
