import assert from "node:assert/strict";
import { request } from "node:https";
import { test } from "node:test";
import { authenticate } from "../../device/console/auth/authenticate.ts";
import { consoleEventsOf } from "../../device/console/events/consoleEventOf.ts";
import { cookieText, SESSION_COOKIE } from "../../device/console/http/cookies.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench } from "./ConsoleBench.ts";
import { DeskDaemon } from "./DeskDaemon.ts";

interface Heard {
  readonly id: string;
  readonly kind: string;
  readonly data: { readonly ref?: string; readonly isNew?: boolean };
}

/** A page that listens, as EventSource does. */
class Listener implements Disposable {
  readonly heard: Heard[] = [];
  readonly #request: ReturnType<typeof request>;
  #rest = "";
  #look = (): void => {};
  readonly #ended = Promise.withResolvers<void>();

  constructor(it: ConsoleBench, last = "", token?: string) {
    const cookie = [...it.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const who = token === undefined ? { cookie } : { authorization: `Bearer ${token}` };
    const headers = { ...who, ...(last === "" ? {} : { "last-event-id": last }) };
    this.#request = request(new URL("/api/v1/events", it.origin), { headers, rejectUnauthorized: false }, (answer) => {
      assert.equal(answer.statusCode, 200);
      answer.setEncoding("utf8").on("data", (text: string) => this.#take(text));
      answer.on("error", () => {});
      answer.once("end", () => this.#ended.resolve());
    });
    this.#request.on("error", () => {});
    this.#request.end();
  }

  /** The box has ended it. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** The first that fits, from those that came already on. */
  until(fits: (heard: Heard) => boolean): Promise<Heard> {
    return new Promise((resolve) => {
      this.#look = () => {
        const found = this.heard.find(fits);
        if (found !== undefined) resolve(found);
      };
      this.#look();
    });
  }

  #take(text: string): void {
    const pieces = (this.#rest + text).split("\n\n");
    this.#rest = pieces.pop() ?? "";
    for (const piece of pieces) {
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "m").exec(piece)?.[1] ?? "";
      if (field("event") !== "")
        this.heard.push({ id: field("id"), kind: field("event"), data: JSON.parse(field("data")) });
    }
    this.#look();
  }

  [Symbol.dispose](): void {
    this.#request.destroy();
  }
}

test("an open page hears of each message as it comes and changes; one that was away hears what it missed", async () => {
  const clock = new VirtualClock(Date.parse("2026-12-01T08:14:00Z"));
  await using it = await ConsoleBench.start({ clock });
  await using daemon = await DeskDaemon.start({ directory: it.directory, key: it.key, clinic: testClinic(), clock });
  await it.signIn("frontDesk");
  // It tries again each second of its own clock.
  while (!it.console.box.daemon.isThere) {
    clock.advance(1_000 as never);
    await new Promise((resolve) => setImmediate(resolve));
  }
  let last = "";
  {
    using page = new Listener(it);
    assert.equal((await page.until(({ kind }) => kind === "status")).kind, "status");
    const ref = await daemon.desk.calls({ number: "3125550142" });
    const told = await page.until(({ data, kind }) => kind === "message" && data.ref === ref && data.isNew === true);
    last = told.id;
    const words = JSON.stringify(page.heard);
    assert.ok(!words.includes("3125550142"), words);
  }
  const second = await daemon.desk.calls();
  using back = new Listener(it, last);
  await back.until(({ data, kind }) => kind === "message" && data.ref === second && data.isNew === true);
  assert.ok(!back.heard.some(({ kind }) => kind === "resync"));
  using stranger = new Listener(it, "another-run-7");
  await stranger.until(({ kind }) => kind === "resync");
  it.otherBrowser();
  await it.signIn("technician");
  using technician = new Listener(it, last);
  await technician.until(({ kind }) => kind === "status");
  assert.ok(!technician.heard.some(({ kind }) => kind === "message"), "whoever sees no messages hears of none");
});

