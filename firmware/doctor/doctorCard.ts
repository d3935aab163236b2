// The page that a clinic hands to its doctors, from one table; doctorCard.test.ts holds it against the machines that it speaks of.

export interface CardRow {
  readonly input: string;
  readonly does: string;
}

/** An example of a code. */
const CODE = "7Q4K";

export const SMS_ROWS: readonly CardRow[] = [
  { input: CODE, does: "you take the call, and nobody else is paged for it" },
  { input: `${CODE} done`, does: "you have called back: it is closed" },
  { input: `${CODE} pass`, does: "it goes to the next doctor, at once" },
  { input: `${CODE}?`, does: "what is so of it now" },
  { input: "who", does: "who is on call, and what is open" },
  { input: "help", does: "these words" },
];

/** In a call that is being told, whoever has called whom. */
export const CALL_ROWS: readonly CardRow[] = [
  { input: "4", does: "take it" },
  { input: "5", does: "pass it on to the next doctor" },
  { input: "6", does: "you have called back: close it (when the box has called you: after taking it)" },
  { input: "1", does: "the number again, slowly" },
  { input: "2", does: "the reason again" },
  { input: "*", does: "all of it again" },
];

export const CALL_IN_ROWS: readonly CardRow[] = [
  { input: "3", does: "the next one" },
  { input: "7", does: "the one before" },
  { input: "0", does: "back to the menu" },
  { input: "9", does: "help" },
  { input: "#", does: "end the call" },
];

export const MENU_ROWS: readonly CardRow[] = [
  { input: "1", does: "open calls, the newest urgent one first" },
  { input: "2", does: "messages of seven days, new ones first" },
  { input: "3", does: "who is on call, and until when; then 1 takes over, 2 hands on, 3 undoes your last change" },
  { input: "4", does: "the greeting; then 1 records, 2 plays, 3 undoes; 4 records your name" },
];

export interface CardFor {
  readonly clinic: string;
  /** Begins every SMS. */
  readonly shortName: string;
}

/** In Markdown. */
export const doctorCard = ({ clinic, shortName }: CardFor): string => `# ${clinic}: the card of a doctor on call

The answering box pages you by SMS, and calls you when nobody answers. It goes on until somebody has taken the call.

## A page by SMS

    ${shortName}: URGENT call 02:14, ref ${CODE}. Reply ${CODE} to take it.

Reply to it, in any case, with or without blanks:

${table("reply", SMS_ROWS)}

A code is never used twice. You always hear back what is true now. What is taken and not closed after a while is paged again.

## When the box calls you

It asks for your PIN; then you hear when the call came, its number, and the caller's own voice. Your voicemail cannot take a call for you.

${table("key", CALL_ROWS)}

## When you call in

Call the clinic's number from your own telephone, when the box answers it, and enter your PIN. (Whoever waits, or presses star, is a patient: your
family can call from your telephone, too.) What is open is told at once, with the keys above, and:

${table("key", CALL_IN_ROWS)}

The menu:

${table("key", MENU_ROWS)}

Keys count over every word: nobody has to listen to the end. Six wrong PINs within an hour lock the menu for half an hour; pages still come, and SMS
replies still count.
`;

const table = (head: string, rows: readonly CardRow[]): string =>
  [`| ${head} | |`, "| --- | --- |", ...rows.map(({ input, does }) => `| \`${input}\` | ${does} |`)].join("\n");

/** The same keys for people who read the manual. */
export const keysTable = (): string =>
  [
    "| key | in a call that is told | in the menu of somebody who calls in |",
    "| --- | --- | --- |",
    ...["1", "2", "3", "4", "5", "6", "7", "9", "*", "0", "#"].map(
      (key) => `| \`${key}\` | ${callDoes(key)} | ${menuDoes(key)} |`,
    ),
  ].join("\n");

const callDoes = (key: string): string =>
  [...CALL_ROWS, ...CALL_IN_ROWS].find(({ input }) => input === key)?.does ?? "";

const menuDoes = (key: string): string =>
  MENU_ROWS.find(({ input }) => input === key)?.does ??
  { "*": "say it again", "0": "say it again", "9": "help", "#": "end the call" }[key] ??
  "";
