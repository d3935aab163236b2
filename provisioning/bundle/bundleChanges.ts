import type { RequestedChange } from "../change/Change.ts";
import { changeSchema } from "../change/Change.ts";
import type { Refusal } from "../change/Plan.ts";

/** A bundle that was opened, or the parts of one that is being made. */
export interface ReadableParts {
  readonly manifest: { readonly parts: readonly { readonly name: string }[] };
  read(name: string): Buffer;
}

/** What the settings in a bundle come to: the same closed list of changes as from the set-up pages, checked in the same way. */
export function bundleChanges(bundle: ReadableParts): {
  readonly changes: readonly RequestedChange[];
  readonly refusals: readonly Refusal[];
} {
  const changes: unknown[] = [];
  const clips: unknown[] = [];
  for (const { name } of bundle.manifest.parts) {
    const [kind = "", first = "", second = ""] = name.split("/");
    if (kind === "release") continue;
    const bytes = bundle.read(name);
    if (kind === "prompt") clips.push({ language: first, clip: second, wav: bytes.toString("base64") });
    else if (kind === "clinic-file") changes.push({ kind, text: bytes.toString("utf8") });
    else if (kind === "certificate") changes.push({ kind, name: first, pem: bytes.toString("utf8") });
    else if (kind === "backup-key") changes.push({ kind, publicKey: bytes.toString("utf8").trim() });
    else changes.push({ ...object(bytes), kind });
  }
  if (clips.length > 0) changes.push({ kind: "prompts", clips });
  const parsed = changes.map((change) => changeSchema.safeParse(change));
  const refusals = parsed.flatMap((result, index): Refusal[] => {
    if (result.success) return [];
    const [issue] = result.error.issues;
    const kind = String((changes[index] as { kind?: unknown }).kind);
    const what = `the part ${kind} cannot be used (${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""})`;
    return [{ code: "BUNDLE_PART_UNFIT", what, cure: "Make the bundle again." }];
  });
  return { changes: parsed.flatMap((result) => (result.success ? [result.data] : [])), refusals };
}

function object(bytes: Buffer): object {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
