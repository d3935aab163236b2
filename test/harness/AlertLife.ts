import { ACTS } from "../../device/alert/AlertHands.ts";
import { pageInterruptedCalls } from "../../device/call/pageInterruptedCalls.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { Alert, Dispatch } from "../../firmware/message/MessageStore.ts";
import { Milliseconds, Minutes } from "../../firmware/time/Duration.ts";
import { AlertBench, type Fate, type Sent } from "./AlertBench.ts";
import { history, judge } from "./judgeLife.ts";
import { LocalStore } from "./LocalStore.ts";
import { VirtualClock } from "./VirtualClock.ts";

// One night of a box, drawn by lot: calls, replies, acts, sends that are lost, a process that dies at any write, a clock that
// jumps. Then an hour of quiet, in which every alert must be in somebody's hands or still climb.

const NIGHT = Date.parse("2026-12-01T04:00:00Z");
const QUIET = Minutes(30);

/** Numbers from a seed, so that a life can be lived again (mulberry32). */
export class Lot {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

export class SlippingClock extends VirtualClock {
  slipped = 0;

  override now(): number {
    return super.now() + this.slipped;
  }
}

export interface LifeReport {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly calls: number;
  readonly pages: number;
  readonly deaths: number;
  /** The audit of a life that went wrong. */
  readonly history: readonly string[];
}

const PEOPLE = ["chen", "patel", "okafor"] as const;
const TEXTS = ["", " pass", " done", " ok", " e", " who", "?", " cannot"] as const;
const WORDS = ["ack", "done", "pass", "who", "help", "STOP", "what", "7Q4K"] as const;

export async function live(seed: number, clinic: Clinic): Promise<LifeReport> {
  await using life = new Life(seed, clinic);
  return await life.run();
}

class Life implements AsyncDisposable {
  readonly #lot: Lot;
  readonly #seed: number;
  readonly #clinic: Clinic;
  readonly #clock: SlippingClock;
  readonly #store: LocalStore;
  readonly #sent: Sent[] = [];
  readonly #refs: string[] = [];
  readonly #violations = new Set<string>();
  #box: AlertBench;
  #calm = false;
  #deaths = 0;
  #starting = false;

  constructor(seed: number, clinic: Clinic) {
    this.#seed = seed;
    this.#lot = new Lot(seed);
    this.#store = new LocalStore();
    this.#clinic = clinic;
    this.#clock = new SlippingClock(NIGHT + this.#lot.below(7 * 24 * 60) * 60_000);
    this.#box = this.#start();
  }

  async run(): Promise<LifeReport> {
    await this.#within(() => this.#call());
    for (let left = 4 + this.#lot.below(14); left > 0; left -= 1) {
      await this.#within(() => this.#event());
      if (this.#store.dead) await this.#restart();
    }
    await this.#restart();
    this.#calm = true;
    await this.#box.passes(QUIET);
    for (const violation of judge(this.#store, this.#sent, this.#clock.now())) this.#violations.add(violation);
    const { pages } = this.#box;
    return {
      seed: this.#seed,
      violations: [...this.#violations],
      calls: this.#refs.length,
      pages: pages.length,
      deaths: this.#deaths,
      history: this.#violations.size === 0 ? [] : history(this.#store),
    };
  }

  #start(): AlertBench {
    return new AlertBench({
      clinic: this.#clinic,
      clock: this.#clock,
      store: this.#store.newProcess(this.#clock),
      sent: this.#sent,
      fate: (dispatch) => this.#fate(dispatch),
      onSend: (dispatch) => this.#leaves(dispatch),
    });
  }

  /** What a dead process waits for never comes; a few turns of the loop show all that still happens. */
  async #within(act: () => Promise<unknown>): Promise<void> {
    let over = false;
    const before = this.#deaths;
    const done = act().then(
      () => {
        over = true;
      },
      (error: unknown) => {
        over = true;
        this.#violations.add(`thrown: ${String(error)}`);
      },
    );
    const gone = (): boolean => this.#store.dead || (this.#deaths > before && !this.#starting);
    while (!over && !gone()) await Promise.race([done, new Promise((resolve) => setImmediate(resolve))]);
  }

  async #event(): Promise<void> {
    const lot = this.#lot;
    switch (lot.below(12)) {
      case 0:
        return this.#call();
      case 1:
      case 2:
        return this.#box.passes(Milliseconds(Math.floor(2 ** (lot.next() * 21))));
      case 3:
      case 4:
      case 5:
        return this.#box.replies(lot.of(PEOPLE), `${this.#anyRef()}${lot.of(TEXTS)}`);
      case 6:
        return this.#box.replies(lot.of([...PEOPLE, "+13125550199"]), lot.of(WORDS));
      case 7:
        await this.#box.desk.command(lot.of(ACTS), this.#anyRef(), lot.of(PEOPLE));
        return;
      case 8:
        return this.#report();
      case 9:
        this.#store.killAt({ atWrite: 1 + lot.below(12), committed: lot.below(2) === 0 });
        return this.#event();
      case 10:
        this.#clock.slipped += (lot.below(2) === 0 ? 1 : -1) * lot.below(3 * 60) * 60_000;
        return;
      default:
        return this.#restart();
    }
  }

  async #call(): Promise<void> {
    const ref = await this.#box.calls({
      ...(this.#lot.below(4) === 0 ? {} : { number: this.#lot.of(["3125550142", "3125550143"]) }),
      kind: this.#lot.below(4) === 0 ? "professional" : "patient",
    });
    if (this.#refs.includes(ref)) this.#violations.add(`code ${ref} was given twice`);
    this.#refs.push(ref);
  }

