/**
 * The set-up wizard to try by hand, on a box from its carton with emulated modems: `node_modules/.bin/node test/setup/atHand.ts`.
 * It prints the address of the pages, the code on the label, and the command that asks the same in a second terminal; then it
 * takes what a technician's hands would do, a line each. Ctrl-C ends it, and nothing is left.
 */
import { createInterface } from "node:readline";
import { PagesProcess } from "./PagesProcess.ts";
import { LABEL_CODE, SetupBox, TECHNICIAN } from "./SetupBox.ts";
import { testCaller } from "./technician.ts";

type Hand = (box: SetupBox, given: string) => unknown;

const HANDS: Readonly<Record<string, readonly [help: string, does: Hand]>> = {
  "plug telephone": ["the telephone modem goes into the box", (box) => box.plugVoice()],
  "plug cellular": ["the cellular modem goes into the box", (box) => box.plugCellular()],
  "no tone": ["the telephone cable is pulled; `tone`: it is back", (box) => box.voice.setFaults({ noDialTone: true })],
  tone: ["", (box) => box.voice.setFaults({ noDialTone: undefined })],
  "no sim": ["the SIM card is taken out; `sim`: it is back", (box) => box.gsm.removeSim()],
  sim: ["", (box) => box.gsm.insertSim()],
  "sim with pin": ["another SIM card, with this PIN: sim with pin 4711", (box, pin) => box.gsm.swapSim({ pin })],
  hold: ["somebody holds the button: ten minutes", hold],
  call: [`the technician calls the clinic from ${TECHNICIAN}, and says one sentence`, call],
  texts: ["what a doctor's telephone shows: texts +13125550101", texts],
  reply: ["a doctor replies: reply +13125550101 7Q4K", reply],
  help: ["this list", () => list()],
};

function hold(box: SetupBox): void {
  box.presentForMs = 600_000;
}

async function call(box: SetupBox): Promise<string> {
  return `the call: ${(await box.voice.call(testCaller)).outcome}`;
}

function texts(box: SetupBox, number: string): string {
  const received = box.gsm.doctorPhone(number).received.map(({ text }) => text);
  return received.length === 0 ? "nothing has come" : received.join("\n");
}

function reply(box: SetupBox, given: string): void {
  const [number = "", ...words] = given.split(" ");
  box.gsm.doctorPhone(number).sends(words.join(" "));
}

function list(): string {
  return Object.entries(HANDS)
    .filter(([, [help]]) => help !== "")
    .map(([name, [help]]) => `  ${name.padEnd(16)}${help}`)
    .join("\n");
}

/** The longest words that it begins with. */
function handOf(line: string): readonly [Hand, string] | undefined {
  const name = Object.keys(HANDS)
    .filter((each) => line === each || line.startsWith(`${each} `))
    .sort((a, b) => b.length - a.length)[0];
  const hand = name === undefined ? undefined : HANDS[name];
  return hand && [hand[1], line.slice(name!.length).trim()];
}

async function obey(box: SetupBox, line: string): Promise<string> {
  const found = handOf(line);
  if (found === undefined) return `there is no '${line}':\n${list()}`;
  try {
    return String((await found[0](box, found[1])) ?? "done");
  } catch (error) {
    return `that did not work: ${(error as Error).message}`;
  }
}

await using box = await SetupBox.build();
await using pages = await PagesProcess.start(box.options);
console.log(`In a browser (it warns of the box's own certificate): ${pages.url}
In a second terminal: ./firstring setup --serial ${box.options.join(" ")}
The code on the label: ${LABEL_CODE}

${list()}
`);
const lines = createInterface({ input: process.stdin });
process.once("SIGINT", () => lines.close());
process.once("SIGTERM", () => lines.close());
for await (const line of lines) {
  // A call lasts; hands are free meanwhile.
  if (line.trim() !== "") void obey(box, line.trim()).then((said) => console.log(said));
}
