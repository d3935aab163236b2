/* @pure */
// NIST SP 800-63B §5.1.1.2: length counts; no rules of composition, no change by the calendar; what everybody tries first is refused.

export const SHORTEST_PASSWORD = 12;

/** What long passwords that leak most often are made of, and what somebody would try at a clinic's box. */
const COMMON = [
  ...[
    "password",
    "passwort",
    "contrasena",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwerty",
    "qwertz",
    "azerty",
    "letmein",
  ],
  ...["welcome", "iloveyou", "administrator", "admin", "manager", "changeme", "default", "secret", "login", "master"],
  ...["monkey", "dragon", "football", "baseball", "superman", "batman", "princess", "sunshine", "trustno", "whatever"],
  ...["firstring", "clinic", "doctor", "hospital", "medical", "telephone", "raspberry", "frontdesk", "reception"],
  ...[
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
  ],
  ...["spring", "summer", "autumn", "winter", "monday", "friday"],
];

const LEET: Readonly<Record<string, string>> = {
  ...{ "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i" },
};

/** Why a password is refused, in one sentence; undefined: it is taken. `own`: names of the user and of the clinic. */
export function whyWeak(password: string, own: readonly string[]): string | undefined {
  const signs = [...password];
  if (signs.length < SHORTEST_PASSWORD) return `A password needs at least ${SHORTEST_PASSWORD} characters.`;
  if (new Set(signs).size < 5 || isRun(signs)) return "This is one of the passwords that are tried first.";
  const words = [...COMMON, ...own.flatMap((name) => plain(name).split(" "))].filter((word) => word.length >= 3);
  // What is left when every word that anybody would try is taken out must still be something.
  const left = words
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, ""), plain(password).replaceAll(" ", ""))
    .replace(/[^a-z]/g, "");
  const digitsAndSigns = plain(password).replace(/[a-z ]/g, "").length;
  if (left.length < 4 && digitsAndSigns < SHORTEST_PASSWORD)
    return "This is one of the passwords that are tried first, or made of your own or the clinic's name.";
  return undefined;
}

/** `123456789012`, `abcdefghijkl`, `1111222233334444`. */
function isRun(signs: readonly string[]): boolean {
  const steps = signs.slice(1).map((sign, at) => (sign.codePointAt(0) ?? 0) - (signs[at]?.codePointAt(0) ?? 0));
  return steps.filter((step) => Math.abs(step) <= 1 || Math.abs(step) === 9).length >= steps.length * 0.8;
}

const plain = (text: string): string =>
  [...text.normalize("NFKD").toLowerCase()]
    .map((sign) => LEET[sign] ?? sign)
    .join("")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[\s._-]+/g, " ");
