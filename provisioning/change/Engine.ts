import { createHash } from "node:crypto";
import type * as z from "zod";
import { changeSays } from "../../firmware/config/changeBook.ts";
import type { Presence } from "../trust/Presence.ts";
import type { ApplyOptions, ApplyStatus, Who } from "./ApplyClient.ts";
import { ApplyRun } from "./ApplyRun.ts";
import { applyNoteSchema, undoAround } from "./applyNote.ts";
import type { Change } from "./Change.ts";
import type { RecordedChange } from "./ChangeRecord.ts";
import type { FileSwap } from "./disk/FileSwap.ts";
import { keepJournal, recover } from "./disk/Transaction.ts";
import { diskTrouble } from "./diskTrouble.ts";
import { boxFacts, type EngineMeans } from "./EngineMeans.ts";
import { journalFile } from "./Places.ts";
import { canApply, type Outcome, type Plan, type Progress, type Refusal, refused } from "./Plan.ts";
import { planChanges } from "./plan/planChanges.ts";

const GOING_ON: Refusal = {
  code: "CHANGE_GOING_ON",
  what: changeSays.goingOn(),
  cure: changeSays.waitForIt(),
};

const OVERTAKEN: Refusal = {
  code: "CLINIC_FILE_OVERTAKEN",
  what: changeSays.overtaken(),
  cure: changeSays.lookFirst(),
};

/** Names a clinic file, so that whoever changes it can say which one they have seen. */
export const clinicFileHash = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? "none" : createHash("sha256").update(bytes).digest("hex");

/**
 * Changes a box: plan → verify → apply → health check → keep, or back by itself. One set of changes at a time. Whatever ends
 * this process, `recover` brings the box to one side or the other.
 */
export class Engine {
  readonly #means: EngineMeans;
  #run: { readonly run: ApplyRun; readonly who: Who; readonly giveUp: AbortController; progress: Progress } | undefined;

  constructor(means: EngineMeans) {
    this.#means = means;
  }

