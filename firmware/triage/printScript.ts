import { clipOf, type PromptVariables, textOf } from "./PromptCatalogue.ts";
import { type Script, type ScriptStep, STAY, type StepId } from "./Script.ts";
import { edges } from "./scriptGraph.ts";

/**
 * The script as a tree that a practice manager can read: what callers hear, and where each answer leads. Steps that several
 * others lead to stand by themselves.
 */
export function printScript(script: Script, variables: PromptVariables, language = "en"): string {
  const shared = sharedSteps(script);
  const printer = new Printer(script, shared, variables, language);
  return [title(script), ...shared.flatMap((id) => ["", ...printer.section(id)]), ""].join("\n");
}

function title(script: Script): string {
  const routine = script.routine === "waits" ? "wait until the office opens" : "page the doctor like urgent ones";
  return [
    `The script ${script.template}. Routine calls ${routine}.`,
    `0 is urgent at any time (to ${script.escape}), * repeats. Who is silent, or out of tries, is urgent from then on.`,
  ].join("\n");
}

/** The start, and what more than one step leads to, in the order in which a caller comes to them. */
function sharedSteps(script: Script): readonly StepId[] {
  const sources = new Map<StepId, Set<StepId>>();
  for (const { from, to } of edges(script)) sources.set(to, (sources.get(to) ?? new Set()).add(from));
  const isShared = (id: StepId) => id === script.start || id === script.escape || (sources.get(id)?.size ?? 0) !== 1;
  return Object.keys(script.steps).filter(isShared);
}

class Printer {
  readonly #script: Script;
  readonly #shared: ReadonlySet<StepId>;
  readonly #variables: PromptVariables;
  readonly #language: string;
  readonly #printed = new Set<StepId>();

  constructor(script: Script, shared: readonly StepId[], variables: PromptVariables, language: string) {
    this.#script = script;
    this.#shared = new Set(shared);
    this.#variables = variables;
    this.#language = language;
  }

  section(id: StepId): readonly string[] {
    return this.#step(id);
  }

  #step(id: StepId): readonly string[] {
    const step = this.#script.steps[id];
    if (step === undefined) return [`${id}: NO SUCH STEP`];
    if (this.#printed.has(id)) return [`▶ ${id}`];
    this.#printed.add(id);
    return [`${id}${marks(step)}`, ...this.#does(step).map((line) => `│ ${line}`), ...this.#ways(step)];
  }

  #does(step: ScriptStep): readonly string[] {
    const said = "say" in step && step.say.length > 0 ? [`“${this.#words(step.say)}”`] : [];
    switch (step.kind) {
      case "say":
      case "menu":
      case "end":
        return said;
      case "language":
        return ["asks for the language, when the clinic has more than one"];
      case "callback":
        return [
          "asks for the number to call back: offers the caller's own, or takes keys; reads it back until confirmed",
        ];
      case "date-of-birth":
        return ["asks for the date of birth by keys, reads it back; # skips it"];
      case "record":
        return [
          ...said,
          `records the ${step.part}, at most ${step.longest / 1000} s${step.review ? "; can be heard and redone" : ""}`,
        ];
      case "stay": {
        const longest = (this.#script.stay ?? STAY) / 1000;
        return longest === 0 ? [] : [...said, `waits with the caller for a doctor, at most ${longest} s`];
      }
      case "save":
        return ["saves the message; only when it is kept does the caller hear so"];
    }
  }

  #words(ids: readonly string[]): string {
    const own = this.#script.prompts;
    return ids
      .map(
        (id) =>
          own?.[id]?.[this.#language] ??
          SAID_AS_IT_IS.get(id) ??
          textOf([clipOf(id, this.#language, this.#variables)], this.#variables),
      )
      .filter((text) => text !== "")
      .join(" ");
  }

  #ways(step: ScriptStep): readonly string[] {
    switch (step.kind) {
      case "say":
      case "language":
      case "stay":
        return this.#straight(step.next);
      case "callback":
      case "date-of-birth":
      case "record":
        return step.next === step.otherwise
          ? this.#straight(step.next)
          : this.#branches([
              ["then", step.next],
              ["no answer", step.otherwise],
            ]);
      case "menu":
        return this.#branches([...Object.entries(step.keys), ["no answer, or wrong keys", step.otherwise]]);
      case "save":
        return this.#branches([
          ["urgent", step.urgent],
          ["routine", step.routine],
          ["could not be kept (urgent)", step.failed],
        ]);
      case "end":
        return ["└ hangs up"];
    }
  }

  #straight(to: StepId): readonly string[] {
    if (this.#shared.has(to)) return [`└▶ ${to}`];
    const [first, ...rest] = this.#step(to);
    return [`▼ ${first}`, ...rest];
  }

  #branches(ways: readonly (readonly [string, StepId])[]): readonly string[] {
    return ways.flatMap(([label, to], index) => {
      const isLast = index === ways.length - 1;
      const head = `${isLast ? "└" : "├"} ${label} ▶ `;
      if (this.#shared.has(to)) return [head + to];
      const [first, ...rest] = this.#step(to);
      return [head + first, ...rest.map((line) => `${isLast ? " " : "│"}   ${line}`)];
    });
  }
}

/** Sentences that are made when they are said. */
const SAID_AS_IT_IS: ReadonlyMap<string, string> = new Map([
  ["reference", "Your reference is ····."],
  ["page-news", "(what is true of the page: a doctor is being notified, is not reached yet, or has taken it)"],
  ["earlier-news", "(to a caller of the last twelve hours: what became of that message)"],
]);

function marks(step: ScriptStep): string {
  const words = [step.urgency?.toUpperCase(), step.callerKind].filter((word) => word !== undefined);
  return words.length === 0 ? "" : ` [${words.join(", ")}]`;
}
