import type { ApplyClient, Entry, OwnerStatus, Who } from "../change/ApplyClient.ts";
import type { Talk } from "./serial/Talk.ts";

/** What of root's hand the door needs. */
export type Gate = Pick<ApplyClient, "owner" | "claim" | "enter" | "changePassphrase" | "leave">;

/** Nobody guesses ten characters by hand, and a short sentence is easily kept. */
export const LEAST_PASSPHRASE = 10;

/**
 * Makes the box the clinic's own (code of the label, and somebody at the box), or asks for its passphrase. Returns the session.
 * `greeting`: said again to whoever only presses Enter, as one does in a terminal that shows nothing yet; that is no try.
 */
export async function enterBox(talk: Talk, gate: Gate, who: Who, greeting: readonly string[] = []): Promise<string> {
  for (;;) {
    const owner = await gate.owner();
    if (owner.lockedForMs > 0) talk.say("", lockedInWords(owner.lockedForMs));
    const entry = owner.claimed ? await enter(talk, gate, owner, who) : await claim(talk, gate, owner, who);
    if (entry === "nothing typed") talk.say("", ...greeting);
    else if (entry.kind === "in") return entry.session;
    else talk.say("", entryInWords(entry));
  }
}

type Tried = Entry | "nothing typed";

async function enter(talk: Talk, gate: Gate, { presentForMs }: OwnerStatus, who: Who): Promise<Tried> {
  talk.say("", "This box belongs to a clinic. Its passphrase is asked for.");
  if (presentForMs > 0)
    talk.say('If it is forgotten: type "forgotten" to choose a new one, because somebody has held the button.');
  const passphrase = await talk.askSecret("Passphrase >");
  if (passphrase === "") return "nothing typed";
  if (passphrase.toLowerCase() !== "forgotten" || presentForMs <= 0) return gate.enter({ passphrase, who });
  const chosen = await newPassphrase(talk);
  return chosen === "" ? "nothing typed" : gate.changePassphrase({ passphrase: chosen, who });
}

async function claim(talk: Talk, gate: Gate, { hasCode, presentForMs }: OwnerStatus, who: Who): Promise<Tried> {
  talk.say("", "This box is nobody's yet.");
  if (presentForMs <= 0)
    talk.say("Hold the button on the box for three seconds first, so that it knows that you are there.");
  if (hasCode) talk.say("The code on its label makes it this clinic's; it is good once.");
  const code = hasCode ? await talk.ask("Code on the label >") : "";
  if (hasCode && code === "") return "nothing typed";
  const chosen = await newPassphrase(talk);
  return chosen === "" ? "nothing typed" : gate.claim({ code, passphrase: chosen, who });
}

/** "": nothing was typed. */
async function newPassphrase(talk: Talk): Promise<string> {
  for (;;) {
    talk.say(
      `Choose a passphrase of at least ${LEAST_PASSPHRASE} characters, such as a short sentence. It is asked for from now on.`,
    );
    const passphrase = await talk.askSecret("New passphrase >");
    if (passphrase === "") return "";
    if (passphrase.length < LEAST_PASSPHRASE) talk.say(`That has ${passphrase.length} characters.`);
    else if ((await talk.askSecret("The same again >")) === passphrase) return passphrase;
    else talk.say("The two are not the same.");
  }
}

export function entryInWords(entry: Exclude<Entry, { kind: "in" }>): string {
  switch (entry.kind) {
    case "wrong":
      return `That is not right. ${entry.triesLeft === 1 ? "One more try" : `${entry.triesLeft} more tries`}, then it is shut for a while.`;
    case "locked":
      return lockedInWords(entry.forMs);
    case "needs-presence":
      return "Hold the button on the box for three seconds, then try again: only who is at the box may do this.";
    case "refused":
      return `${entry.what}. What to do: ${entry.cure}`;
  }
}

export const lockedInWords = (forMs: number): string =>
  `Too many wrong tries: it is shut for ${Math.ceil(forMs / 60_000)} more minutes, also when the box is switched off meanwhile.`;
