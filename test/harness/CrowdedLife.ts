import { ACTS, type Act } from "../../device/alert/AlertHands.ts";
import { pageInterruptedCalls } from "../../device/call/pageInterruptedCalls.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import { type Duration, Milliseconds, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { AlertBench, type Fate, type Sent } from "./AlertBench.ts";
import { type LifeReport, Lot, SlippingClock } from "./AlertLife.ts";
import { history, judge } from "./judgeLife.ts";
import { LocalStore } from "./LocalStore.ts";

// A night in which things come on top of each other: acts begin while others are under way, in the very moment of a step or
// an expiry, during a start, on a card that answers late. Nothing here waits for an act: time goes on by itself, from timer to
// timer, so an act that is never over is a finding and not a test that hangs.

const NIGHT = Date.parse("2026-12-01T04:00:00Z");
const QUIET = Minutes(30);
/** The longest that a card keeps anybody waiting here, with room for what queues behind it. */
const ALL_ANSWERED = Minutes(5);
/** Timers in one life; the busiest has a tenth of them. */
const MOST_STEPS = 30_000;

const PEOPLE = ["chen", "patel", "okafor"] as const;
const TEXTS = ["", "", " pass", " done", " ok", " e", " who"] as const;
const WORDS = ["ack", "done", "pass", "who"] as const;

export async function liveCrowded(seed: number, clinic: Clinic): Promise<LifeReport> {
  await using life = new CrowdedLife(seed, clinic);
  return await life.run();
}

class CrowdedLife implements AsyncDisposable {
  readonly #seed: number;
  readonly #lot: Lot;
  readonly #clinic: Clinic;
  readonly #clock: SlippingClock;
  readonly #store: LocalStore;
  readonly #sent: Sent[] = [];
  readonly #refs: string[] = [];
  readonly #violations = new Set<string>();
  readonly #story: string[] = [];
  /** What was begun and is not over, in the process that runs now. */
  readonly #underWay = new Set<string>();
  #wanted: { readonly ref: string; readonly what: string; over: boolean }[] = [];
  #box: AlertBench;
  /** Calls are answered once the start is over, as in the box. */
  #started: Promise<void> = Promise.resolve();
  #begun = 0;
  #steps = 0;
  #deaths = 0;
  #calm = false;

  constructor(seed: number, clinic: Clinic) {
    this.#seed = seed;
    this.#lot = new Lot(seed);
    this.#clinic = clinic;
    this.#clock = new SlippingClock(NIGHT + this.#lot.below(7 * 24 * 60) * 60_000);
    this.#store = new LocalStore(() => this.#cardTakes());
    this.#box = this.#start();
  }

