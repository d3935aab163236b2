import { durationInWords } from "./durationInWords.ts";
import { FAULTS, type FaultDeclaration } from "./faults.ts";

const AREAS: Readonly<Record<string, string>> = {
  1: "Telephone lines",
  2: "Cellular modems, SIM cards, SMS",
  3: "The message store",
  4: "MQTT",
  5: "Calls and pages",
  6: "The clock",
  7: "Schedules and calendars",
  8: "Keeping data",
  9: "The box itself",
};

const HEAD = `# Faults

What a FirstRing tells when something is wrong, and what to do. The number is stable: a technician can read it out on the phone.

Every fault goes to the log at once. After the time given it is also shown on the lamps and told on MQTT (\`…/health/<code>\`); an
*urgent* one that lasts for \`faults.after\` goes by SMS to the people in \`faults.tell\` of the clinic file, over a cellular modem that works. A fault that
another one explains is not told as long as that one is there. \`firstring status\` and \`firstring doctor\` show what is wrong now.

This page is written by \`firstring doctor --list-faults\` from the table in \`firmware/health/faults/\`.
`;

/** docs/faults.md. */
export function faultsDocument(): string {
  const areas = Map.groupBy(FAULTS.values(), ({ number }) => String(Math.floor(number / 100)));
  const chapters = [...areas].map(([area, faults]) => `\n## ${AREAS[area] ?? area}\n${faults.map(entry).join("")}`);
  return HEAD + chapters.join("");
}

function entry({ number, code, title, severity, means, cure, dependsOn, shownAfter }: FaultDeclaration): string {
  const told = shownAfter === 0 ? "told at once" : `told after ${durationInWords(shownAfter)}`;
  const explained =
    dependsOn.length === 0
      ? ""
      : `\n\nNot told while there is ${dependsOn.map((deeper) => FAULTS.get(deeper)?.number ?? deeper).join(", ")}.`;
  return `
### ${number} ${title}

\`${code}\` · ${severity} · ${told}

${means}

**What to do:** ${cure}${explained}
`;
}
