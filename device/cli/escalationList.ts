import type { Clinic, EscalationRoute, EscalationStep, EscalationTarget } from "../../firmware/config/Clinic.ts";
import { weekdayName } from "../../firmware/config/civilText.ts";
import { findPerson } from "../../firmware/oncall/onCall.ts";
import type { CliIo } from "./Cli.ts";

/** Every policy in words, and which calls get it. */
export function listEscalation(clinic: Clinic, json: boolean, io: CliIo): void {
  const { urgent, routine, policies, routes, ackExpires, digest } = clinic.escalation;
  const all = [["urgent", urgent] as const, ["routine", routine] as const, ...policies];
  if (json) {
    const told = { policies: Object.fromEntries(all), routes, ackExpires, fallback: clinic.onCall.fallback, digest };
    io.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
    return;
  }
  const rows = all.flatMap(([name, steps]) => [
    `${name}:`,
    ...(steps.length === 0
      ? ["  nobody is paged: it waits in the inbox"]
      : steps.map((step) => `  ${stepInWords(clinic, step)}`)),
    ...(steps.length > 0 && steps.at(-1)?.repeat !== true && name !== "routine"
      ? [`  then ${nameOf(clinic, clinic.onCall.fallback)}, the fallback, again and again until taken`]
      : []),
  ]);
  const routing = routes.map((route) => `  ${routeInWords(route)}: ${route.policy}`);
  const others = "  all others by their urgency: urgent, routine";
  const rest = [
    "Which call gets which:",
    ...routing,
    others,
    `Taken, but not closed for ${lengthInWords(ackExpires)}: paged again.`,
    ...(digest === undefined
      ? []
      : [`When the clinic opens: one text to ${targetInWords(clinic, digest.notify)} by ${digest.by.join(" and ")}.`]),
  ];
  io.stdout.write(`${[...rows, ...rest].join("\n")}\n`);
}

function stepInWords(clinic: Clinic, { after, notify, by, repeat, every }: EscalationStep): string {
  const when = after === 0 ? "at once" : `after ${lengthInWords(after)}`;
  const again = !repeat
    ? ""
    : `, again and again${every === undefined ? "" : ` every ${lengthInWords(every)}`} until taken`;
  return `${when}: ${targetInWords(clinic, notify)} by ${by.join(" and ")}${again}`;
}

function targetInWords(clinic: Clinic, target: EscalationTarget): string {
  switch (target.kind) {
    case "everyone":
      return "everyone";
    case "on-call":
      return "whoever is on call";
    case "rotation":
      return `whoever has rotation ${target.id}`;
    case "group":
      return `group ${target.id}`;
    case "person":
      return nameOf(clinic, target.id);
  }
}

const nameOf = (clinic: Clinic, id: string): string => findPerson(clinic, id)?.name ?? id;

function routeInWords({ callers, urgency, during }: EscalationRoute): string {
  const who =
    callers === undefined ? "calls" : callers === "professional" ? "calls of professionals" : "calls of patients";
  const what = urgency === undefined ? who : `${urgency} ${who}`;
  if (during === undefined) return what;
  const days = during.days.length === 7 ? "daily" : during.days.map(weekdayName).join(", ");
  return `${what}, ${days} ${during.from}-${during.to}`;
}

/** `90s`, `5m`, `2h`: the largest unit that leaves no rest, as the clinic file has it. */
function lengthInWords(length: number): string {
  const seconds = Math.round(length / 1_000);
  if (seconds % 3_600 === 0 && seconds > 0) return `${seconds / 3_600}h`;
  return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60}m` : `${seconds}s`;
}
