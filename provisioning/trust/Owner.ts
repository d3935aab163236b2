import type { Entry, OwnerStatus, Who } from "../change/ApplyClient.ts";
import type { RecordedChange } from "../change/ChangeRecord.ts";
import type { Disk } from "../change/disk/Disk.ts";
import { attemptRight, type BootTime, beginAttempt, lockedForMs, seen } from "./AttemptGuard.ts";
import { plainCode } from "./oneTimeCode.ts";
import { type OwnerFile, readOwner, writeOwner } from "./ownerFile.ts";
import { complaintAboutPassphrase, hashed, isRight } from "./passphrase.ts";

export interface OwnerMeans {
  readonly disk: Disk;
  readonly file: string;
  readonly serial: string;
  readonly bootTime: () => BootTime;
  readonly presentForMs: () => number;
  /** What somebody at the box showed counts once. */
  readonly usePresence: () => void;
  readonly now: () => number;
  /** A new session, for who has shown that they may. */
  readonly openSession: (who: Who) => string;
  readonly closeAllSessions: () => void;
  readonly record: { add(change: RecordedChange): void };
}

type Proof = { readonly kind: "right" } | Exclude<Entry, { kind: "in" }>;

/** Whose box it is. Every try is counted on the disk before it is looked at; one at a time. */
export class Owner {
  readonly #means: OwnerMeans;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(means: OwnerMeans) {
    this.#means = means;
  }

  status(): OwnerStatus {
    const { serial, presentForMs, bootTime } = this.#means;
    const owner = this.#seen();
    return {
      serial,
      claimed: owner.passphrase !== undefined,
      hasCode: owner.code !== undefined,
      presentForMs: presentForMs(),
      lockedForMs: lockedForMs(owner.guard, bootTime()),
    };
  }

  claim({ code, passphrase, who }: { code: string; passphrase: string; who: Who }): Promise<Entry> {
    return this.#inTurn(async () => {
      const owner = this.#seen();
      if (owner.passphrase !== undefined)
        return refuse("the box has an owner", "Enter with the passphrase; with the button held, a new one can be set.");
      if (this.#means.presentForMs() === 0) return { kind: "needs-presence" };
      const complaint = complaintAboutPassphrase(passphrase);
      if (complaint !== undefined) return unfit(complaint);
      if (owner.code !== undefined) {
        const proof = await this.#prove(plainCode(code), owner.code, who, "the code of the label");
        if (proof.kind !== "right") return proof;
      }
      const { code: _used, ...rest } = readOwner(this.#means.disk, this.#means.file);
      this.#write({ ...rest, claimedAt: this.#isoNow, passphrase: await hashed(passphrase) });
      this.#means.usePresence();
      return this.#enter(who, "The box was claimed.");
    });
  }

  enter({ passphrase, who }: { passphrase: string; who: Who }): Promise<Entry> {
    return this.#inTurn(async () => {
      const { passphrase: wanted } = this.#seen();
      if (wanted === undefined) return refuse("nobody owns this box yet", "Claim it with the code on its label.");
      const proof = await this.#prove(passphrase, wanted, who, "the passphrase");
      return proof.kind === "right" ? this.#enter(who, "Somebody entered with the passphrase.") : proof;
    });
  }

  changePassphrase({ old, passphrase, who }: { old?: string; passphrase: string; who: Who }): Promise<Entry> {
    return this.#inTurn(async () => {
      const { passphrase: wanted } = this.#seen();
      if (wanted === undefined) return refuse("nobody owns this box yet", "Claim it with the code on its label.");
      const complaint = complaintAboutPassphrase(passphrase);
      if (complaint !== undefined) return unfit(complaint);
      if (old !== undefined) {
        const proof = await this.#prove(old, wanted, who, "the passphrase");
        if (proof.kind !== "right") return proof;
      } else if (this.#means.presentForMs() === 0) return { kind: "needs-presence" };
      const owner = readOwner(this.#means.disk, this.#means.file);
      this.#write({ ...owner, passphrase: await hashed(passphrase), guard: attemptRight() });
      if (old === undefined) this.#means.usePresence();
      this.#means.closeAllSessions();
      return this.#enter(
        who,
        old === undefined ? "A new passphrase was set at the box." : "The passphrase was changed.",
      );
    });
  }

  async #prove(shown: string, wanted: Parameters<typeof isRight>[1], who: Who, what: string): Promise<Proof> {
    const owner = this.#seen();
    const admission = beginAttempt(owner.guard, this.#means.bootTime());
    if (admission.kind === "locked") return admission;
    this.#write({ ...owner, guard: admission.guard });
    if (await isRight(shown, wanted)) {
      this.#write({ ...readOwner(this.#means.disk, this.#means.file), guard: attemptRight() });
      return { kind: "right" };
    }
    this.#note(who, `Somebody got ${what} wrong (${admission.guard.tries} in a row).`);
    const { lock } = admission.guard;
    return lock === undefined ? { kind: "wrong", triesLeft: admission.triesLeft } : { kind: "locked", forMs: lock.ms };
  }

  #enter(who: Who, words: string): Entry {
    this.#note(who, words);
    return { kind: "in", session: this.#means.openSession(who) };
  }

  #note(who: Who, words: string): void {
    this.#means.record.add({ id: "", at: this.#isoNow, who, what: [], outcome: "owner", words });
  }

  get #isoNow(): string {
    return new Date(this.#means.now()).toISOString();
  }

  /** A lock that an earlier boot began goes on in this one. */
  #seen(): OwnerFile {
    const { disk, file, bootTime } = this.#means;
    const owner = readOwner(disk, file);
    const guard = seen(owner.guard, bootTime());
    if (guard === owner.guard) return owner;
    this.#write({ ...owner, guard });
    return { ...owner, guard };
  }

  #write(owner: OwnerFile): void {
    writeOwner(this.#means.disk, this.#means.file, owner);
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(act);
    this.#queue = turn.catch(() => {});
    return turn;
  }
}

const refuse = (what: string, cure: string): Entry & { kind: "refused" } => ({ kind: "refused", what, cure });
const unfit = (why: string) =>
  refuse(`this passphrase will not do: ${why}`, "Take four words that have nothing to do with each other.");
