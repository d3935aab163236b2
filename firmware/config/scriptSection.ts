import type { Script } from "../triage/Script.ts";
import { didYouMean } from "./didYouMean.ts";
import { type Issue, pathInWords } from "./Issue.ts";
import type { YamlDocument } from "./yamlDocument.ts";

export interface ScriptSection {
  readonly script?: Script;
  readonly issues: readonly Issue[];
}

const TEMPLATES = ["family-practice"];

/** The `script:` part of a clinic file. */
export function readScriptSection(document: YamlDocument): ScriptSection {
  const section = (document.value as Record<string, unknown>)["script"];
  const template =
    section === undefined ? "family-practice" : (section as Record<string, unknown> | null)?.["template"];
  if (typeof template !== "string" || !TEMPLATES.includes(template)) {
    const path = ["script", "template"];
    const meant = typeof template === "string" ? didYouMean(template, TEMPLATES) : undefined;
    return {
      issues: [
        {
          ...document.locate(path),
          path: pathInWords(path),
          what: "template: there is no such template",
          instead: meant ? `did you mean ${meant}?` : `write ${TEMPLATES.join(" or ")}`,
          severity: "error",
        },
      ],
    };
  }
  return { script: { template, start: "start", escape: "start", routine: "waits", steps: {} }, issues: [] };
}
