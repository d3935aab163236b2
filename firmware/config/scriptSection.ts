import { readScript } from "../triage/readScript.ts";
import type { Script } from "../triage/Script.ts";
import { type Issue, pathInWords } from "./Issue.ts";
import type { YamlDocument } from "./yamlDocument.ts";

export interface ScriptSection {
  readonly script?: Script;
  readonly issues: readonly Issue[];
}

/** The `script:` part of a clinic file, read and linted by the dialogue's own reader; its issues get their places here. */
export function readScriptSection(document: YamlDocument): ScriptSection {
  const file = document.value as Readonly<Record<string, unknown>>;
  const { script, issues } = readScript(file["script"], languagesOf(file["clinic"]));
  const placed = issues.map((issue): Issue => {
    const path = ["script", ...issue.path];
    return { ...issue, ...document.locate(path), path: pathInWords(path) };
  });
  return { issues: placed, ...(script === undefined ? {} : { script }) };
}

function languagesOf(clinic: unknown): readonly string[] {
  const languages = (clinic as Readonly<Record<string, unknown>> | undefined | null)?.["languages"];
  return Array.isArray(languages) ? languages.filter((language) => typeof language === "string") : ["en"];
}
