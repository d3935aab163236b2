import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import type { CalendarSource } from "../../firmware/config/Clinic.ts";
import { whoIsOnCall } from "../../firmware/oncall/onCall.ts";
import { Days, Hours } from "../../firmware/time/Duration.ts";
import { inZone } from "../../test/clinic/testClinic.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { CalendarWatch } from "./CalendarWatch.ts";
import { readCalendarCopy } from "./calendarCopies.ts";
import { fetchCalendar } from "./fetchCalendar.ts";
import { type ReaderAnswer, type ReaderRequest, refreshCalendar } from "./refreshCalendar.ts";

const HOSPITAL: CalendarSource = {
  id: "hospital",
  layer: 4,
  people: { "Dr Okafor": "okafor" },
  file: "hospital.ics",
};
const NIGHTS = [
  "BEGIN:VCALENDAR",
  "BEGIN:VEVENT",
  "UID:1",
  "SUMMARY:Nights: Dr Okafor",
  "DTSTART;TZID=America/Chicago:20261101T170000",
  "DTEND;TZID=America/Chicago:20261102T080000",
  "RRULE:FREQ=DAILY",
  "END:VEVENT",
  "END:VCALENDAR",
].join("\r\n");

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "firstring-calendar-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function watched(directory: string, refresh?: (request: ReaderRequest, signal: AbortSignal) => Promise<ReaderAnswer>) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 24, 12));
  const plain = inZone("America/Chicago");
  const clinic = { ...plain, onCall: { ...plain.onCall, calendars: [HOSPITAL] } };
  const faults = new Set<string>();
  const notes: string[] = [];
  const watch = new CalendarWatch({
    ...{ clinic, clock, dataDirectory: directory, baseDirectory: directory },
    onFault: (code, where, _detail, cleared) =>
      void (cleared ? faults.delete(`${code} ${where}`) : faults.add(`${code} ${where}`)),
    note: (line) => notes.push(line),
    ...(refresh === undefined ? {} : { refresh }),
  });
  const nightDuty = () =>
    whoIsOnCall(clinic, Date.UTC(2026, 10, 25, 6), { calendars: watch.copies }).people.map(({ id }) => id);
  return { clock, watch, faults, notes, nightDuty };
}

/** What another process would answer, in order; the last again and again. */
function answers(...list: readonly ReaderAnswer[]) {
  let next = 0;
  return async (): Promise<ReaderAnswer> => {
    const answer = list[Math.min(next, list.length - 1)]!;
    next += 1;
    return answer;
  };
}

const unreachable: ReaderAnswer = { ok: false, why: "calendar.example cannot be reached" };
const copyOf = (fetchedAt: number, problems: readonly string[] = []): ReaderAnswer => ({
  ok: true,
  copy: {
    ...{ version: 1, id: "hospital", fetchedAt, until: fetchedAt + Days(182), problems },
    shifts: [{ person: "okafor", from: Date.UTC(2026, 10, 24, 23), to: Date.UTC(2026, 10, 25, 14) }],
  },
});

test("a file is read by a process of its own, its duty counts by its layer, and its copy is kept", async (t) => {
  const directory = folder(t);
  writeFileSync(join(directory, "hospital.ics"), NIGHTS);
  const answer = await refreshCalendar(
    { source: HOSPITAL, timezone: "America/Chicago", now: Date.UTC(2026, 10, 24), baseDirectory: directory },
    new AbortController().signal,
  );
  assert(answer.ok);
  assert.deepEqual(answer.copy.problems, []);
  const { watch, faults, nightDuty } = watched(directory, async () => answer);
  assert.deepEqual(nightDuty(), ["chen"]);
  watch.start();
  await watch.stop();
  // Stopped while it was read: nothing of it counts.
  assert.deepEqual(nightDuty(), ["chen"]);
  const second = watched(directory, async () => answer);
  second.watch.start();
  await second.clock.advanceGently(Hours(1));
  assert.deepEqual(second.nightDuty(), ["okafor"]);
  assert.deepEqual([...faults, ...second.faults], []);
  assert.equal(readCalendarCopy(directory, "hospital")?.fetchedAt, answer.copy.fetchedAt);
  await second.watch.stop();
});

