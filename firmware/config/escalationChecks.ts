import { checkCalls } from "./callChecks.ts";
import { readDuration, readTime } from "./civilText.ts";
import { say } from "./complaints/escalation.ts";
import { say as sayOfPlaces } from "./complaints/places.ts";
import type { Path } from "./Issue.ts";
import { type Fields, fields, list, type Tell, unknownId, word } from "./plainValues.ts";
import { checkTarget, checkWays, reachesSomebody } from "./stepChecks.ts";

// What the section `escalation:` says of the rest of the file, and its places of each other.

/** The policies that every file has. */
const GIVEN = ["urgent", "routine"] as const;

export function checkEscalation(root: Fields, tell: Tell): void {
  const rotations = list(fields(root["onCall"])["rotations"]);
  if (root["escalation"] === undefined && rotations.length > 1) {
    tell(["escalation"], say.noEscalation());
  }
  for (const { steps, path, name } of laddersOf(root)) checkLadder(steps, path, name, root, tell);
  checkReach(root, tell);
  checkRoutes(root, tell);
  checkDigest(root, tell);
  checkCalls(root, laddersOf(root), tell);
}

interface Ladder {
  readonly name: string;
  readonly path: Path;
  readonly steps: readonly unknown[];
}

function laddersOf(root: Fields): readonly Ladder[] {
  const escalation = fields(root["escalation"]);
  return [
    ...GIVEN.map((name) => ({ name, path: ["escalation", name], steps: list(escalation[name]) })),
    ...Object.entries(fields(escalation["policies"])).map(([name, steps]) => ({
      name,
      path: ["escalation", "policies", name],
      steps: list(steps),
    })),
  ];
}

function checkLadder(steps: readonly unknown[], path: Path, name: string, root: Fields, tell: Tell): void {
  if (path.length > 2 && (GIVEN as readonly string[]).includes(name)) tell(path, say.policyIsGiven(name));
  let before = -1;
  steps.forEach((item, index) => {
    const step = fields(item);
    const here = [...path, index];
    const after = step["after"] === undefined ? 0 : readDuration(word(step["after"]) ?? "");
    if (after !== undefined) {
      if (after < before) tell([...here, "after"], say.afterTooEarly());
      before = after + repetitionsTake(step);
    }
    checkTarget(word(step["notify"]), [...here, "notify"], root, tell);
    checkWays(step, here, root, tell);
    checkRepeat(step, here, index === steps.length - 1, tell);
  });
  checkEnd(steps, path, name, tell);
  if (steps.length > 0 && !steps.some((step) => reachesSomebody(fields(step), root)))
    tell(path, say.reachesNobody(name));
}

/** A person with mqtt alone is shown on a screen somewhere, and sleeps on. */
function checkReach(root: Fields, tell: Tell): void {
  for (const [index, item] of list(root["people"]).entries()) {
    const { id, notify } = fields(item);
    const ways = list(notify);
    if (ways.length === 0 || ways.some((way) => way !== "mqtt")) continue;
    tell(["people", index, "notify"], say.mqttWakesNobody(word(id)), "warning");
  }
}

function repetitionsTake(step: Fields): number {
  const { repeat, every } = step;
  if (typeof repeat !== "number") return 0;
  return repeat * (readDuration(word(every) ?? "2m") ?? 0);
}

function checkRepeat(step: Fields, path: Path, isLast: boolean, tell: Tell): void {
  const { repeat, every } = step;
  if (repeat === "until-taken" && !isLast) tell([...path, "repeat"], say.repeatNotLast());
  if (every === undefined) return;
  if (repeat === undefined) tell([...path, "every"], say.everyWithoutRepeat(), "warning");
  if ((readDuration(word(every) ?? "") ?? 60_000) < 30_000) tell([...path, "every"], say.everyTooShort());
}

function checkEnd(steps: readonly unknown[], path: Path, name: string, tell: Tell): void {
  const last = steps.length - 1;
  if (name === "routine" || last < 0 || fields(steps[last])["repeat"] === "until-taken") return;
  tell([...path, last], say.lastStepEnds(), "warning");
}

function checkRoutes(root: Fields, tell: Tell): void {
  const escalation = fields(root["escalation"]);
  const own = Object.keys(fields(escalation["policies"]));
  const used = new Set<string>();
  let catchesAll = false;
  for (const [index, item] of list(escalation["routes"]).entries()) {
    const route = fields(item);
    const path = ["escalation", "routes", index];
    if (catchesAll) tell(path, say.routeNotReached(), "warning");
    const policy = word(route["policy"]);
    if (policy !== undefined) {
      used.add(policy);
      const known = [...GIVEN, ...own];
      if (!known.includes(policy)) tell([...path, "policy"], unknownId("policy", policy, known));
    }
    checkDuring(fields(route["during"]), [...path, "during"], tell);
    catchesAll ||= ["callers", "urgency", "during"].every((condition) => route[condition] === undefined);
  }
  for (const name of own.filter((name) => !used.has(name)))
    tell(["escalation", "policies", name], say.policyNotUsed(name), "warning");
}

function checkDuring({ from, to }: Fields, path: Path, tell: Tell): void {
  if (typeof from !== "string" || typeof to !== "string" || from !== to || readTime(from) === undefined) return;
  tell([...path, "to"], sayOfPlaces.beginsAndEndsAtOnce());
}

function checkDigest(root: Fields, tell: Tell): void {
  const value = fields(root["escalation"])["digest"];
  if (value === undefined) return;
  const digest = fields(value);
  const path = ["escalation", "digest"];
  checkTarget(word(digest["notify"]), [...path, "notify"], root, tell);
  checkWays({ by: ["sms"], ...digest }, path, root, tell);
  if (list(fields(root["hours"])["open"]).length === 0) tell(path, say.digestWithoutHours());
}
