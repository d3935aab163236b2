import { changeSays } from "../../firmware/config/changeBook.ts";
import { Milliseconds, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import type { ApplyOptions } from "./ApplyClient.ts";
import { type ApplyNote, undoAround } from "./applyNote.ts";
import type { Change, ChangeOf, ReleaseChange } from "./Change.ts";
import type { FileSwap } from "./disk/FileSwap.ts";
import { Transaction } from "./disk/Transaction.ts";
import { diskTrouble } from "./diskTrouble.ts";
import type { EngineMeans } from "./EngineMeans.ts";
import {
  AFTER_A_RELEASE,
  AFTER_A_SETTING,
  beginHealthCheck,
  type ServiceHealth,
  stepHealth,
} from "./health/judgeHealth.ts";
import { type SwapMeans, swapsOf } from "./kinds/swapsOf.ts";
import { journalFile } from "./Places.ts";
import { type Outcome, type Phase, type Plan, refused } from "./Plan.ts";
import { pause } from "./pause.ts";
import type { AtWork } from "./service/ServiceControl.ts";

/** A call is bounded by nine minutes, so one that began before and one that followed are over. */
const QUIET_WITHIN = Minutes(15);
const ASK_EVERY = Seconds(1);
/** A service that does not answer for so long has nobody to let go of: its watchdog would end it. One that is only slow may be speaking. */
const SILENT_FOR = Seconds(60);

export interface RunOptions extends ApplyOptions {
  readonly along: readonly FileSwap[];
  /** It is kept, and the journal still there: whoever notes it now notes it for sure. */
  readonly onKept: (outcome: Outcome) => void;
  /** The data of a backup that lies staged. */
  readonly data: boolean;
}

/** One set of changes on its way: staged, exchanged, tried, kept or taken back. */
export class ApplyRun {
  readonly id: string;
  readonly #changes: readonly Change[];
  readonly #plan: Plan;
  readonly #means: EngineMeans;
  readonly #options: RunOptions;
  readonly #confirmed = Promise.withResolvers<boolean>();
  #exchanging = false;
  unconfirmedUntil: number | undefined;

  constructor(id: string, changes: readonly Change[], plan: Plan, means: EngineMeans, options: RunOptions) {
    this.id = id;
    this.#changes = changes;
    this.#plan = plan;
    this.#means = means;
    this.#options = options;
  }

  confirm(): void {
    this.#confirmed.resolve(true);
  }

  /** Nobody is waited for any more: it goes on to its end. */
  get isExchanging(): boolean {
    return this.#exchanging;
  }

  async run(): Promise<Outcome> {
    const { service, disk, places } = this.#means;
    let put: string | undefined;
    try {
      this.#tell("stage", "Writing everything beside its place …");
      const release = this.#release;
      const releaseLink =
        release === undefined ? undefined : await this.#means.shelf.put(release.file, release.version);
      put = release?.version;
      const seen = await service.look();
      const ran = seen.kind !== "stopped";
      const transaction = await this.#stage(ran, releaseLink);
      const because = this.#plan.restart && ran ? await this.#quiet() : undefined;
      if (because !== undefined) {
        transaction.undo();
        return this.#refuse(because.code, because.what, changeSays.later());
      }
      this.#exchanging = true;
      const outcome = await this.#exchange(transaction, seen.kind === "up" ? seen.health : undefined, ran);
      put = outcome.kind === "kept" ? undefined : put;
      return outcome;
    } catch (error) {
      const { code, what, cure } = diskTrouble(error);
      const rest = "what is left of the change is put back at the next start of the box";
      return disk.exists(journalFile(places))
        ? { kind: "rolled-back", id: this.id, because: what, words: `It failed: ${what}; ${rest}.` }
        : this.#refuse(code, what, cure);
    } finally {
      if (put !== undefined) await this.#means.shelf.drop(put).catch(() => {});
    }
  }

  get #release(): ReleaseChange | undefined {
    return this.#changes.find((change) => change.kind === "release");
  }

  async #stage(ran: boolean, releaseLink: SwapMeans["releaseLink"]): Promise<Transaction> {
    const { places, disk, network, sealer, clock } = this.#means;
    const { who } = this.#options;
    const swaps = await swapsOf(this.#changes, {
      ...{ places, disk, network, sealer, releaseLink },
      at: clock.now(),
      by: who.by,
    });
    const note: ApplyNote = {
      who,
      what: this.#plan.steps.map(({ words }) => words),
      restart: this.#plan.restart,
      ran,
      ...(this.#options.data ? { data: true } : {}),
      ...(this.#release === undefined ? {} : { release: this.#release.version }),
      ...(this.#renames ? { hostname: true } : {}),
      ...(this.#networkChange === undefined ? {} : { network: networkParts(this.#networkChange) }),
    };
    return Transaction.stage(disk, journalFile(places), this.id, [...swaps, ...this.#options.along], note);
  }

  get #renames(): boolean {
    return this.#changes.some(({ kind }) => kind === "hostname");
  }

  get #networkChange(): ChangeOf<"network"> | undefined {
    return this.#changes.find((change) => change.kind === "network");
  }

  /** Undefined: nobody is on the telephone, and whoever rings now is answered after the stop. Else why it was not done. */
  async #quiet(): Promise<{ readonly code: string; readonly what: string } | undefined> {
    const { clock, service } = this.#means;
    const until = clock.monotonic() + QUIET_WITHIN;
    let told = "";
    let heardAt = clock.monotonic();
    for (;;) {
      const seen = await service.look();
      if (seen.kind === "stopped") return undefined;
      if (seen.kind === "up") heardAt = clock.monotonic();
      else if (clock.monotonic() - heardAt >= SILENT_FOR) return undefined;
      const waitsFor = seen.kind === "up" ? this.#waitsFor(seen.atWork) : "an answer of the answering service";
      // Somebody may have begun to ring since: the service itself says whether it can let go.
      if (waitsFor === "" && (await service.hold())) return undefined;
      if (this.#options.signal?.aborted === true) return { code: "GIVEN_UP", what: changeSays.gaveUp() };
      if (clock.monotonic() >= until)
        return { code: "LINE_BUSY", what: changeSays.lineBusy({ n: QUIET_WITHIN / 60_000 }) };
      if (waitsFor !== "" && waitsFor !== told) this.#tell("wait-for-quiet", inWords(waitsFor));
      told = waitsFor;
      await pause(clock, ASK_EVERY);
    }
  }

  #waitsFor({ calls, untakenUrgent }: AtWork): string {
    if (calls > 0) return "a telephone call";
    return this.#release !== undefined && untakenUrgent > 0 ? "an urgent call that nobody has taken" : "";
  }

  async #exchange(transaction: Transaction, before: ServiceHealth | undefined, ran: boolean): Promise<Outcome> {
    const { service, disk, places } = this.#means;
    const { restart } = this.#plan;
    const setsClinic = this.#changes.some(({ kind }) => kind === "clinic-file");
    let sick: string | undefined;
    let warnings: readonly string[] = [];
    try {
      if (restart && ran) {
        this.#tell("stop", "Stopping the answering service for a moment …");
        await service.stop();
      }
      this.#tell("swap", "Putting the new files in their places …");
      transaction.swap();
      if (this.#options.data) this.#means.data?.swap(this.#means.clock.now());
      await this.#act();
      const starts = restart && (ran || (setsClinic && disk.exists(places.clinicFile)));
      if (starts) [sick, warnings] = await this.#startAndWatch(before);
      if (sick === undefined && this.#plan.confirmWithinS !== undefined)
        sick = await this.#unconfirmed(this.#plan.confirmWithinS);
      if (sick !== undefined && (await this.#mustStay())) {
        warnings = [`it is not well: ${sick}; calls were taken with it, so it does not go back by itself`];
        sick = undefined;
      }
      if (sick === undefined) {
        this.#tell("keep", warnings.length === 0 ? "All is well: kept." : "Kept.");
        transaction.decide();
        return await this.#tidyUp(transaction, warnings);
      }
    } catch (error) {
      if (this.#options.data && this.#means.data?.hasNews()) {
        // Not decided: the next start finds the same, and keeps it.
        await service.start().catch(() => {});
        throw error;
      }
      sick = diskTrouble(error).what;
    }
    this.#tell("roll-back", `${capital(sick)}. Putting everything back …`);
    const around = { stop: restart, start: restart && ran };
    const acted = { network: this.#networkChange, hostname: this.#renames };
    await undoAround(this.#means, () => this.#putBack(transaction), acted, around);
    return {
      kind: "rolled-back",
      id: this.id,
      because: sick,
      words: `Everything is as it was before: ${sick}.`,
    };
  }

  /** It is decided: what fails from here on is done by who recovers, and nothing goes back any more (half of it could). */
  async #tidyUp(transaction: Transaction, warnings: readonly string[]): Promise<Outcome> {
    const kept = { kind: "kept", id: this.id, words: this.#done } as const;
    try {
      if (this.#release !== undefined) await this.#means.shelf.kept(this.#release.version);
      this.#options.onKept({ ...kept, warnings });
      transaction.finish();
      return { ...kept, warnings };
    } catch (error) {
      const rest = changeSays.leftover({ why: diskTrouble(error).what });
      return { ...kept, warnings: [...warnings, rest] };
    }
  }

  /** What was confirmed to a caller is not taken away again. The service is stopped to be sure, and goes on if so. */
  async #mustStay(): Promise<boolean> {
    const { service, data } = this.#means;
    if (!this.#options.data) return false;
    if ((await this.#quiet()) !== undefined) return true;
    await service.stop().catch(() => {});
    if (data === undefined || !data.hasNews()) return false;
    await service.start();
    return true;
  }

  get #done(): string {
    return `Done: ${this.#plan.steps.map(({ words }) => words).join("; ")}.`;
  }

  #putBack(transaction: Transaction): void {
    if (this.#options.data) this.#means.data?.undo();
    transaction.undo();
  }

  /** What is more than a file. */
  async #act(): Promise<void> {
    for (const change of this.#changes) {
      if (change.kind === "time") await this.#means.setTime(change.epochMs);
      if (change.kind === "hostname") await this.#means.setHostname(change.hostname);
      if (change.kind === "network") await this.#means.network.activate(change);
    }
  }

  async #startAndWatch(before: ServiceHealth | undefined): Promise<readonly [string | undefined, readonly string[]]> {
    const { service, clock } = this.#means;
    this.#tell("start", "Starting the answering service …");
    await service.start();
    const isRelease = this.#release !== undefined;
    let check = beginHealthCheck(
      before,
      clock.monotonic(),
      this.#means.bounds ?? (isRelease ? AFTER_A_RELEASE : AFTER_A_SETTING),
    );
    let told = "";
    for (;;) {
      await pause(clock, ASK_EVERY);
      const seen = await service.look();
      const [next, verdict] = stepHealth(check, seen.kind === "up" ? seen.health : undefined, clock.monotonic());
      check = next;
      if (verdict.kind === "healthy") return [undefined, verdict.warnings];
      if (verdict.kind === "sick") return [verdict.because, []];
      const words =
        verdict.lacks.length === 0 ? changeSays.allWell() : changeSays.waiting({ lacks: verdict.lacks.join("; ") });
      if (words !== told) this.#tell("health", words);
      told = words;
    }
  }

  /** Undefined: somebody is still there. */
  async #unconfirmed(withinS: number): Promise<string | undefined> {
    const { clock } = this.#means;
    this.unconfirmedUntil = clock.monotonic() + withinS * 1000;
    this.#tell(
      "confirm",
      `Confirm within ${withinS} seconds that the box can still be reached; else everything goes back.`,
    );
    const timer = clock.after("confirm change", Milliseconds(withinS * 1000), () => this.#confirmed.resolve(false));
    const confirmed = await this.#confirmed.promise;
    timer.cancel();
    this.unconfirmedUntil = undefined;
    return confirmed ? undefined : "nobody confirmed that the box can still be reached";
  }

  #tell(phase: Phase, words: string): void {
    this.#options.onProgress?.({ phase, words });
  }

  #refuse(code: string, what: string, cure: string): Outcome {
    return refused({ code, what, cure });
  }
}

const inWords = (waitsFor: string): string =>
  waitsFor.startsWith("an answer") ? `Waiting for ${waitsFor} …` : `Waiting for the end of ${waitsFor} …`;

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** Which parts it touches, without the passphrase: that does not belong into a journal. */
const networkParts = ({ wired, wifi }: ChangeOf<"network">) => ({
  wired: wired !== undefined,
  wifi: wifi !== undefined,
});