test("without a network the copy counts; that it is old is told after days, and over when it is read again", async (t) => {
  const directory = folder(t);
  const now = Date.UTC(2026, 10, 24, 12);
  const { clock, watch, faults, notes, nightDuty } = watched(directory, answers(copyOf(now), unreachable));
  watch.start();
  await clock.advanceGently(Days(2));
  assert.deepEqual(nightDuty(), ["okafor"]);
  assert.deepEqual([...faults], []);
  assert.match(notes[0]!, /hospital could not be read: calendar\.example cannot be reached/);
  await clock.advanceGently(Days(2));
  assert.deepEqual([...faults], ["CALENDAR_STALE hospital"]);
  await watch.stop();
  // The box starts anew: the copy is there before anything was read.
  const again = watched(directory, answers(unreachable));
  again.watch.start();
  assert.deepEqual(again.nightDuty(), ["okafor"]);
  await again.watch.stop();
});

test("a calendar that was never read is told at once; one with entries that cannot be used is told, too", async (t) => {
  const never = watched(folder(t), answers(unreachable, copyOf(Date.UTC(2026, 10, 24, 12), ["who is that?"])));
  never.watch.start();
  await never.clock.advanceGently(Hours(1));
  assert.deepEqual([...never.faults], ["CALENDAR_STALE hospital"]);
  assert.deepEqual(never.nightDuty(), ["chen"]);
  await never.clock.advanceGently(Hours(4));
  assert.deepEqual([...never.faults], ["CALENDAR_BROKEN hospital"]);
  await never.watch.stop();
});

/** A calendar server with a certificate of its own; undefined where no program makes one. */
async function server(t: TestContext, answer: Parameters<typeof https.createServer>[1]) {
  const directory = folder(t);
  const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")];
  const make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  try {
    await promisify(execFile)("openssl", [
      ...make,
      "-addext",
      "subjectAltName=DNS:localhost",
      "-keyout",
      key,
      "-out",
      cert,
    ]);
  } catch {
    return undefined;
  }
  const listening = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, answer);
  await new Promise<void>((done) => listening.listen(0, "127.0.0.1", done));
  t.after(() => listening.closeAllConnections());
  t.after(() => listening.close());
  return { origin: `https://localhost:${(listening.address() as AddressInfo).port}`, ca: readFileSync(cert) };
}

test("an address: redirects are followed within bounds and by https alone, size is bounded, refusals are said", async (t) => {
  const calendar = await server(t, (request, response) => {
    const path = request.url ?? "";
    if (path === "/duty.ics") response.end(NIGHTS);
    else if (path === "/moved") response.writeHead(302, { location: "/duty.ics" }).end();
    else if (path === "/ring") response.writeHead(302, { location: "/ring" }).end();
    else if (path === "/plain") response.writeHead(302, { location: "http://localhost/duty.ics" }).end();
    else if (path === "/endless") for (let n = 0; n < 60; n += 1) response.write(Buffer.alloc(100_000, 32));
    else response.writeHead(403).end();
  });
  if (calendar === undefined) return t.skip("there is no program openssl to make a certificate with");
  const get = (path: string, ca: Buffer | undefined = calendar.ca) =>
    fetchCalendar(
      { id: "hospital", layer: 1, people: {}, url: `${calendar.origin}${path}` },
      { baseDirectory: "/", signal: new AbortController().signal, ...(ca === undefined ? {} : { ca }) },
    );
  assert.equal(await get("/duty.ics"), NIGHTS);
  assert.equal(await get("/moved"), NIGHTS);
  await assert.rejects(get("/ring"), /from address to address/);
  await assert.rejects(get("/plain"), /only https/);
  await assert.rejects(get("/endless"), /more than 5 MB/);
  await assert.rejects(get("/secret"), /answers 403/);
  await assert.rejects(
    fetchCalendar(
      { id: "x", layer: 1, people: {}, url: `${calendar.origin}/duty.ics` },
      { baseDirectory: "/", signal: new AbortController().signal },
    ),
    /cannot be reached/,
  );
  await assert.rejects(
    fetchCalendar(
      { id: "x", layer: 1, people: {}, file: "none.ics" },
      { baseDirectory: "/nowhere", signal: new AbortController().signal },
    ),
    /\/nowhere\/none\.ics: there is no such file/,
  );
});

test("a page that asks for a password is no calendar, and takes nobody's duty away", async (t) => {
  const directory = folder(t);
  writeFileSync(join(directory, "hospital.ics"), "<html>Please log in</html>");
  const answer = await refreshCalendar(
    { source: HOSPITAL, timezone: "America/Chicago", now: Date.UTC(2026, 10, 24), baseDirectory: directory },
    new AbortController().signal,
  );
  assert.deepEqual(answer, { ok: false, why: "what is there is no iCalendar file (no BEGIN:VCALENDAR)" });
});
