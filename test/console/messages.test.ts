import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { readWav, writeWav } from "../../device/audio/wav.ts";
import { aCall, aChunk, aMessage } from "../../device/storage/testStore.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench } from "./ConsoleBench.ts";
import { DeskDaemon } from "./DeskDaemon.ts";

const REHEARSAL = new URL("../../provisioning/rehearsal/clinic.yaml", import.meta.url).pathname;
/** A Tuesday, 02:14 in Chicago. */
const NIGHT = Date.parse("2026-12-01T08:14:00Z");
const api = "/api/v1";

interface Morning {
  readonly it: ConsoleBench;
  readonly daemon: DeskDaemon;
  readonly clock: VirtualClock;
  /** An urgent one that Dr. Patel took and has called back, with three seconds of speech. */
  readonly urgent: string;
  /** A routine one. */
  readonly routine: string;
}

/** The front desk at eight, after a night with two calls. */
async function morning(t: TestContext): Promise<Morning> {
  const clock = new VirtualClock(NIGHT);
  const it = await ConsoleBench.start({ clock, clinic: REHEARSAL });
  const daemon = await DeskDaemon.start({ directory: it.directory, key: it.key, clinic: testClinic(), clock });
  t.after(async () => {
    await daemon[Symbol.asyncDispose]();
    await it[Symbol.asyncDispose]();
  });
  const urgent = await daemon.desk.calls({ number: "3125550142" });
  for (let second = 0; second < 3; second += 1)
    await daemon.store.appendAudio(aChunk(`c${urgent}000000000`, second, { format: "s8" }));
  await daemon.desk.passes(Minutes(2));
  await daemon.desk.replies("patel", urgent);
  await daemon.desk.passes(Minutes(8));
  await daemon.desk.replies("patel", `${urgent} done`);
  const [routine = ""] = await daemon.store.reserveCodes(1);
  const call = aCall("croutine", { rangAt: clock.now(), endedAt: clock.now() + 30_000, ending: "completed" });
  await daemon.store.writeCall({ ...call, callerId: { kind: "number", number: "3125550177", name: "=CMD|' /C'!A0" } });
  const { callback: _, ...message } = aMessage(routine, "croutine", { receivedAt: clock.now(), urgency: "routine" });
  await daemon.store.writeMessage({ ...message, callbackConfirmed: false, complete: true });
  clock.advance(Minutes(60 * 6));
  await it.signIn("frontDesk", { id: "ann" });
  return { it, daemon, clock, urgent, routine };
}

/** The inbox is settled behind everything else that the store has to do. */
const settled = async ({ daemon }: Morning): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) await daemon.store.probe();
};

