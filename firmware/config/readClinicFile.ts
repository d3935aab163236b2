import { scheduleWarnings } from "../oncall/scheduleWarnings.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { Clinic } from "./Clinic.ts";
import { complaintAboutPin } from "./callChecks.ts";
import { clinicFileSchema } from "./clinicFileSchema.ts";
import { say } from "./complaints/shape.ts";
import { crossChecks } from "./crossChecks.ts";
import { type Issue, type Path, pathInWords } from "./Issue.ts";
import { SECRET_REFERENCE } from "./leafChecks.ts";
import { readScriptSection } from "./scriptSection.ts";
import { toClinic } from "./toClinic.ts";
import { MOST_ISSUES, readYaml, type YamlDocument } from "./yamlDocument.ts";
import { zodIssuesInWords } from "./zodInWords.ts";

export interface ReadClinicFileOptions {
  /** Given `env:NAME` or `credential:NAME`. Without it references stay unresolved, and nothing is said of them. */
  readonly resolveSecret?: (reference: string) => string | undefined;
  /** Says also what is odd about the schedule as of this moment: changes that are over, hours that nobody has. */
  readonly now?: EpochMs;
}

export type ClinicFileResult =
  | {
      readonly ok: true;
      readonly clinic: Clinic;
      readonly warnings: readonly Issue[];
      /** Those of the warnings that are about secrets which are not there, or of no use. */
      readonly secrets: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Reads a clinic file: every mistake in one go, each with its place, what is wrong and what would be right. Never
 * throws for any text. A secret that is not there is a warning: a box without its broker's password still answers and
 * pages by SMS, and tells what it misses.
 */
export function readClinicFile(text: string, options: ReadClinicFileOptions = {}): ClinicFileResult {
  const { document, issues } = readYaml(text);
  if (document === undefined || issues.length > 0) return { ok: false, issues: inOrder(issues) };
  const version = refuseVersion(document);
  if (version !== undefined) return { ok: false, issues: [version] };
  const parsed = clinicFileSchema.safeParse(document.value);
  const script = readScriptSection(document);
  const shapes = parsed.success ? [] : zodIssuesInWords(parsed.error.issues.slice(0, MOST_LOCATED), document);
  const found = [
    ...shapes,
    ...crossChecks(document.value)
      .slice(0, MOST_LOCATED)
      .map(({ path, key, ...rest }) => ({
        ...document.locate(path, key === true ? "key" : "value"),
        path: pathInWords(path),
        ...rest,
      })),
    ...strayReferences(document).filter((stray) => shapes.every((issue) => issue.path !== stray.path)),
    ...script.issues,
  ];
  if (found.some((issue) => issue.severity === "error") || !parsed.success || script.script === undefined)
    return { ok: false, issues: inOrder(found) };
  const secrets: Issue[] = [];
  const clinic = toClinic(parsed.data, script.script, (reference, path) =>
    resolveSecret(reference, path, document, options, secrets),
  );
  const odd = options.now === undefined ? [] : scheduleWarnings(clinic, options.now);
  const located = odd.map(
    ({ path, ...rest }): Issue => ({
      ...document.locate(path),
      path: pathInWords(path),
      ...rest,
      severity: "warning",
    }),
  );
  return { ok: true, clinic, warnings: inOrder([...found, ...secrets, ...located]), secrets };
}

function inOrder(issues: readonly Issue[]): readonly Issue[] {
  const sorted = [...issues].sort((a, b) => a.line - b.line || a.column - b.column);
  if (sorted.length <= MOST_ISSUES) return sorted;
  const rest = sorted.length - MOST_ISSUES + 1;
  const last = sorted[MOST_ISSUES - 1]!;
  return [...sorted.slice(0, MOST_ISSUES - 1), { ...last, ...say.andMore(rest) }];
}

/** A file for another version says things that we would misread: that one sentence is all that helps. */
function refuseVersion(document: YamlDocument): Issue | undefined {
  const version = (document.value as Record<string, unknown>)["version"];
  if (typeof version !== "number" || version === 1) return undefined;
  return { ...document.locate(["version"]), path: "version", ...say.otherVersion(version), severity: "error" };
}

/** Finding a place costs a walk through the file; nobody reads a thousand issues. */
const MOST_LOCATED = 1_000;

const MAY_REFER = /(^|\.)(simPin|pin|username|password)$/;

/** `${…}` anywhere but at a secret would be taken literally. */
function strayReferences(document: YamlDocument): readonly Issue[] {
  const issues: Issue[] = [];
  const visit = (value: unknown, path: Path): void => {
    if (typeof value === "object" && value !== null) {
      const isList = Array.isArray(value);
      for (const [key, inner] of Object.entries(value)) visit(inner, [...path, isList ? Number(key) : key]);
      return;
    }
    const name = pathInWords(path);
    if (typeof value !== "string" || !value.includes("${") || MAY_REFER.test(name) || path[0] === "script") return;
    issues.push({
      ...document.locate(path),
      path: name,
      ...say.strayReference(String(path.at(-1))),
      severity: "error",
    });
  };
  visit(document.value, []);
  return issues;
}

function resolveSecret(
  reference: string,
  path: Path,
  document: YamlDocument,
  options: ReadClinicFileOptions,
  warnings: Issue[],
): string | undefined {
  const match = SECRET_REFERENCE.exec(reference);
  if (match === null || options.resolveSecret === undefined) return undefined;
  const value = options.resolveSecret(`${match[1]}:${match[2]}`);
  if (value !== undefined && value !== "")
    return path.at(-1) === "pin" ? usablePin(value, reference, path, document, warnings) : value;
  const kept = { env: match[1] === "env", name: match[2] ?? "" };
  warnings.push({
    ...document.locate(path),
    path: pathInWords(path),
    ...say.secretNotThere(String(path.at(-1)), reference, kept),
    severity: "warning",
  });
  return undefined;
}

/** A PIN that cannot be one stops nothing: the box answers and pages, and tells nothing of a patient on the telephone. */
function usablePin(
  value: string,
  reference: string,
  path: Path,
  document: YamlDocument,
  warnings: Issue[],
): string | undefined {
  const person = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document.value);
  const complaint = complaintAboutPin(value, String((person as Record<string, unknown>)["phone"]));
  if (complaint === undefined) return value;
  const { usable, ...about } = complaint;
  const what = `pin: what ${reference} refers to ${about.what}`;
  const es = { ...about.es, what: `pin: lo que guarda ${reference} ${about.es.what}` };
  warnings.push({ ...document.locate(path), path: pathInWords(path), ...about, what, es, severity: "warning" });
  return usable ? value : undefined;
}