test("whoever does not read is cut off, and all others go on", async () => {
  await using it = await ConsoleBench.start();
  const { events, sessions } = it.console.box;
  await it.user("ann", "frontDesk");
  const who = authenticate(
    { headers: { cookie: cookieText(SESSION_COOKIE, sessions.begin("ann", "::1", "")) } },
    it.console.box,
  );
  const [deaf, ear] = [events.open(who, undefined, true), events.open(who, undefined, true)];
  let heard = 0;
  ear.on("data", () => {
    heard += 1;
  });
  for (let told = 0; told < 4_000 && !deaf.destroyed; told += 1) {
    events.tell({ kind: "message", data: { at: 1, ref: "7Q4K", isNew: false } });
    if (told % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(deaf.destroyed && !ear.destroyed && heard > 1_000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(events.listeners, 1);
});

test("a stream ends at once with its session, its user, its right or its token, and nothing more is told to it", async () => {
  const clock = new VirtualClock();
  await using it = await ConsoleBench.start({ clock });
  const { events, users } = it.console.box;
  const opened = async (token?: string): Promise<Listener> => {
    const page = new Listener(it, "", token);
    await page.until(({ kind }) => kind === "status");
    return page;
  };
  const tell = (): void => events.tell({ kind: "message", data: { at: 1, ref: "7Q4K", isNew: true } });
  await it.signIn("frontDesk");
  {
    using page = await opened();
    await it.ask("/api/v1/session", { method: "DELETE" });
    await page.ended;
  }
  await it.enter("frontdesk");
  using first = await opened();
  const front = it.otherBrowser();
  await it.signIn("manager");
  const patch = (body: object) => it.ask("/api/v1/users/frontdesk", { method: "PATCH", body });
  await patch({ disabled: true });
  await first.ended;
  await patch({ disabled: false });
  const { json } = await it.ask("/api/v1/tokens", { body: { name: "Board", rights: ["messages.read"] } });
  using board = await opened(json.secret);
  using own = await opened();
  await it.ask(`/api/v1/tokens/${json.token.id}`, { method: "DELETE" });
  await board.ended;
  tell();
  await own.until(({ kind }) => kind === "message");
  // As another program writes it, `firstring console user`: nothing is told after it.
  it.otherBrowser(front);
  await it.enter("frontdesk");
  using second = await opened();
  users.setDisabled("frontdesk", clock.now());
  tell();
  await second.ended;
  assert.ok(!second.heard.some(({ kind }) => kind === "message"));
  users.setDisabled("frontdesk", undefined);
  // Emergency access adds rights to a stream that is open, and its end ends it.
  it.otherBrowser();
  await it.signIn("technician");
  using emergency = await opened();
  await it.ask("/api/v1/session/emergency", { body: { reason: "The front desk's computer is dead." } });
  tell();
  await emergency.until(({ kind }) => kind === "message");
  await it.ask("/api/v1/session/emergency", { method: "DELETE" });
  await emergency.ended;
  using idle = await opened();
  clock.advance(Minutes(31));
  await idle.ended;
});

test("of what the daemon tells no word is passed on, only that it happened", () => {
  const live = { atMs: 5, kind: "caller-id", text: "CANARY QUILLFEATHER 3125550142", line: "front" };
  assert.deepEqual(consoleEventsOf(live, 9), [{ kind: "call", data: { at: 9, line: "front", step: "callerId" } }]);
  const page = { ...live, kind: "submitted", ref: "7Q4K" };
  assert.deepEqual(consoleEventsOf(page, 9), [
    { kind: "alert", data: { at: 9, ref: "7Q4K", what: "page-accepted" } },
    { kind: "call", data: { at: 9, line: "front", step: "pageAccepted", ref: "7Q4K" } },
  ]);
  const { line: _, ...nowhere } = live;
  assert.deepEqual(consoleEventsOf({ ...nowhere, kind: "note" }, 9), []);
  assert.deepEqual(
    consoleEventsOf({ ...live, kind: "prompt" }, 9),
    [],
    "what is only words is no step of GET /live, either",
  );
  assert.deepEqual(
    consoleEventsOf(
      { ...nowhere, kind: "fault", figures: { code: "SMS_NO_SIM", active: true, severity: "urgent" } },
      9,
    ),
    [{ kind: "fault", data: { at: 9, code: "SMS_NO_SIM", active: true, severity: "urgent" } }],
  );
});