test("the front desk at eight: what came, who took it when, the sound, and everything that is done with it", async (t) => {
  const night = await morning(t);
  const { clock, daemon, it, routine, urgent } = night;
  await settled(night);
  const get = async (path: string, language = "en") => {
    const answer = await it.ask(api + path, { headers: { "accept-language": language } });
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  };
  const post = (ref: string, act: string, body: object = {}) => it.ask(`${api}/messages/${ref}/${act}`, { body });

  await t.test("the list, with its filters and counts", async () => {
    const { counts, messages } = await get("/messages");
    assert.deepEqual(
      messages.map((row: { ref: string; state: string }) => [row.ref, row.state]),
      [
        [routine, "new"],
        [urgent, "calledBack"],
      ],
    );
    assert.deepEqual(counts, { new: 1, urgentOpen: 0, unheard: 1, mine: 0 });
    const [, row] = messages;
    assert.deepEqual([row.takenBy, row.takenAt], [{ id: "patel", name: "Dr. Patel" }, NIGHT + Minutes(2)]);
    assert.deepEqual([row.calledBackBy.name, row.reasonMs, row.alert], ["Dr. Patel", 3_000, "closed"]);
    const refs = async (query: string) => (await get(`/messages?${query}`)).messages.map((m: { ref: string }) => m.ref);
    assert.deepEqual(await refs("state=new"), [routine]);
    assert.deepEqual(await refs("q=%2B1+(312)+555-0142"), [urgent]);
    assert.deepEqual(await refs("urgency=urgent&state=open"), []);
    assert.deepEqual(await refs(`from=${NIGHT + 1}`), [routine]);
    const first = await get("/messages?limit=1");
    assert.deepEqual(await refs(`limit=1&after=${first.next}`), [urgent]);
    assert.equal((await get(`/messages?limit=1&after=${first.next}`)).next, undefined);
    for (const bad of ["after=x", "limit=1000", "state=lost", "from=yesterday"])
      assert.equal((await it.ask(`${api}/messages?${bad}`)).json.error.code, "NOT_UNDERSTOOD", bad);
  });

  await t.test("the day in a sentence, in English and in Spanish", async () => {
    const day = await get("/day");
    assert.equal(day.text, "2 new messages, 1 urgent: taken by Dr. Patel at 02:16, called back at 02:24.");
    // The rehearsal's clinic has no open hours.
    assert.equal(day.untilAt - day.sinceAt, Minutes(24 * 60));
    assert.match((await get("/day", "es-MX,en;q=0.5")).text, /^2 mensajes nuevos, 1 urgente: a cargo de Dr\. Patel/);
  });

  await t.test("one message with its life, and nobody's who is not there", async () => {
    const { sameCaller, timeline } = await get(`/messages/${urgent.toLowerCase()}`);
    const kinds = timeline.map((entry: { kind: string }) => entry.kind);
    for (const kind of ["rang", "answered", "page-queued", "page-sent", "taken", "called-back"])
      assert.ok(kinds.includes(kind), `${kind} in ${kinds}`);
    assert.ok(kinds.indexOf("page-sent") < kinds.indexOf("taken"));
    assert.ok(timeline.some(({ text }: { text: string }) => text === "The network has taken the SMS to Dr. Patel."));
    assert.deepEqual(sameCaller, []);
    const spanish = await get(`/messages/${urgent}?language=es`);
    assert.ok(spanish.timeline.some(({ text }: { text: string }) => text === "Dr. Patel se hace cargo."));
    for (const nobody of ["ZZZZ", "..%2f..", "%00", "7q4k'--"]) {
      const answer = await it.ask(`${api}/messages/${nobody}`);
      assert.ok([400, 404].includes(answer.status), `${nobody}: ${answer.status}`);
    }
  });

  await t.test("the sound, byte for byte as an export has it, whole and in any range; its waveform", async () => {
    const bytes = Buffer.concat([0, 1, 2].map((second) => aChunk("", second).bytes));
    const wav = Buffer.from(writeWav("s8", bytes));
    const path = `${api}/messages/${urgent}/audio/reason`;
    const whole = await it.ask(path);
    assert.ok(whole.bytes.equals(wav));
    assert.deepEqual([whole.headers["accept-ranges"], whole.headers["content-length"]], ["bytes", String(wav.length)]);
    for (const [range, from, to] of [
      ["bytes=0-1", 0, 2],
      ["bytes=40-8100", 40, 8_101],
      ["bytes=8043-8044", 8_043, 8_045],
      ["bytes=24000-", 24_000, wav.length],
      ["bytes=-5", wav.length - 5, wav.length],
      ["bytes=10-99999999", 10, wav.length],
    ] as const) {
      const part = await it.ask(path, { headers: { range } });
      assert.equal(part.status, 206);
      assert.equal(part.headers["content-range"], `bytes ${from}-${to - 1}/${wav.length}`);
      assert.ok(part.bytes.equals(wav.subarray(from, to)), range);
    }
    for (const range of ["bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-"])
      assert.equal((await it.ask(path, { headers: { range } })).status, 200, range);
    assert.equal((await it.ask(path, { headers: { range: "bytes=99999999-" } })).status, 416);
    const download = await it.ask(`${path}?download=1`);
    assert.equal(download.headers["content-disposition"], `attachment; filename="${urgent}-reason.wav"`);
    assert.ok(!("error" in readWav(download.bytes)));
    const { ms, peaks } = await get(`/messages/${urgent}/waveform/reason`);
    assert.deepEqual([ms, peaks.length], [3_000, 400]);
    assert.ok(peaks.every((peak: number) => peak > 0.9 && peak <= 1));
    assert.equal((await it.ask(`${api}/messages/${urgent}/audio/name`)).status, 404);
    assert.equal((await it.ask(`${api}/messages/${urgent}/audio/other`)).status, 400);
  });

  await t.test("heard, noted, assigned, called back, closed, reopened; taken back one after the other", async () => {
    const heard = await post(routine, "heard");
    assert.equal(heard.json.message.heard, true);
    await settled(night);
    assert.equal((await get("/messages?unheard=1")).messages.length, 0);
    const noted = await post(routine, "note", { text: "  <b>engaged</b>, again at nine  " });
    assert.deepEqual([noted.json.message.notes, noted.json.undo], [1, undefined]);
    assert.equal(noted.json.message.notesMade[0].text, "<b>engaged</b>, again at nine");
    assert.equal((await post(routine, "note", { text: "   " })).status, 400);
    const assigned = await post(routine, "assign", { to: "user:ann", was: null });
    assert.deepEqual(
      [assigned.json.message.assignedTo, assigned.json.text],
      [{ id: "user:ann", name: "ANN" }, "Assigned to ANN."],
    );
    assert.equal((await get("/messages?assigned=me")).counts.mine, 1);
    const late = await post(routine, "assign", { to: "patel", was: null });
    assert.deepEqual([late.status, late.json.error.code], [409, "ASSIGNED_MEANWHILE"]);
    assert.equal((await post(routine, "assign", { to: "nobody-such" })).status, 404);
    const over = await post(routine, "hand-over", { to: "patel", note: "please" });
    assert.equal(over.json.message.assignedTo.id, "patel");
    assert.deepEqual(daemon.told, [
      `patel: Rosewood: ANN hands you message ${routine}. Hear it by telephone or on the console.`,
    ]);
    const back = await post(routine, "called-back");
    assert.deepEqual([back.json.message.state, back.json.message.calledBackBy.name], ["calledBack", "ANN"]);
    const closed = await post(routine, "close", { note: "done" });
    assert.equal(closed.json.message.state, "closed");
    const twice = await post(routine, "close");
    assert.equal(twice.status, 409);
    assert.match(twice.json.error.message, /^ANN closed it at \d\d:\d\d\.$/);
    assert.equal((await post(routine, "undo", { act: back.json.undo })).json.error.code, "NOT_LAST");
    assert.equal((await post(routine, "undo", { act: closed.json.undo })).json.message.state, "calledBack");
    assert.equal((await post(routine, "undo", { act: back.json.undo })).json.message.state, "new");
    assert.equal((await post(routine, "undo", { act: over.json.undo })).json.message.assignedTo.id, "user:ann");
    const reopened = await post(urgent, "reopen");
    assert.equal(reopened.json.message.state, "new");
    assert.match(reopened.json.text, /does not begin again/);
    assert.equal((await post(urgent, "take")).json.message.state, "taken");
    clock.advance(Minutes(1));
    const story = (await get(`/messages/${routine}`)).timeline.map(({ text }: { text: string }) => text);
    for (const told of [
      "ANN has listened to it.",
      "ANN wrote a note.",
      "ANN handed it to Dr. Patel.",
      "ANN took back: closed.",
    ])
      assert.ok(story.includes(told), `${told} in ${story.join("\n")}`);
  });

  await t.test("as a spreadsheet: what a network told never becomes a formula", async () => {
    const csv = await it.ask(`${api}/messages.csv`);
    assert.match(String(csv.headers["content-disposition"]), /^attachment; filename="messages-2026-12-01\.csv"$/);
    const lines = csv.text.split("\r\n");
    assert.equal(lines.length, 4);
    assert.match(lines[0] ?? "", /^\uFEFFReference,Received,/);
    assert.ok(lines[1]?.includes(`"'=CMD|' /C'!A0"`), lines[1]);
    assert.match(lines[2] ?? "", new RegExp(`^${urgent},2026-12-01 02:14,urgent,caller,taken,`));
  });

  await t.test("who saw and heard what is in the access audit, without a word of what was said", async () => {
    const rows = it.console.box.audit
      .of(urgent)
      .map(({ detail, kind, person }) => `${person} ${kind} ${detail ?? ""}`.trim());
    assert.ok(rows.includes("ann recording-heard reason"), rows.join("\n"));
    assert.ok(rows.includes("ann recording-exported reason"));
    assert.equal(rows.filter((row) => row === "ann message-seen").length, 1, "looking again is the same look");
    const all = JSON.stringify(it.console.box.audit.list({ limit: 1_000 }));
    assert.ok(!/engaged|3125550|CMD/.test(all), all);
  });

  await t.test("a doctor's user acts as that doctor; a technician sees and hears nothing", async () => {
    const mine = await daemon.desk.calls({ number: "3125550188" });
    it.otherBrowser();
    await it.signIn("doctor", { id: "drp", person: "patel" });
    const taken = await post(mine, "take");
    assert.deepEqual(taken.json.message.takenBy, { id: "patel", name: "Dr. Patel" });
    const second = await daemon.desk.calls({ number: "3125550188" });
    assert.equal((await it.ask(`${api}/messages/${urgent}/audio/reason?download=1`)).status, 403);
    it.otherBrowser();
    await it.enter("ann");
    const refused = await post(second, "take");
    assert.deepEqual([refused.status, refused.json.error.code], [409, "NOT_PAGED"]);
    const ended = await post(second, "called-back");
    assert.match(ended.json.text, /Nobody is paged for it any more/);
    it.otherBrowser();
    await it.signIn("technician");
    for (const path of ["/messages", `/messages/${mine}`, `/messages/${urgent}/audio/reason`, "/messages.csv", "/day"])
      assert.equal((await it.ask(api + path)).status, 403, path);
    assert.equal((await post(mine, "close")).status, 403);
  });
});

test("while the daemon is down everything is read, and what would change something says so", async (t) => {
  const night = await morning(t);
  const { daemon, it, urgent } = night;
  await settled(night);
  await daemon[Symbol.asyncDispose]();
  assert.equal((await it.ask(`${api}/messages`)).json.messages.length, 2);
  assert.equal((await it.ask(`${api}/messages/${urgent}/audio/reason`)).status, 200);
  const refused = await it.ask(`${api}/messages/${urgent}/close`, { body: {} });
  assert.deepEqual([refused.status, refused.json.error.code], [503, "BOX_NOT_ANSWERING"]);
});