  plan(changes: readonly Change[]): Plan {
    return planChanges(changes, boxFacts(this.#means));
  }

  /**
   * `along`: files that are kept or taken back together with the changes (which bundle was taken, say). `data`: what lies staged
   * of a backup, in words; it is, too. `presence`: of an act of several such steps. `unattended`: nobody is there who could be asked.
   */
  async apply(
    changes: readonly Change[],
    options: ApplyOptions,
    {
      along = [],
      data,
      presence = this.#means.presence,
      unattended = false,
    }: {
      along?: readonly FileSwap[];
      data?: string | undefined;
      presence?: Presence;
      unattended?: boolean;
    } = {},
  ): Promise<Outcome> {
    const { disk, places } = this.#means;
    if (this.#run !== undefined) return refused(GOING_ON);
    // Left by a process that was killed: nobody else finishes it before the next start of the box.
    if (disk.exists(journalFile(places))) await this.recover();
    // Somebody else may have begun meanwhile.
    if (this.#run !== undefined || disk.exists(journalFile(places))) return refused(GOING_ON);
    const id = this.#newId();
    const verify: Progress = { phase: "verify", words: "Looking whether it can be done …" };
    options.onProgress?.(verify);
    const facts = { ...boxFacts(this.#means), present: presence.isShown() };
    const asked = withData(planChanges(changes, facts), data);
    const plan = unattended ? withoutAsking(asked) : asked;
    if (!canApply(plan)) return this.#recorded(id, plan, options, refused(...plan.refusals));
    const onProgress = (progress: Progress) => {
      if (this.#run !== undefined) this.#run.progress = progress;
      options.onProgress?.(progress);
    };
    const giveUp = new AbortController();
    const run = new ApplyRun(id, changes, plan, this.#means, {
      ...options,
      signal: AbortSignal.any([giveUp.signal, ...(options.signal === undefined ? [] : [options.signal])]),
      onProgress,
      along,
      onKept: (outcome) => void this.#recorded(id, plan, options, outcome),
      data: data !== undefined,
    });
    const release = this.#means.lock();
    if (release === undefined) return refused(GOING_ON);
    try {
      // Under the lock: from here on nobody else exchanges it.
      if (options.base !== undefined && options.base !== clinicFileHash(disk.read(places.clinicFile)))
        return this.#recorded(id, plan, options, refused(OVERTAKEN));
      this.#run = { run, who: options.who, giveUp, progress: verify };
      if (plan.needsPresence) presence.use();
      const outcome = await run.run();
      return outcome.kind === "kept" ? withWarnings(outcome, plan) : this.#recorded(id, plan, options, outcome);
    } finally {
      release();
      this.#run = undefined;
    }
  }

  /** Nothing was looked at, and nothing is done; it is written down with what to do, because who brought it reads it nowhere else. */
  refuse(refusal: Refusal, { who }: ApplyOptions): Outcome {
    const { clock, record } = this.#means;
    const outcome = refused(refusal);
    const words = `${outcome.words} ${refusal.cure}`;
    record.add({
      ...{ id: this.#newId(), who, what: [], words },
      outcome: "refused",
      at: new Date(clock.now()).toISOString(),
    });
    return outcome;
  }

  #newId(): string {
    const { clock, chance } = this.#means;
    return `${new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, "")}-${chance()}`;
  }

  confirm(id: string): boolean {
    if (this.#run?.run.id !== id || this.#run.run.unconfirmedUntil === undefined) return false;
    this.#run.run.confirm();
    return true;
  }

  /** While it waits for the end of a call; later it goes on to its end. False: it is not the one that goes on. */
  giveUp(id: string): boolean {
    if (this.#run?.run.id !== id || this.#run.run.isExchanging) return false;
    this.#run.giveUp.abort();
    return true;
  }

  /** What was changed on this box last, newest first. */
  recent(most: number): readonly RecordedChange[] {
    return this.#means.record.read().slice(-most).reverse();
  }

  status(): ApplyStatus {
    const { version, record, clock } = this.#means;
    const last = record.read().at(-1);
    const until = this.#run?.run.unconfirmedUntil;
    return {
      version,
      ...(this.#run === undefined
        ? {}
        : { busy: { id: this.#run.run.id, who: this.#run.who, progress: this.#run.progress } }),
      ...(until === undefined || this.#run === undefined
        ? {}
        : { unconfirmed: { id: this.#run.run.id, forMs: Math.max(0, until - clock.monotonic()) } }),
      ...(last === undefined ? {} : { last: { id: last.id, at: last.at, words: last.words } }),
    };
  }

  /**
   * At a start, before the service, and after this program ended in the middle of a change. Returns what was done, in words. A change
   * that another process is making just now (root at the command line) is none of its business.
   */
  async recover(): Promise<string | undefined> {
    if (this.#run !== undefined) return undefined;
    const release = this.#means.lock();
    if (release === undefined) return undefined;
    try {
      return await this.#recover();
    } finally {
      release();
    }
  }

  async #recover(): Promise<string | undefined> {
    const { disk, places, record, clock, service, shelf, data } = this.#means;
    const file = journalFile(places);
    if (!disk.exists(file)) {
      recover(disk, file);
      return undefined;
    }
    let noted = noteOf(disk.read(file));
    const withData = noted.note?.data === true;
    const mustStay = withData && noted.phase !== "kept" && data?.hasNews() === true;
    if (mustStay) {
      keepJournal(disk, file);
      noted = { ...noted, phase: "kept" };
    }
    // A change that was kept needs no stop: all that is left is to take the old copies away.
    const kept = noted.phase === "kept";
    const network = noted.note?.network;
    const change = network && {
      kind: "network" as const,
      ...(network.wired ? { wired: { method: "dhcp" as const } } : {}),
      ...(network.wifi ? { wifi: null } : {}),
    };
    const mend = () => {
      if (withData && !kept) data?.undo();
      return recover(disk, file);
    };
    const release = noted.note?.release;
    if (release !== undefined && kept) await shelf.kept(release);
    const restart = noted.note?.restart ?? true;
    const starts = (noted.note?.ran ?? true) && disk.exists(places.clinicFile);
    const outcome = kept
      ? mend()
      : await undoAround(
          this.#means,
          mend,
          { network: change, hostname: noted.note?.hostname === true },
          { stop: restart, start: restart && starts },
        );
    if (mustStay && starts) await service.start();
    if (release !== undefined && !kept) await shelf.drop(release).catch(() => {});
    if (outcome.kind === "nothing") return undefined;
    const words =
      outcome.kind === "finished"
        ? `A change that had been kept was finished.${leftWords(outcome.left)}`
        : "A change that was not finished (the power or the program went) was taken back.";
    // It was noted, and then the power went.
    if (outcome.kind === "finished" && record.read().some(({ id }) => id === outcome.id)) return words;
    record.add({
      id: outcome.id,
      at: new Date(clock.now()).toISOString(),
      who: whoOf(noted.note?.who),
      what: noted.note?.what ?? [],
      outcome: outcome.kind === "finished" ? "kept" : "undone-after-power-cut",
      words,
    });
    return words;
  }

  #recorded(id: string, plan: Plan, { who }: ApplyOptions, outcome: Outcome): Outcome {
    const { record, clock } = this.#means;
    const what = plan.steps.map(({ words }) => words);
    record.add({ id, at: new Date(clock.now()).toISOString(), who, what, outcome: outcome.kind, words: outcome.words });
    return outcome;
  }
}

const leftWords = (left: readonly string[]): string =>
  left.length === 0
    ? ""
    : ` The card does not give up what it replaced (${left.join(", ")}): it may be worn out; replace it, and restore the backup.`;

const withData = (plan: Plan, data: string | undefined): Plan =>
  data === undefined ? plan : { ...plan, restart: true, steps: [{ kind: "data", words: data }, ...plan.steps] };

/** What waits for a word that nobody can say would always go back. */
function withoutAsking({ confirmWithinS, ...plan }: Plan): Plan {
  if (confirmWithinS === undefined) return plan;
  return { ...plan, warnings: [...plan.warnings, "nobody was asked whether the box can still be reached"] };
}

const withWarnings = (outcome: Outcome, plan: Plan): Outcome =>
  outcome.kind === "kept"
    ? {
        ...outcome,
        warnings: [...plan.warnings, ...outcome.warnings],
        ...(plan.issues.length === 0 ? {} : { issues: plan.issues }),
      }
    : outcome;

/** A journal that cannot be read is told as such by `recover`; here it only says nothing. */
function noteOf(bytes: Uint8Array | undefined) {
  try {
    const { phase, note } = JSON.parse(new TextDecoder().decode(bytes)) as { phase?: unknown; note?: unknown };
    return { phase, note: applyNoteSchema.safeParse(note).data };
  } catch (error) {
    throw Object.assign(new Error(`the journal of changes cannot be read: ${diskTrouble(error).what}`), {
      cause: error,
    });
  }
}

const whoOf = (noted: z.infer<typeof applyNoteSchema>["who"] | undefined): Who =>
  noted === undefined
    ? { by: "appliance" }
    : { by: noted.by, ...(noted.name === undefined ? {} : { name: noted.name }) };
