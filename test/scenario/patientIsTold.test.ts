import assert from "node:assert/strict";
import { AlertDesk } from "../../device/alert/AlertDesk.ts";
import { CallerNews } from "../../device/alert/CallerNews.ts";
import { LiveFeed } from "../../device/control/LiveFeed.ts";
import { Hours, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { spokenTimeAt, wordingOf } from "../../firmware/triage/PromptCatalogue.ts";
import { testClinic } from "../clinic/testClinic.ts";
import type { Caller } from "../harness/Caller.ts";
import { type Clinic, rosewood, scenario } from "../harness/Clinic.ts";
import { choosesEnglish, confirmsNumber, isRoutine, isUrgent, saysAndKeeps, tellsEverything } from "./ways.ts";

const MARIA = "+13125550142";

async function leavesUrgentMessage(clinic: Clinic): Promise<Caller> {
  const caller = await clinic.phone(MARIA).calls();
  await isUrgent(caller);
  await tellsEverything(caller);
  await caller.hears("saved-urgent");
  return caller;
}

const takes = (clinic: Clinic, name: string) => clinic.pager(name).replies(clinic.pages.at(-1)!.ref);
/** "eight fifteen P M": what the clock on the clinic's wall shows, in words. */
const inWords = (at: number): string =>
  spokenTimeAt(at, testClinic().clinic.timezone)
    .map((clip) => wordingOf(clip, "en", rosewood))
    .join(" ");

// --- in the call -------------------------------------------------------------------------------------------------------

scenario("the page has left: the caller hears that the doctor is being notified, not more", async (clinic) => {
  const caller = await leavesUrgentMessage(clinic);
  await caller.hears("page-notifying");
  await caller.hears("your-reference");
  caller.neverHeard("taken-at").neverHeard("page-failing");
  await caller.hangsUp();
});

scenario("the network delivered it and nobody took it: that is no doctor reached", async (clinic) => {
  const caller = await leavesUrgentMessage(clinic);
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await caller.hears("page-notifying");
  await caller.hears("stay-offer");
  await caller.hears("page-waiting");
  caller.neverHeard("taken-at");
  await caller.hangsUp();
});

scenario("the doctor was faster than the caller: who, and when", async (clinic) => {
  const caller = await clinic.phone(MARIA).calls();
  await isUrgent(caller);
  await confirmsNumber(caller);
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await takes(clinic, "Dr. Patel");
  const time = inWords(clinic.clock.now());
  assert.match(time, /^eight \S+ P M$/, "Monday 02:14 UTC is Sunday evening in Chicago");
  await caller.hears("ask-birth-mdy");
  await caller.presses("#");
  await saysAndKeeps(caller, "ask-name", Seconds(3));
  await saysAndKeeps(caller, "ask-reason", Seconds(12));
  await caller.hears("saved-urgent");
  await caller.hearsWords(`Doctor Patel has taken your message at ${time} and will call you back.`);
  await caller.hears("goodbye");
  caller.neverHeard("page-notifying").neverHeard("stay-offer");
  await caller.isReleased();
});

scenario("nobody can be told so far: no word of notifying, and the emergency number again", async (clinic) => {
  for (const name of ["Dr. Patel", "Dr. Chen", "Dr. Okafor"]) clinic.pager(name).isDead();
  const caller = await leavesUrgentMessage(clinic);
  await caller.hears("page-failing");
  await caller.hears("worse");
  caller.neverHeard("page-notifying").neverHeard("page-waiting");
  await caller.hangsUp();
});

scenario(
  "a disk that keeps nothing: not saved, and the truth about the page all the same",
  async (clinic) => {
    const caller = await clinic.phone(MARIA).calls();
    await isUrgent(caller);
    await tellsEverything(caller);
    await caller.hears("not-saved");
    await caller.hears("page-notifying");
    caller.neverHeard("saved-urgent");
    await caller.isReleased();
  },
  { disk: "gone" },
);

// --- who stays ---------------------------------------------------------------------------------------------------------

scenario("who stays hears it the moment that the doctor takes it", async (clinic) => {
  const caller = await leavesUrgentMessage(clinic);
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await caller.hears("stay-offer");
  await caller.waits(Seconds(15));
  const before = clinic.said().length;
  await takes(clinic, "Dr. Patel");
  assert.match(clinic.said().at(-1)!.text, /Doctor Patel has taken your message at .* and will call you back/);
  assert.equal(clinic.said().length, before + 1, "at once, and once");
  await caller.hears("goodbye");
  await caller.isReleased();
});

scenario(
  "the front desk closes it while the caller waits: no doctor has taken it, and none is said to have",
  async (clinic) => {
    const caller = await leavesUrgentMessage(clinic);
    await clinic.pager("Dr. Patel").gets(/URGENT/);
    await caller.hears("stay-offer");
    await caller.waits(Seconds(15));
    await clinic.alerts.command("close", clinic.pages.at(-1)!.ref, "front-desk");
    await caller.hears("goodbye");
    assert.doesNotMatch(
      clinic
        .said()
        .map(({ text }) => text)
        .join(" "),
      /“A doctor has taken/,
    );
    await caller.isReleased();
  },
);

scenario("taken while the caller listens to what comes next: said before the goodbye", async (clinic) => {
  const caller = await leavesUrgentMessage(clinic);
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await caller.hears("page-notifying");
  await caller.hears("your-reference");
  await takes(clinic, "Dr. Patel");
  await caller.hears("taken-at");
  await caller.hears("goodbye");
  caller.neverHeard("stay-offer");
  await caller.isReleased();
});

scenario(
  "nobody takes it within a minute and a half: a word every half minute, the truth, and the line is free",
  async (clinic) => {
    const caller = await leavesUrgentMessage(clinic);
    await caller.hears("stay-offer");
    const from = clinic.clock.monotonic();
    await caller.hears("page-waiting");
    await caller.hears("page-waiting");
    await caller.hears("stay-over");
    assert.equal(Math.round((clinic.clock.monotonic() - from) / 1000), 90);
    await caller.hears("goodbye");
    await caller.isReleased();
    const { alert, call } = await clinic.message();
    assert.deepEqual([alert?.state, call.ending], ["open", "completed"], "the escalation does not end with the call");
  },
);

scenario("who stays may hang up at any moment, and hear again what is true", async (clinic) => {
  const caller = await leavesUrgentMessage(clinic);
  await caller.hears("stay-offer");
  await caller.presses("*");
  await caller.hears("page-waiting");
  await caller.waits(Seconds(3));
  await caller.hangsUp();
  const { call } = await clinic.message();
  assert.equal(call.ending, "completed");
});

scenario(
  "a clinic with one line that nobody may stay on",
  async (clinic) => {
    const caller = await leavesUrgentMessage(clinic);
    await caller.hears("goodbye");
    caller.neverHeard("stay-offer");
    await caller.isReleased();
  },
  { script: { template: "family-practice", routine: "waits", stay: "off" } },
);

scenario("a routine caller is not asked to stay: no doctor is paged", async (clinic) => {
  const caller = await clinic.phone(MARIA).calls();
  await isRoutine(caller);
  await tellsEverything(caller);
  await caller.hears("saved-routine");
  await caller.hears("goodbye");
  caller.neverHeard("stay-offer").neverHeard("page-notifying");
  await caller.isReleased();
});

// --- who calls again ---------------------------------------------------------------------------------------------------

scenario("who calls again, and nobody has it yet", async (clinic) => {
  await (await leavesUrgentMessage(clinic)).hangsUp();
  await clinic.passes(Minutes(3));
  const again = await clinic.phone(MARIA).calls();
  await again.hears("emergency");
  await choosesEnglish(again);
  await again.hears("earlier-message-from");
  await again.hears("page-waiting");
  await again.hears("answering-service");
  await again.hangsUp();
  again.neverHeard("taken-it-at");
});

scenario("who calls again, and a doctor has it: who and when, and the script goes on as ever", async (clinic) => {
  const first = await leavesUrgentMessage(clinic);
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await first.hangsUp();
  const time = inWords(clinic.clock.now());
  await takes(clinic, "Dr. Patel");
  await clinic.passes(Minutes(10));
  const again = await clinic.phone(MARIA).calls();
  await again.hears("choose-1", "en");
  await again.presses("1");
  await again.hears("earlier-message-from");
  await again.hearsWords(`Doctor Patel has taken it at ${time}`);
  await again.hears("ask-caller-kind");
  await again.presses("1");
  await again.hears("ask-urgency");
  await again.presses("1");
  await confirmsNumber(again);
  assert.equal(clinic.pages.length, 2, "nothing becomes less urgent by it");
  await again.hangsUp();
});

scenario("from the number that was keyed in to be called back at", async (clinic) => {
  const caller = await clinic.withheldPhone.calls();
  await isUrgent(caller);
  await caller.hears("ask-callback");
  await caller.presses("3125550142#");
  await confirmsNumber(caller);
  await caller.hangsUp();
  const again = await clinic.phone(MARIA).calls();
  await again.hears("choose-1", "en");
  await again.presses("1");
  await again.hears("earlier-call-from");
  await again.hangsUp();
});

/** Calls again from a number, and goes as far as the answering service's notice: nothing may have been said before it. */
async function hearsNothing(clinic: Clinic, calls: Promise<Caller>): Promise<void> {
  const again = await calls;
  await again.hears("choose-1", "en");
  await again.presses("1");
  await again.hears("answering-service");
  for (const id of ["earlier-message", "earlier-message-from", "earlier-call", "earlier-call-from"])
    again.neverHeard(id);
  await again.hangsUp();
  assert.ok(clinic.said().length > 0);
}

scenario("a number that is withheld, or another, hears nothing of it", async (clinic) => {
  await (await leavesUrgentMessage(clinic)).hangsUp();
  await hearsNothing(clinic, clinic.withheldPhone.calls());
  await hearsNothing(clinic, clinic.phone("+13125550143").calls());
});

scenario("the patient has been called back: there is nothing more to tell", async (clinic) => {
  const first = await leavesUrgentMessage(clinic);
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await first.hangsUp();
  await clinic.pager("Dr. Patel").replies(`${clinic.pages[0]!.ref} done`);
  await hearsNothing(clinic, clinic.phone(MARIA).calls());
});

scenario("half a day later it is history", async (clinic) => {
  const first = await leavesUrgentMessage(clinic);
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await first.hangsUp();
  await takes(clinic, "Dr. Patel");
  await clinic.passes(Hours(12.1));
  await hearsNothing(clinic, clinic.phone(MARIA).calls());
});

scenario("a hospital's number belongs to many", async (clinic) => {
  const first = await clinic.phone(MARIA).calls();
  await choosesEnglish(first);
  await first.presses("2");
  await confirmsNumber(first);
  await first.hangsUp();
  await hearsNothing(clinic, clinic.phone(MARIA).calls());
});

scenario(
  "a clinic that does not want it",
  async (clinic) => {
    await (await leavesUrgentMessage(clinic)).hangsUp();
    await hearsNothing(clinic, clinic.phone(MARIA).calls());
  },
  { tellCallerAgain: false },
);

scenario(
  "a box that does not believe its clock tells no times",
  async (clinic) => {
    const first = await leavesUrgentMessage(clinic);
    await clinic.pager("Dr. Patel").gets(/URGENT/);
    await first.hangsUp();
    await takes(clinic, "Dr. Patel");
    const again = await clinic.phone(MARIA).calls();
    await again.hears("choose-1", "en");
    await again.presses("1");
    await again.hears("earlier-message");
    await again.hears("taken-it");
    await again.hangsUp();
    assert.ok(
      clinic.said().every(({ text }) => !/ [AP] M\b/.test(text)),
      clinic.story(),
    );
  },
  { clockUntrusted: true },
);

scenario("after a restart it is still known who called, and what became of it", async (clinic) => {
  const first = await leavesUrgentMessage(clinic);
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await first.hangsUp();
  await takes(clinic, "Dr. Patel");
  const { clock } = clinic;
  const news = new CallerNews({ clock, country: "US", tellCallerAgain: true });
  const desk = new AlertDesk({
    clinic: testClinic(),
    clock,
    store: clinic.watched.store,
    feed: new LiveFeed(clock),
    channels: [],
    publish: () => {},
    fault: () => {},
    changed: (alert) => news.alertChanged(alert),
  });
  await desk.resume();
  await news.load(clinic.watched.store);
  const earlier = news.earlier({ kind: "number", number: MARIA }, "----");
  assert.equal(earlier?.ref, clinic.pages[0]!.ref);
  assert.equal(earlier?.news.kind === "taken" ? earlier.news.by : "", "patel");
  await desk.stop();
});

scenario(
  "a second call while nobody has the first: its caller hears of the pages that tell of both",
  async (clinic) => {
    await (await leavesUrgentMessage(clinic)).hangsUp();
    await clinic.pager("Dr. Patel").gets(/URGENT/);
    const again = await leavesUrgentMessage(clinic);
    await again.hears("page-notifying");
    await again.hears("stay-offer");
    await clinic.pager("Dr. Patel").replies(clinic.pages[0]!.ref);
    await again.hears("taken-at");
    await again.isReleased();
  },
);

scenario("a doctor who has the first call has not yet the second", async (clinic) => {
  await (await leavesUrgentMessage(clinic)).hangsUp();
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await clinic.pager("Dr. Patel").replies(clinic.pages[0]!.ref);
  const before = clinic.said().length;
  const again = await leavesUrgentMessage(clinic);
  await again.hears("page-notifying");
  assert.ok(
    !clinic
      .said()
      .slice(before)
      .some(({ text }) => text.includes("has taken your message at")),
    clinic.story(),
  );
  await again.hears("stay-offer");
  await clinic.pager("Dr. Patel").replies(clinic.pages[1]!.ref);
  await again.hears("taken-at");
  await again.isReleased();
});

scenario("taken, and not called back in time: nobody says that nobody had it", async (clinic) => {
  await (await leavesUrgentMessage(clinic)).hangsUp();
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await clinic.pager("Dr. Patel").replies(clinic.pages[0]!.ref);
  await clinic.passes(Minutes(35));
  const again = await clinic.phone(MARIA).calls();
  await again.hears("choose-1", "en");
  await again.presses("1");
  await again.hears("earlier-message-from");
  await again.hears("page-again");
  again.neverHeard("page-waiting").neverHeard("page-failing");
  await again.hangsUp();
});