  /** The power comes back after a while; calls that it cut off are paged for. */
  async #restart(): Promise<void> {
    this.#deaths += 1;
    this.#starting = true;
    await this.#box.desk.stop();
    this.#clock.advance(Milliseconds(this.#lot.below(40) * 60_000));
    this.#box = this.#start();
    const { desk, store } = this.#box;
    await desk.resume();
    await pageInterruptedCalls(store, (message, callerId) => {
      this.#refs.push(message.ref);
      desk.raise(message, this.#clock.monotonic(), callerId);
    });
    this.#starting = false;
  }

  #anyRef(): string {
    return this.#refs.length === 0 ? "7Q4K" : this.#lot.of(this.#refs);
  }

  async #report(): Promise<void> {
    const sent = this.#sent.at(-1 - this.#lot.below(3));
    if (sent === undefined) return;
    const outcome = this.#lot.of(["delivered", "failed", "gaveUp"] as const);
    this.#box.desk.deliveryReport({ dispatch: sent.dispatch, dispatchId: sent.dispatch.id, outcome, detail: "TP-ST" });
    await this.#box.passes(Milliseconds(1));
  }

  #fate({ way }: Dispatch): Fate {
    const chance = this.#lot.next();
    const after = way === "call" ? 25_000 : this.#lot.below(8) * 500;
    if (this.#calm) return way === "call" ? { after, kind: "failedPermanently" } : { after, kind: "sent" };
    if (chance < 0.65) return { after, kind: way === "call" ? "failedPermanently" : "sent" };
    if (chance < 0.78) return { after, kind: "failedTemporarily" };
    if (chance < 0.88) return { after, kind: "failedPermanently" };
    return chance < 0.96 ? { after, kind: "unknown" } : { after, kind: "never" };
  }

  /** No page for what somebody has; the one who has it may hear that the patient calls again. */
  #leaves(dispatch: Dispatch): boolean {
    if (this.#store.dead) return false;
    const { ref, purpose = "page", id, person } = dispatch;
    if (purpose !== "page") return true;
    const [row] = this.#store.rows<{ state: string; record: string }>(
      "SELECT state, record FROM alerts WHERE ref = ?",
      ref,
    );
    const { takenBy, takenAt, closedAt } = JSON.parse(row?.record ?? "{}") as Partial<Alert>;
    const since = row?.state === "closed" ? closedAt : takenAt;
    // A page that leaves in the very moment in which the store writes the take is one that nobody could have held back.
    const known = this.#box.desk.views.some((view) => view.ref === ref && view.state !== "open");
    if (!known && since === this.#clock.now()) return true;
    const ofAnotherCall = id.split(".")[1]?.startsWith("call") === true && person === takenBy;
    if (row?.state === "closed" || (row?.state === "taken" && !ofAnotherCall))
      this.#violations.add(`${id} was sent although ${ref} was ${row.state}`);
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#box.desk.stop();
    this.#store.close();
  }
}
