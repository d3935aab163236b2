/* @pure */
import type { Clinic } from "../../../firmware/config/Clinic.ts";
import type { Issue } from "../../../firmware/config/Issue.ts";
import { lineDiff } from "../../../firmware/config/lineDiff.ts";
import { fileWarning, planSays } from "../../../firmware/config/planBook.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import { unspoken } from "../../../firmware/triage/unspoken.ts";
import type { Change, ChangeOf } from "../Change.ts";
import { consoleInWords } from "../kinds/consoleDropIns.ts";
import { openingsFor } from "../kinds/serviceDropIn.ts";
import type { Refusal } from "../Plan.ts";
import type { BoxFacts, PartOfPlan } from "./planChanges.ts";

/** The same checks as `firstring check`, for the box as it will be when all changes of this go are made. */
export function planClinicFile({ text }: ChangeOf<"clinic-file">, all: readonly Change[], facts: BoxFacts): PartOfPlan {
  const { clinicText, now } = facts;
  const resolveSecret = knownSecrets(all, facts);
  const result = readClinicFile(text, { now, resolveSecret });
  const issues = result.ok ? result.warnings : result.issues;
  const errors = issues.filter(({ severity }) => severity === "error");
  const words = wordsFor(text, clinicText);
  if (!result.ok) {
    const [first] = errors;
    const where = first === undefined ? "" : `, first in line ${first.line}: ${first.what}`;
    const what = `the clinic file has ${errors.length === 1 ? "a mistake" : `${errors.length} mistakes`}${where}`;
    const cure = first === undefined ? "Run firstring check on it." : `There: ${first.instead}.`;
    const inSpanish = first === undefined ? {} : { es: wrongInSpanish(first, errors.length) };
    return { words, issues, refusals: [{ code: "CLINIC_FILE_WRONG", what, cure, ...inSpanish }] };
  }
  const warnings = issues.map((issue) => fileWarning(issue).en);
  const openings = [
    ...new Set(openingsFor(result.clinic).map((opening) => opening.words)),
    ...consoleInWords(result.clinic),
  ];
  return {
    words: [words, ...openings].join("; "),
    issues,
    warnings,
    refusals: [...emulated(result.clinic), ...silent(result.clinic, all, facts)],
  };
}

const wrongInSpanish = ({ es, line }: Issue, mistakes: number): NonNullable<Refusal["es"]> => ({
  what: `el archivo de la clínica tiene ${mistakes === 1 ? "un error" : `${mistakes} errores, el primero`} en la línea ${line}: ${es.what}`,
  cure: `Ahí: ${es.instead}.`,
});

const wordsFor = (text: string, before: string | undefined): string => {
  if (before === undefined) return "the clinic file is put in place";
  if (before === text) return "the clinic file stays as it is";
  const diff = lineDiff(before, text);
  const count = (sign: "+" | "-") => diff.filter((row) => row.sign === sign).length;
  return `the clinic file: ${count("+")} lines new, ${count("-")} lines gone`;
};

/** A secret that comes in the same go counts as there. Values are never looked at here. */
function knownSecrets(all: readonly Change[], { secrets }: BoxFacts): (reference: string) => string | undefined {
  const names = new Set(secrets);
  for (const change of all) {
    if (change.kind !== "secret") continue;
    if (change.value === null) names.delete(change.name);
    else names.add(change.name);
  }
  const values = new Map(
    all.flatMap((change) =>
      change.kind === "secret" && change.value !== null ? [[change.name, change.value] as const] : [],
    ),
  );
  // The form of what the box holds sealed was checked when it came; four digits fit wherever a PIN is asked for.
  return (reference) => {
    const name = reference.replace(/^credential:/, "");
    return names.has(name) ? (values.get(name) ?? "7391") : undefined;
  };
}

/** No call runs into a sentence that nobody has spoken. A recording that comes in the same go counts as there. */
function silent({ clinic, script }: Clinic, all: readonly Change[], { hasPrompt }: BoxFacts) {
  const coming = new Map(
    all
      .flatMap((change) => (change.kind === "prompts" ? change.clips : []))
      .map((one) => [`${one.language}/${one.clip}`, one.wav !== null]),
  );
  const hasSound = (language: string, clip: string) => coming.get(`${language}/${clip}`) ?? hasPrompt(language, clip);
  return unspoken(script, clinic.languages, hasSound).map(({ id, language, step }) => ({
    code: "PROMPT_NOT_SPOKEN",
    what: planSays.notSpoken({ id, language, step }),
    cure: planSays.speakFirst(),
  }));
}

function emulated({ lines }: Clinic) {
  return lines
    .filter(({ port }) => port === "emulated")
    .map(({ id }) => ({
      code: "LINE_EMULATED",
      what: planSays.emulatedLine({ id }),
      cure: planSays.writePort(),
    }));
}
