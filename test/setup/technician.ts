import { speech } from "../e2e/House.ts";
import { until } from "../e2e/until.ts";
import { LABEL_CODE, PASSPHRASE, type SetupBox, TECHNICIAN } from "./SetupBox.ts";
import type { Terminal } from "./Terminal.ts";

/** Somebody who calls the clinic to try it: routine, the number confirmed, one sentence. */
export const testCaller: Parameters<SetupBox["voice"]["call"]>[0] = [
  { call: { number: TECHNICIAN } },
  { waitPrompt: { silenceMs: 60 } },
  { waits: 250 },
  { presses: "2" },
  { waits: 2_500 },
  { presses: "1" },
  { waitTone: {} },
  { saysRaw: speech(2_000) },
  { waits: 100 },
  { presses: "#" },
  { waits: 300 },
  { hangsUp: {} },
];

/** The reference of the test page that this telephone shows. */
export const testPageOn = (box: SetupBox, phone: string): Promise<string> =>
  until("the test page", () => {
    const texts = box.gsm.doctorPhone(phone).received.map(({ text }) => text);
    return texts.map((text) => /TEST .* Reply ([2-9A-Z]{4,5}) /.exec(text)?.[1]).find((one) => one !== undefined);
  });

/** A technician who makes no mistake and knows all answers: two doctors, weekly turns, everything tried. */
export async function setsUp(box: SetupBox, terminal: Terminal): Promise<void> {
  const answers = (question: string | RegExp, line: string) => terminal.answers(question, line);
  const sees = (text: string | RegExp) => terminal.sees(text);
  await answers("Code on the label", LABEL_CODE);
  await answers("New passphrase", PASSPHRASE);
  await answers("The same again", PASSPHRASE);
  for (const [question, line] of [
    ["Name of the clinic", "Rosewood Family Practice"],
    ["Short name", "Rosewood"],
    ["Country", ""],
    ["Time zone", "chicago"],
    ["Emergency number", ""],
    ["Languages", ""],
    [/Step 2 [\s\S]*What to do\?/, "1"],
    [/Step 3 [\s\S]*What to do\?/, "1"],
  ] as const)
    await answers(question, line);
  await sees("Plug the modem in now");
  await box.plugVoice();
  await answers("What to do?", "2");
  await sees("Looking for the cellular modem");
  await box.plugCellular();
  for (const [question, line] of [
    [/Step 4 [\s\S]*What to do\?/, "1"],
    ["PIN of the SIM card", ""],
    [/Step 5 [\s\S]*What to do\?/, "1"],
    [/Step 6 [\s\S]*What to do\?/, "2"],
    ["Name.", "Dr. Chen"],
    ["Mobile telephone", "(312) 555-0101"],
    ["Ways to reach them", ""],
    ["PIN for the telephone", "7391"],
    ["What to do?", "2"],
    ["Name.", "Dr. Patel"],
    ["Mobile telephone", "(312) 555-0102"],
    ["Ways to reach them", ""],
    ["PIN for the telephone", "2846"],
    ["What to do?", "1"],
    ["How the duty goes round", "2"],
    ["Whose turn it is", ""],
    ["Handed over on", ""],
    ["Handed over at", ""],
    ["Who is paged when nobody else", ""],
    [/Step 8 [\s\S]*What to do\?/, "2"],
    ["Days", ""],
    ["Opens at", ""],
    ["Closes at", ""],
    ["What to do?", "skip"],
    [/Step 9 [\s\S]*What to do\?/, "skip"],
    ["Kind of practice", ""],
    ["A call that is not urgent", ""],
    ["What a page says", "1"],
    ["A patient who calls again", ""],
    ["Recordings are kept", ""],
    ["Records are kept", ""],
    [/Step 12 /, "skip"],
    [/Step 13 /, "skip"],
    [/Step 14 [\s\S]*What to do\?/, "1"],
    [/Step 15 [\s\S]*What to do\?/, "2"],
    [/Step 16 [\s\S]*What to do\?/, "skip"],
  ] as const)
    await answers(question, line);
}

/** Call, greeting, page, sheet. */
export async function proves(box: SetupBox, terminal: Terminal): Promise<void> {
  await terminal.answers(/Step 17 [\s\S]*What to do\?/, "1");
  await terminal.answers("The number you call from", "(312) 555-0177");
  await terminal.sees("Call the clinic's number now");
  await box.voice.call(testCaller);
  await terminal.answers("What to do?", "2");
  await terminal.answers("Was the greeting clear?", "yes");
  await terminal.answers("What to do?", "3");
  await terminal.answers("Who is paged", "1");
  box.gsm.doctorPhone("+13125550101").sends(await testPageOn(box, "+13125550101"));
  await terminal.sees("The reply came after");
  await terminal.answers(/Step 18 [\s\S]*What to do\?/, "skip");
  await terminal.answers(/Step 19 [\s\S]*What to do\?/, "skip");
  await terminal.answers(/Step 20 [\s\S]*What to do\?/, "1");
  await terminal.sees("All steps are done");
}
