import { type Duration, Milliseconds, Minutes, Seconds } from "../time/Duration.ts";
import type { Script } from "../triage/Script.ts";
import type { Clinic, EscalationRoute, EscalationStep, EscalationTarget } from "./Clinic.ts";
import { readDays, readDuration } from "./civilText.ts";
import type { ClinicFileContent } from "./clinicFileSchema.ts";
import { readTarget } from "./leafChecks.ts";

type Content = NonNullable<ClinicFileContent["escalation"]>;

/** Between the repetitions of a step that says how often, but not how far apart. */
const USUAL_EVERY = Minutes(2);

/** Routine calls that page, and have no ladder of their own, page like any other. */
export function escalationOf(file: ClinicFileContent, script: Script, withBroker: boolean): Clinic["escalation"] {
  const { escalation } = file;
  const urgent = escalation === undefined ? defaultLadder(file, withBroker) : ladderOf(escalation.urgent);
  const routine = ladderOf(escalation?.routine ?? []);
  const digest = escalation?.digest;
  return {
    urgent,
    routine: script.routine === "pages" && routine.length === 0 ? urgent : routine,
    policies: new Map(Object.entries(escalation?.policies ?? {}).map(([name, steps]) => [name, ladderOf(steps)])),
    routes: escalation?.routes.map(routeOf) ?? [],
    ackExpires: readDuration(escalation?.ackExpires ?? "30m") ?? Minutes(30),
    ...(digest === undefined ? {} : { digest: { notify: targetOf(digest.notify), by: digest.by } }),
  };
}

const targetOf = (notify: string): EscalationTarget => readTarget(notify) ?? { kind: "everyone" };

const ladderOf = (steps: Content["urgent"]): readonly EscalationStep[] => steps.flatMap(stepsOf);

/** `repeat: 3` is the step and three more like it: the machine knows nothing of counting. */
function stepsOf(step: Content["urgent"][number]): readonly EscalationStep[] {
  const every = step.every === undefined ? undefined : readDuration(step.every);
  const once: EscalationStep = {
    after: readDuration(step.after) ?? Seconds(0),
    notify: targetOf(step.notify),
    by: step.by,
    repeat: step.repeat === "until-taken",
    ...(step.repeat === "until-taken" && every !== undefined ? { every } : {}),
  };
  const more = typeof step.repeat === "number" ? step.repeat : 0;
  const gap: Duration = every ?? USUAL_EVERY;
  return Array.from({ length: 1 + more }, (_, i) => ({ ...once, after: Milliseconds(once.after + i * gap) }));
}

function routeOf({ callers, urgency, during, policy }: Content["routes"][number]): EscalationRoute {
  return {
    ...(callers === undefined ? {} : { callers }),
    ...(urgency === undefined ? {} : { urgency }),
    ...(during === undefined ? {} : { during: { ...during, days: readDays(during.days) ?? [] } }),
    policy,
  };
}

/** For a file that says nothing of escalation: on call, on call again, then everyone until somebody takes it. */
function defaultLadder(file: ClinicFileContent, withBroker: boolean): readonly EscalationStep[] {
  const { fallback, rotations, rules, temporary, calendars } = file.onCall;
  const [rotation, ...others] = rotations;
  const isPlain = others.length + rules.length + temporary.length + calendars.length === 0;
  const only: EscalationTarget =
    rotation === undefined ? { kind: "person", id: fallback } : { kind: "rotation", id: rotation.id };
  const first: EscalationTarget = isPlain ? only : { kind: "on-call" };
  return [
    { after: Seconds(0), notify: first, by: withBroker ? ["sms", "mqtt"] : ["sms"], repeat: false },
    { after: Seconds(60), notify: first, by: ["sms"], repeat: false },
    { after: Minutes(5), notify: { kind: "everyone" }, by: ["sms"], repeat: true },
  ];
}