  async run(): Promise<LifeReport> {
    this.#begin("call", () => this.#call());
    for (let left = 5 + this.#lot.below(10); left > 0; left -= 1) {
      await this.#goesOn(this.#pause());
      for (let more = 1 + this.#lot.below(3); more > 0; more -= 1) {
        this.#event();
        if (this.#lot.below(2) === 0) await this.#goesOn(Milliseconds(this.#lot.below(40)));
      }
    }
    await this.#goesOn(ALL_ANSWERED);
    this.#nothingIsUnderWay();
    this.#restart();
    this.#calm = true;
    await this.#goesOn(QUIET);
    this.#nothingIsUnderWay();
    for (const violation of judge(this.#store, this.#sent, this.#clock.now())) this.#violations.add(violation);
    this.#memoryAndStoreAgree();
    return {
      seed: this.#seed,
      violations: [...this.#violations],
      calls: this.#refs.length,
      pages: this.#box.pages.length,
      deaths: this.#deaths,
      history: this.#violations.size === 0 ? [] : [...this.#story, ...history(this.#store)],
    };
  }

  /** Time, timer by timer; a process that has died comes back at once. */
  async #goesOn(time: Duration): Promise<void> {
    let until = this.#clock.monotonic() + time;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#store.dead) until = Math.max(until + this.#restart(), this.#clock.monotonic() + ALL_ANSWERED);
      else if (!this.#clock.fireNext(until)) break;
      this.#steps += 1;
      if (this.#steps > MOST_STEPS)
        throw new Error(
          `life ${this.#seed} has no end: ${this.#clock.running()}; ${this.#story.slice(-20).join("; ")}`,
        );
    }
    this.#clock.advance(Milliseconds(Math.max(0, until - this.#clock.monotonic())));
  }

  /** Often to the very moment of what comes next: a step, an expiry, the end of a page. */
  #pause(): Duration {
    const next = (this.#clock.nextAt() ?? 0) - this.#clock.monotonic();
    if (next > 0 && this.#lot.below(2) === 0) return Milliseconds(next - this.#lot.below(2));
    return Milliseconds(Math.floor(2 ** (this.#lot.next() * 21)));
  }

  #cardTakes(): Duration {
    const below = (limit: number): number => this.#lot.below(limit);
    const chance = this.#calm ? 0 : below(100);
    if (chance < 70) return Milliseconds(1 + below(8));
    if (chance < 92) return Milliseconds(10 + below(60));
    return chance < 98 ? Milliseconds(200 + below(2_000)) : Seconds(5 + below(15));
  }

  #begin(what: string, act: () => Promise<unknown>): void {
    this.#begun += 1;
    const name = `${this.#begun} ${what} at ${this.#clock.monotonic()}`;
    const life = this.#deaths;
    this.#underWay.add(name);
    this.#story.push(name);
    act().then(
      () => {
        if (this.#underWay.delete(name)) this.#story.push(`over: ${name}`);
      },
      (error: unknown) => {
        if (life === this.#deaths) this.#violations.add(`thrown: ${name}: ${String(error)}`);
      },
    );
  }

  #nothingIsUnderWay(): void {
    for (const name of this.#underWay) this.#violations.add(`never over: ${name}`);
  }

  #event(): void {
    const lot = this.#lot;
    switch (lot.below(12)) {
      case 0:
      case 1:
        return this.#begin("call", () => this.#call());
      case 2:
      case 3:
      case 4:
        return this.#reply(lot.of(PEOPLE), `${this.#anyRef()}${lot.of(TEXTS)}`);
      case 5:
        return this.#reply(lot.of(PEOPLE), lot.of(WORDS));
      case 6:
      case 7:
      case 8:
        return this.#command(lot.of(ACTS), this.#anyRef(), lot.of(PEOPLE));
      case 9:
        return this.#report();
      case 10:
        this.#store.killAt({ atWrite: 1 + lot.below(12), committed: lot.below(2) === 0 });
        return;
      case 11:
        if (lot.below(2) === 0) this.#restart();
        else this.#clock.slipped += (lot.below(2) === 0 ? 1 : -1) * lot.below(3 * 60) * 60_000;
    }
  }

  async #call(): Promise<void> {
    const lot = this.#lot;
    const caller = {
      ...(lot.below(4) === 0 ? {} : { number: lot.of(["3125550142", "3125550143"]) }),
      kind: lot.below(4) === 0 ? ("professional" as const) : ("patient" as const),
    };
    await this.#started;
    const ref = await this.#box.calls(caller);
    if (this.#refs.includes(ref)) this.#violations.add(`code ${ref} was given twice`);
    this.#refs.push(ref);
  }

  #reply(person: string, text: string): void {
    const { phone } = this.#clinic.people.find(({ id }) => id === person)!;
    const { desk } = this.#box;
    this.#begin(`${person}: ${text}`, () => desk.reply({ from: phone, text, atMs: this.#clock.monotonic() }));
  }

  /** What is wanted of one alert is done in the order in which it was wanted; what somebody hears at the box is true when they hear it. */
  #command(act: Act, ref: string, person: string): void {
    const { desk } = this.#box;
    const life = this.#deaths;
    const what = `${person} ${act} ${ref}`;
    const earlier = this.#wanted.filter((other) => other.ref === ref && !other.over);
    const mine = { ref, what, over: false };
    this.#wanted.push(mine);
    this.#begin(what, async () => {
      const { done, text } = await desk.command(act, ref, person);
      mine.over = true;
      if (life !== this.#deaths) return;
      // That an alert is closed already may be said at once.
      for (const other of earlier.filter(({ over }) => done && !over))
        this.#violations.add(`${what} came before ${other.what}`);
      // What was said next may have been done in the same instant.
      if (!done || this.#underWay.size > 1) return;
      const root = this.#refs.find((each) => text.includes(each)) ?? ref;
      const view = desk.views.find((each) => each.ref === root);
      const state = view === undefined ? "closed" : `${view.state} ${view.takenBy ?? ""}`;
      const meant = { take: `taken ${person}`, pass: "open", escalate: "open", close: "closed" }[act];
      if (!state.startsWith(meant)) this.#violations.add(`${person} was told "${text}" when ${root} was ${state}`);
    });
  }

  #report(): void {
    const sent = this.#sent.at(-1 - this.#lot.below(3));
    const outcome = this.#lot.of(["delivered", "failed", "gaveUp"] as const);
    if (sent === undefined) return;
    this.#box.desk.deliveryReport({ dispatch: sent.dispatch, dispatchId: sent.dispatch.id, outcome, detail: "TP-ST" });
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

  /** What the dead had begun is over with it. People write while the start is under way. Returns how long the box was dark. */
  #restart(): number {
    this.#deaths += 1;
    this.#underWay.clear();
    this.#wanted = [];
    void this.#box.desk.stop();
    const dark = Milliseconds(this.#lot.below(3) * this.#lot.below(20) * 60_000);
    this.#clock.advance(dark);
    this.#box = this.#start();
    const { desk, store } = this.#box;
    this.#begin("start", () => {
      this.#started = desk.resume().then(async () => {
        await pageInterruptedCalls(store, (message, callerId) => {
          this.#refs.push(message.ref);
          desk.raise(message, this.#clock.monotonic(), callerId);
        });
      });
      return this.#started;
    });
    return dark;
  }

  #anyRef(): string {
    return this.#refs.length === 0 ? "7Q4K" : this.#lot.of(this.#refs);
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

  /** From the moment at which somebody is answered "taken" or "closed", no page leaves; the taker may hear of another call. */
  #leaves({ ref, purpose = "page", id, person }: Dispatch): boolean {
    if (this.#store.dead) return false;
    if (purpose !== "page") return true;
    const { state, takenBy } = this.#box.desk.views.find((view) => view.ref === ref) ?? { state: "closed" };
    const ofAnotherCall = id.split(".")[1]?.startsWith("call") === true && person === takenBy;
    if (state === "closed" || (state === "taken" && !ofAnotherCall))
      this.#violations.add(`${id} was sent although ${ref} was ${state}`);
    return true;
  }

  #memoryAndStoreAgree(): void {
    const { views } = this.#box.desk;
    for (const { ref, state } of this.#store.rows<{ ref: string; state: string }>("SELECT ref, state FROM alerts")) {
      const held = views.find((view) => view.ref === ref)?.state ?? "closed";
      if (held !== state) this.#violations.add(`${ref} is ${held} in memory and ${state} in the store`);
    }
    const twice = this.#store.rows<{ ref: string }>("SELECT ref FROM audit WHERE kind = 'second-take'");
    for (const { ref } of twice) this.#violations.add(`two people were told that they have ${ref}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#box.desk.stop();
    this.#store.close();
  }
}
