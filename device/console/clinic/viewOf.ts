/* @pure */
import { dateOrderOf } from "../../../firmware/call/birthDate.ts";
import type { Issue } from "../../../firmware/config/Issue.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import { readYaml } from "../../../firmware/config/yamlDocument.ts";
import type { EpochMs } from "../../../firmware/time/Clock.ts";
import { layOutGraph } from "../../../firmware/triage/layOutGraph.ts";
import { readScript } from "../../../firmware/triage/readScript.ts";
import { mapScript } from "../../../firmware/triage/scriptMap.ts";
import type { ScriptView } from "../api/clinic.ts";

/** Fits every place that a secret may stand at: the console is given none. */
export const ANY_SECRET = "7391";

/** Pixels of a page: two lines of a sentence fit into a box. */
const BOX = { width: 216, height: 84, gapX: 22, gapY: 46 };

export interface ClinicFileView {
  readonly text: string;
  readonly value: unknown;
  readonly issues: Issue[];
  readonly usable: boolean;
  readonly script?: ScriptView;
}

/** What a text says, for the pages; every part of it as far as it can be read. */
export function viewOf(text: string, now: EpochMs): ClinicFileView {
  const result = readClinicFile(text, { now, resolveSecret: () => ANY_SECRET });
  const value = readYaml(text).document?.value;
  const script = scriptOf(value);
  return {
    ...{ text, value: value ?? null, usable: result.ok },
    issues: [...(result.ok ? result.warnings : result.issues)],
    ...(script === undefined ? {} : { script }),
  };
}

/** `languages` as the file has them; the first is spoken first. */
export function languagesIn(value: unknown): readonly string[] {
  const languages = at(at(value, "clinic"), "languages");
  const texts = Array.isArray(languages) ? languages.filter((language) => typeof language === "string") : [];
  return texts.length === 0 ? ["en"] : texts;
}

function scriptOf(file: unknown): ScriptView | undefined {
  if (file === undefined || file === null) return undefined;
  const languages = languagesIn(file);
  const { script } = readScript(at(file, "script"), languages);
  if (script === undefined) return undefined;
  const clinic = at(file, "clinic");
  const steps = at(at(file, "script"), "steps");
  const map = mapScript(script, {
    ...{ languages, dateOrder: dateOrderOf(textAt(clinic, "country") ?? "US") },
    own: new Set(typeof steps === "object" && steps !== null ? Object.keys(steps) : []),
    variables: {
      clinic: textAt(clinic, "name") ?? "…",
      emergencyNumber: textAt(clinic, "emergencyNumber") ?? "…",
      ...(script.prompts === undefined ? {} : { own: script.prompts }),
    },
  });
  const edges = map.steps.flatMap(({ id, ways }) =>
    [...new Set(ways.map(({ to }) => to))].map((to) => ({ from: id, to })),
  );
  const { boxes, height, lines, width } = layOutGraph(
    map.steps.map(({ id }) => id),
    edges,
    BOX,
  );
  return {
    ...map,
    steps: map.steps.map((step) => ({
      ...step,
      says: step.says.map((sentence) => ({
        ...sentence,
        texts: { ...sentence.texts },
        written: { ...sentence.written },
        own: [...sentence.own],
      })),
      ways: [...step.ways],
    })),
    drawing: {
      ...{ width, height, boxWidth: BOX.width, boxHeight: BOX.height, boxes: { ...boxes } },
      lines: edges.flatMap((edge, index) => {
        const points = lines[index];
        return points === undefined ? [] : [{ ...edge, points: [...points] }];
      }),
    },
  };
}

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;

const textAt = (value: unknown, key: string): string | undefined => {
  const text = at(value, key);
  return typeof text === "string" || typeof text === "number" ? String(text) : undefined;
};
