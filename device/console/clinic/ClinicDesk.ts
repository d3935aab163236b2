import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lineDiff } from "../../../firmware/config/lineDiff.ts";
import { type PastClinicFile, readHistory } from "../../../firmware/config/pastClinicFiles.ts";
import { readYaml } from "../../../firmware/config/yamlDocument.ts";
import { isSayable, promptIds, soundIds } from "../../../firmware/triage/PromptCatalogue.ts";
import { templates } from "../../../firmware/triage/templates/templates.ts";
import type { LoggedChange } from "../api/changes.ts";
import type { ClinicAnswer, ClinicEdit, DraftAnswer, PastAnswer, PastFile } from "../api/clinic.ts";
import { ApiError, notFound } from "../api/errors.ts";
import type { Who } from "../auth/Who.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { clinicChangeRights } from "./clinicChangeRights.ts";
import { edited } from "./editsOf.ts";
import { languagesIn, viewOf } from "./viewOf.ts";

/** Put together when it is said, or no words at all. */
const ALSO_SAYABLE = ["reference", "page-news", "earlier-news", ...soundIds];

/** The clinic file for the pages: what is in force, what a draft of it would be, and what was before. */
export class ClinicDesk {
  readonly #box: Pick<ConsoleBox, "changes" | "clinic" | "clock">;

  constructor(box: Pick<ConsoleBox, "changes" | "clinic" | "clock">) {
    this.#box = box;
  }

  async current(): Promise<ClinicAnswer> {
    const { hash, text } = await this.#inForce();
    const view = viewOf(text, this.#box.clock.now());
    return {
      ...{ ...view, hash },
      languages: [...languagesIn(view.value)],
      sayable: [...promptIds.filter(isSayable), ...ALSO_SAYABLE],
      templates: [...templates.keys()],
    };
  }

  async draft(text: string, edits: readonly ClinicEdit[]): Promise<DraftAnswer> {
    const now = await this.#inForce();
    const after = edits.length === 0 ? text : this.#edited(text, edits);
    return { ...viewOf(after, this.#box.clock.now()), hash: now.hash, diff: [...lineDiff(now.text, after)] };
  }

  /**
   * Which parts a text changes. `base`: the file that its author saw. @throws ApiError when `who` may not change one of them: a
   * file that cannot be read is a manager's.
   */
  async permit(text: string, who: Who, base?: string): Promise<readonly string[]> {
    const now = await this.#inForce().catch(() => undefined);
    const before = now === undefined ? undefined : parsed(now.text);
    const { changed, fromEnvironment, guarded, ofOthers } = clinicChangeRights(before, parsed(text));
    const withheld = guarded.filter(
      ({ part, right }) => !who.rights.has(right) || (part === "console" && who.kind !== "user"),
    );
    if (withheld.length > 0) throw needsManager([...new Set(withheld.map(({ part }) => part))]);
    if (fromEnvironment.length > 0) throw secretFromEnvironment(fromEnvironment);
    if (ofOthers.length > 0 && !who.rights.has("users.manage")) throw secretOfOthers(ofOthers);
    // What was compared has to be what is replaced; of whoever may change all of it, root's hand says so.
    if (base !== undefined && base !== now?.hash && !who.rights.has("users.manage"))
      throw new ApiError(409, "CLINIC_FILE_OVERTAKEN", "Somebody else has changed the clinic file meanwhile.", {
        cure: "Look at what was changed, and make your change on top of it.",
      });
    return changed;
  }

  #edited(text: string, edits: readonly ClinicEdit[]): string {
    try {
      return edited(text, edits);
    } catch (cause) {
      throw new ApiError(409, "EDIT_HAS_NO_PLACE", "This change has no place in the clinic file as it is now.", {
        cure: "Mend the file as text first, or discard the changes and begin again.",
        cause,
      });
    }
  }

  /** Newest first. Who did it is known as long as root's hand remembers it, and can be asked. */
  async history(): Promise<readonly PastFile[]> {
    const log = await this.#box.changes.log().catch(() => []);
    return (await this.#past()).map((past) => rowOf(past, log)).reverse();
  }

  async past(number: number): Promise<PastAnswer> {
    const all = await this.#past();
    const at = all.findIndex((past) => past.number === number);
    const found = all[at];
    if (found === undefined) throw notFound(`clinic file ${number} in the history`);
    const [text, now] = await Promise.all([this.#readPast(found), this.#inForce()]);
    const after = all[at + 1];
    const next = after === undefined ? now.text : await this.#readPast(after);
    const log = await this.#box.changes.log().catch(() => []);
    return { ...rowOf(found, log), text, diff: [...lineDiff(text, now.text)], made: [...lineDiff(text, next)] };
  }

  async #inForce(): Promise<{ readonly text: string; readonly hash: string }> {
    try {
      const bytes = await readFile(this.#box.clinic.file);
      return { text: bytes.toString("utf8"), hash: createHash("sha256").update(bytes).digest("hex") };
    } catch (cause) {
      throw new ApiError(503, "NO_CLINIC_FILE", "The clinic file cannot be read.", {
        cure: `Call the technician: firstring check ${this.#box.clinic.file} on the box says why.`,
        cause,
      });
    }
  }

  get #folder(): string {
    return join(dirname(this.#box.clinic.file), "history");
  }

  async #past(): Promise<readonly PastClinicFile[]> {
    return readHistory(await readdir(this.#folder).catch(() => []));
  }

  async #readPast({ file, number }: PastClinicFile): Promise<string> {
    return readFile(join(this.#folder, file), "utf8").catch(() => {
      throw notFound(`clinic file ${number} in the history`);
    });
  }
}

function parsed(text: string): unknown {
  const { document, issues } = readYaml(text);
  return issues.length > 0 ? undefined : document?.value;
}

const needsManager = (parts: readonly string[]): ApiError =>
  new ApiError(403, "CLINIC_NEEDS_MANAGER", `Only a manager may change this in the clinic file: ${parts.join(", ")}.`, {
    cure: "Ask a manager.",
    details: { parts },
  });
const secretFromEnvironment = (places: readonly string[]): ApiError =>
  new ApiError(403, "SECRET_FROM_ENVIRONMENT", `A secret cannot be taken from the environment: ${places.join(", ")}.`, {
    cure: `Keep it as a credential: \${credential:NAME}.`,
    details: { places },
  });
const secretOfOthers = (places: readonly string[]): ApiError =>
  new ApiError(403, "SECRET_OF_OTHERS", `A SIM's PIN cannot be another's secret: ${places.join(", ")}.`, {
    cure: `Name that of a SIM's PIN: \${credential:sim-pin}, or one that begins so. A manager may name others.`,
    details: { places },
  });

/** A change's id begins with when it began, and its word with when it ended: the file was replaced between the two. */
function rowOf({ by, number, replacedAt }: PastClinicFile, log: readonly LoggedChange[]): PastFile {
  const at = Date.parse(replacedAt);
  const made = log.filter((change) => {
    const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(change.id) ?? [];
    const [year, month, day, hour, minute, second] = parts;
    const began = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return change.outcome === "kept" && change.who.by === by && began <= at && at <= Date.parse(change.at);
  });
  const name = made.length === 1 ? made[0]?.who.name : undefined;
  return { number, replacedAt: at, by, ...(name === undefined ? {} : { name }) };
}
