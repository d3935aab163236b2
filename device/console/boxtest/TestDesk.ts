import { randomBytes } from "node:crypto";
import type { Timer } from "../../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Minutes } from "../../../firmware/time/Duration.ts";
import { type ControlClient, connectControl } from "../../control/ControlClient.ts";
import { socketPath } from "../../control/socketPath.ts";
import type { TestCallNews } from "../../setup/TestCall.ts";
import type { TestPageNews } from "../../setup/TestPages.ts";
import type { BoxTest } from "../api/box.ts";
import { ApiError, notFound } from "../api/errors.ts";
import { refusedByBox } from "../box/refusedByBox.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { stepTest, type TestNews, type TestWish, whyNotTest } from "./boxTest.ts";

/** A doctor who sleeps may need so long. */
const PAGE_WAITS: Duration = Minutes(15);
const CALL_WAITS: Duration = Minutes(5);
/** What is remembered for the page; for the rations all of the last hour (`whyNotTest`). */
const REMEMBERED = 30;
const LOOKS_BACK_MS = 3_600_000;

interface Running {
  readonly test: BoxTest;
  readonly personId?: string;
  readonly client?: ControlClient;
  readonly timer?: Timer;
}

type Means = Pick<ConsoleBox, "clinic" | "clock" | "directory" | "events">;

/** Pages and calls that are only tried, by the box's own set-up socket; every open page of whoever may try hears how they go. */
export class TestDesk {
  readonly #box: Means;
  /** Newest first. */
  #tests: readonly Running[] = [];

  constructor(box: Means) {
    this.#box = box;
  }

  get tests(): readonly BoxTest[] {
    return this.#tests.map(({ test }) => test);
  }

  /** One SMS, marked as a test, to a person of the clinic file; it is waited for the answer. @throws ApiError. */
  async page(personId: string, by: string): Promise<BoxTest> {
    const person = this.#box.clinic.current.people.find(({ id }) => id === personId);
    if (person === undefined) throw notFound(`person '${personId}' in the clinic file`);
    this.#ration({ kind: "page", person: personId });
    const test = this.#newTest("page", by, PAGE_WAITS, { person: person.name });
    return this.#begin({ test, personId }, { do: "testPage", person: personId }, PAGE_WAITS);
  }

  /** Watches the lines for a call from this telephone. @throws ApiError. */
  async call(from: string, by: string): Promise<BoxTest> {
    this.#ration({ kind: "call" });
    const test = this.#newTest("call", by, CALL_WAITS, { fromLast: from.replace(/\D/g, "").slice(-4) });
    return this.#begin({ test }, { do: "testCall", from }, CALL_WAITS);
  }

  /** @throws ApiError for one that is not there. */
  end(id: string): void {
    if (!this.#tests.some(({ test }) => test.id === id)) throw notFound(`test '${id}'`);
    this.#heard(id, { kind: "stopped" });
  }

  stop(): void {
    for (const { client, timer } of this.#tests) {
      timer?.cancel();
      client?.close();
    }
  }

  #ration(wish: TestWish): void {
    const known = this.#tests.map(({ personId, test }) => ({
      ...test,
      ...(personId === undefined ? {} : { personId }),
    }));
    const refused = whyNotTest(known, wish, this.#box.clock.now());
    if (refused === undefined) return;
    const { code, waitMs } = refused;
    const words = {
      TEST_UNDER_WAY: ["A test call is being waited for already.", "End that one first, or look on."],
      TEST_TOO_SOON: [
        "This person had a test page a moment ago.",
        "Wait two minutes: who is woken by tests answers none in earnest.",
      ],
      TOO_MANY_TESTS: ["There were ten test pages within an hour.", "Try again later."],
    } as const;
    throw new ApiError(429, code, words[code][0], { cure: words[code][1], retryAfterS: Math.ceil(waitMs / 1_000) });
  }

  #newTest(kind: BoxTest["kind"], by: string, waits: Duration, more: Partial<BoxTest>): BoxTest {
    const now = Math.trunc(this.#box.clock.now());
    return {
      id: randomBytes(8).toString("base64url"),
      kind,
      startedAt: now,
      by,
      until: now + waits,
      legs: [],
      ...more,
    };
  }

  async #begin(
    running: Running,
    request: { readonly do: string; readonly [key: string]: unknown },
    waits: Duration,
  ): Promise<BoxTest> {
    const { clock, directory } = this.#box;
    const { id } = running.test;
    const { promise, reject, resolve } = Promise.withResolvers<void>();
    // Known before it is begun: a second wish in the same moment is one too many.
    const now = clock.now();
    // What is over and older than the rations look back goes first; what goes on, and the last hour, is never forgotten.
    this.#tests = [running, ...this.#tests].filter(
      ({ test }, at) => at < REMEMBERED || test.outcome === undefined || now - test.startedAt < LOOKS_BACK_MS,
    );
    try {
      const client = await connectControl(socketPath(directory, "setup"), (message) => {
        if ("error" in message) reject(refusedByBox(String(message["error"])));
        const news = newsIn(message);
        if (news === undefined) return;
        resolve();
        this.#heard(id, news);
      });
      void client.ended.then(() => {
        reject(notThere());
        this.#heard(id, { kind: "lost" });
      });
      const timer = clock.after("console: test", Milliseconds(waits), () => this.#heard(id, { kind: "timeOver" }));
      this.#change(id, (known) => ({ ...known, client, timer }));
      client.send(request);
      await promise;
    } catch (error) {
      this.#forget(id);
      throw error instanceof ApiError ? error : notThere(error);
    }
    return this.#tests.find(({ test }) => test.id === id)?.test ?? running.test;
  }

  #heard(id: string, news: TestNews): void {
    const { clock, events } = this.#box;
    const at = Math.trunc(clock.now());
    this.#change(id, (known) => {
      const test = stepTest(known.test, news, at);
      if (test === known.test) return known;
      if (test.outcome !== undefined) {
        known.timer?.cancel();
        known.client?.close();
      }
      events.tell({ kind: "test", data: { at, id } });
      return { ...known, test };
    });
  }

  #change(id: string, how: (known: Running) => Running): void {
    this.#tests = this.#tests.map((known) => (known.test.id === id ? how(known) : known));
  }

  #forget(id: string): void {
    const known = this.#tests.find(({ test }) => test.id === id);
    known?.timer?.cancel();
    known?.client?.close();
    this.#tests = this.#tests.filter(({ test }) => test.id !== id);
  }
}

function newsIn(message: Record<string, unknown>): TestNews | undefined {
  if ("testPage" in message) return { kind: "page", news: message["testPage"] as TestPageNews };
  if ("testCall" in message) return { kind: "call", news: message["testCall"] as TestCallNews };
  return undefined;
}

const notThere = (cause?: unknown): ApiError =>
  new ApiError(503, "BOX_NOT_ANSWERING", "The answering service does not run just now, so nothing can be tried.", {
    cure: "Look at the page Live whether it is back, then try again.",
    retryAfterS: 10,
    cause,
  });
