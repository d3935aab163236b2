import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { AccessAudit } from "../../device/console/auth/AccessAudit.ts";
import { Users } from "../../device/console/auth/Users.ts";
import { openConsoleStore } from "../../device/console/store/ConsoleStore.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { rawPublicKey } from "../../provisioning/bundle/keyFiles.ts";
import { keyIdOf } from "../../provisioning/bundle/keyId.ts";
import { trustedKeys } from "../../provisioning/bundle/trustedKeys.ts";
import type { ApplyClient } from "../../provisioning/change/ApplyClient.ts";
import { type Job, Setup } from "../../provisioning/setup/Setup.ts";
import { SetupStore } from "../../provisioning/setup/SetupStore.ts";
import { SerialWizard } from "../../provisioning/setup/serial/SerialWizard.ts";
import { Talk } from "../../provisioning/setup/serial/Talk.ts";
import { DaemonDoor } from "../../provisioning/setup/work/daemon.ts";
import { setupWork } from "../../provisioning/setup/work/work.ts";
import { inviteManager } from "../../provisioning/trust/inviteManager.ts";
import { CLINIC, EngineBench } from "../change/EngineBench.ts";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";

const KEY = new Uint8Array(32).fill(5);

/** The wizard before the real engine, whose time the test turns; the clinic file of the example is in force. */
class Desk implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "firstring-desk-"));
  readonly bench = new EngineBench();
  readonly store: SetupStore;
  readonly setup: Setup;
  readonly wired = `${this.bench.places.networkManager}/firstring-wired.nmconnection`;

  constructor() {
    const { bench, folder } = this;
    const clinicFile = join(folder, "clinic.yaml");
    writeFileSync(clinicFile, CLINIC);
    this.store = new SetupStore({ state: join(folder, "state"), secrets: join(folder, "run"), clinicFile });
    const { engine } = bench;
    const nobody = async (): Promise<never> => assert.fail("nobody is asked who they are here");
    const client: ApplyClient = {
      plan: async (changes) => engine.plan(changes),
      apply: (changes, options) => engine.apply(changes, options),
      confirm: async (id) => engine.confirm(id),
      status: async () => engine.status(),
      ...{ applyBundle: nobody, owner: nobody, claim: nobody, enter: nobody, changePassphrase: nobody, leave: nobody },
      invite: async (asked) =>
        inviteManager(asked, {
          ...{ data: folder, presence: bench.presence, clock: bench.clock },
          key: () => ({ key: KEY, source: "credential", otherKeys: [] }),
        }),
    };
    this.setup = new Setup({
      store: this.store,
      now: () => bench.clock.now(),
      work: setupWork({
        ...{ client, store: this.store, daemon: new DaemonDoor(join(folder, "data")), who: { by: "web" } },
        ...{ usb: { sys: join(folder, "sys"), dev: join(folder, "dev") }, folder: join(folder, "modems") },
        ...{ serial: "1", hostname: "firstring-1", version: "1.0.0", fingerprint: () => undefined },
      }),
    });
  }

  begin(step: string, action: string, input: Readonly<Record<string, string>> = {}): Job {
    const job = this.setup.begin(step, action, input);
    assert.ok(job !== undefined, `${step} ${action} did not begin`);
    return job;
  }

  async done(step: string, action: string, input: Readonly<Record<string, string>> = {}): Promise<Job> {
    const job = this.begin(step, action, input);
    await this.bench.over(job.over);
    return job;
  }

  /** For what takes real time of other programs before the engine's virtual time matters. */
  async real(over: Promise<void>): Promise<void> {
    let done = false;
    void over.then(() => (done = true));
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      await this.bench.clock.advanceGently(Seconds(1));
    }
  }

  /** Public keys whose signature on a stick is taken. */
  trusted(): readonly string[] {
    return trustedKeys(this.bench.disk, this.bench.places).map(({ publicKey }) => publicKey);
  }

  wants(network: Readonly<Record<string, string>>): void {
    assert.ok(this.setup.answer("network", { way: "wired", addressing: "dhcp", ...network }).ok);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const asked = (job: Job): Promise<void> => new Promise((resolve) => job.onQuestion(() => resolve()));

test("a changed network is kept when the technician says so, and goes back by itself when nobody does", async () => {
  using lost = new Desk();
  lost.wants({});
  const unconfirmed = await lost.done("apply", "apply");
  assert.equal(unconfirmed.end?.ok, false);
  assert.match(unconfirmed.end?.words.join(" ") ?? "", /nobody confirmed/);
  assert.equal(lost.bench.file(lost.wired), undefined);
  assert.equal(unconfirmed.question, undefined, "what nobody can answer any more is not asked");
  assert.equal(unconfirmed.sayYes(), false);
  assert.ok(lost.setup.state.network !== undefined, "the answer is still there");

  using kept = new Desk();
  kept.wants({});
  const job = kept.begin("apply", "apply");
  await kept.bench.over(asked(job));
  assert.ok(job.sayYes());
  await kept.bench.over(job.over);
  assert.deepEqual(job.end?.ok, true, job.end?.words.join(" "));
  assert.match(kept.bench.file(kept.wired) ?? "", /method=auto/);
  assert.equal(kept.setup.state.network, undefined);
});

test("on the console the same question is asked; whoever is late is told that it went back", async () => {
  for (const [says, outcome] of [
    ["yes", /Done:/],
    [undefined, /nobody confirmed/],
  ] as const) {
    using desk = new Desk();
    desk.wants({});
    const input = new PassThrough();
    let screen = "";
    let wake = (): void => {};
    const talk = new Talk(input, (text) => {
      screen += text;
      wake();
    });
    const sees = async (text: RegExp): Promise<void> => {
      while (!text.test(screen)) await new Promise<void>((resolve) => (wake = resolve));
      screen = "";
    };
    const over = new SerialWizard({
      setup: desk.setup,
      talk,
      who: { by: "serial" },
      greeting: [],
      used: () => {},
    }).run();
    await sees(/> $/);
    input.write("steps\n");
    await sees(/Which step\? > $/);
    input.write("15\n");
    await sees(/What to do\? > $/);
    input.write("2\n");
    await desk.bench.over(sees(/Type "yes" to keep it > $/));
    if (says !== undefined) input.write(`${says}\n`);
    await desk.bench.over(sees(outcome));
    input.write("quit\n");
    await over;
  }
});

test("what is answered while something is being done stays, and a PIN that is typed meanwhile is not lost", async () => {
  using desk = new Desk();
  desk.wants({});
  const job = desk.begin("apply", "apply");
  await desk.bench.over(asked(job));
  const fields = desk.setup.view("clinic")!.fields;
  const input = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  assert.ok(desk.setup.answer("clinic", { ...input, name: "Rosewood Clinic" }).ok);
  desk.store.addSecrets({ "pin-chen": "7391" });
  job.sayYes();
  await desk.bench.over(job.over);
  assert.match(desk.setup.state.text, /Rosewood Clinic/);
  assert.equal(desk.setup.state.done.clinic, "answered");
  assert.equal(desk.store.secrets["pin-chen"], "7391");
});

test("a Wi-Fi whose passphrase went with the power is asked for again, and the answer stays", async () => {
  using desk = new Desk();
  desk.wants({ way: "wifi", ssid: "clinic", passphrase: "long enough" });
  rmSync(join(desk.folder, "run"), { recursive: true });
  for (const action of ["plan", "apply"]) {
    const job = await desk.done("apply", action);
    assert.equal(job.end?.ok, false);
    assert.match(job.end?.words.join(" ") ?? "", /passphrase of the Wi-Fi .* Enter it again/);
  }
  assert.ok(desk.setup.state.network?.wifi !== undefined);
  assert.equal((await desk.done("check", "check")).end?.ok, false);
});

test("the clock is set to the clinic's time on the wall, and what is no time is refused at its field", async () => {
  using desk = new Desk();
  for (const time of ["", "yesterday", "2026-13-01 10:00", "2026-11-26", "1970-01-01 00:00", "2026-11-26 25:00"]) {
    const { end } = await desk.done("clock", "set", { time });
    assert.ok(end?.ok === false && end.problems?.[0]?.field === "time", time);
  }
  const set = await desk.done("clock", "set", { time: "2026-11-26 9:05" });
  assert.equal(set.end?.ok, true, set.end?.words.join(" "));
  assert.deepEqual(desk.bench.clockSet, [Date.parse("2026-11-26T09:05:00-06:00")]);
  assert.equal(desk.setup.state.done.clock, "answered");
});

/** With nothing on the path but this. */
async function withPath<T>(env: Readonly<Record<string, string | undefined>>, use: () => Promise<T>): Promise<T> {
  const before = { PATH: process.env["PATH"], LD_LIBRARY_PATH: process.env["LD_LIBRARY_PATH"] };
  const put = (values: Readonly<Record<string, string | undefined>>): void => {
    for (const [name, value] of Object.entries(values))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
  put(env);
  try {
    return await use();
  } finally {
    put(before);
  }
}

test("the greeting is spoken by the speech program that is there and put into force; without one it says who can record it", async (t) => {
  using desk = new Desk();
  const none = await withPath({ PATH: desk.folder }, () => desk.done("greeting", "render"));
  assert.equal(none.end?.ok, false);
  assert.match(none.end?.words.join(" ") ?? "", /No speech program is on this box .* call the box, PIN, 4, then 1/);

  const programs = await debianProgramsOrSkip(t, "flite");
  if (programs === undefined) return;
  const { fields } = desk.setup.view("clinic")!;
  const input = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  assert.ok(desk.setup.answer("clinic", { ...input, languages: "en" }).ok);
  const { env, path } = programs.flite;
  const job = await withPath({ PATH: dirname(path), LD_LIBRARY_PATH: env["LD_LIBRARY_PATH"] }, () => {
    const begun = desk.begin("greeting", "render");
    return desk.real(begun.over).then(() => begun);
  });
  assert.equal(job.end?.ok, true, job.end?.words.join(" "));
  assert.equal(desk.setup.state.done.greeting, "answered");
});

test("a recorded greeting is taken from whatever a person brings; what is no recording is refused at its field", async () => {
  using desk = new Desk();
  const upload = async (recording: Buffer) => {
    const begun = desk.begin("greeting", "upload", { language: "en", recording: recording.toString("base64") });
    await desk.real(begun.over);
    return begun.end;
  };
  for (const [file, field, words] of [
    [Buffer.alloc(0), "recording", /no file was chosen/],
    [Buffer.from("Dear clinic"), "recording", /not a WAV file/],
  ] as const) {
    const end = await upload(file);
    assert.ok(end?.ok === false && end.problems?.[0]?.field === field);
    assert.match(end.problems[0].what, words);
  }
  const end = await upload(readFileSync(new URL("../../device/rehearsal/callers/urgent-name.wav", import.meta.url)));
  assert.equal(end?.ok, true, end?.words.join(" "));
  assert.match(end?.words.join(" ") ?? "", /The recording \(\d\.\d s, en\) is in force/);
});

test("a key for sticks is taken while somebody is at the box, and is trusted no more by its number", async () => {
  using desk = new Desk();
  const { publicKey } = generateKeyPairSync("ed25519");
  const raw = rawPublicKey(publicKey);
  const key = JSON.stringify({ name: "Rosewood", publicKey: raw, roles: ["configuration"] }, undefined, 2);
  for (const wrong of ["", "ssh-ed25519 AAAA", `${key}}`, " ".repeat(5_000)]) {
    const { end } = await desk.done("keys", "trust", { key: wrong });
    assert.ok(end?.ok === false && end.problems?.[0]?.field === "key", wrong.slice(0, 30));
  }
  const alone = await desk.done("keys", "trust", { key });
  assert.match(alone.end?.words.join(" ") ?? "", /only while somebody stands at the box.*Hold the button/);
  assert.deepEqual(desk.trusted(), []);

  desk.bench.present = true;
  const taken = await desk.done("keys", "trust", { key });
  assert.equal(taken.end?.ok, true, taken.end?.words.join(" "));
  assert.match(taken.end?.words[0] ?? "", /\(Rosewood\) is trusted: it may sign settings/);
  assert.deepEqual(desk.trusted(), [raw]);
  assert.equal(desk.setup.state.done.keys, "answered");

  const typo = await desk.done("keys", "revoke", { id: "Rosewood" });
  assert.ok(typo.end?.ok === false && typo.end.problems?.[0]?.field === "id");
  assert.equal((await desk.done("keys", "revoke", { id: keyIdOf(raw).toUpperCase() })).end?.ok, true);
  assert.deepEqual(desk.trusted(), []);
});

test("a manager who cannot sign in gets a code while somebody is at the box; it is nowhere but on the screen", async () => {
  using desk = new Desk();
  const none = await desk.done("console", "invite", { manager: "", phone: "keep" });
  assert.match(none.end?.words.join(" ") ?? "", /only while somebody stands at the box.*Hold the button/);
  desk.bench.present = true;
  const early = await desk.done("console", "invite", { manager: "", phone: "keep" });
  assert.match(early.end?.words.join(" ") ?? "", /no manager yet.*10\.55\.0\.1:8443/);

  const db = openConsoleStore(desk.folder, { key: KEY, source: "credential", otherKeys: [] });
  try {
    const [users, now] = [new Users(db), desk.bench.clock.now()];
    users.add({ id: "lopez", name: "Maria Lopez", role: "manager" }, "test", now);
    users.add({ id: "reed", name: "Sam Reed", role: "frontDesk" }, "test", now);
    const only = await desk.done("console", "invite", { manager: "", phone: "keep" });
    const [said = ""] = only.end?.words ?? [];
    const code = /^The code for Maria Lopez: (\S+)$/.exec(said)?.[1] ?? assert.fail(said);
    assert.equal(users.invited(code, now).id, "lopez");
    assert.equal(desk.bench.present, false, "what somebody showed at the box counts once");
    assert.ok(!JSON.stringify(desk.setup.state).includes(code));

    desk.bench.present = true;
    users.add({ id: "chen", name: "Dr. Chen", role: "manager" }, "test", now);
    db.run("UPDATE users SET totp = 'GEZDGNBV', totp_step = 1 WHERE id = 'chen'");
    for (const manager of ["", "reed"]) {
      const { end } = await desk.done("console", "invite", { manager, phone: "keep" });
      assert.ok(end?.ok === false && end.problems?.[0]?.field === "manager");
      assert.match(end.problems[0].instead, /chen \(Dr\. Chen\), lopez \(Maria Lopez\)/);
    }
    const lost = await desk.done("console", "invite", { manager: "Chen", phone: "lost" });
    assert.equal(lost.end?.ok, true, lost.end?.words.join(" "));
    assert.equal(users.demand("chen").totp, null);
    const noted = new AccessAudit(db, desk.bench.clock).list({ limit: 9 });
    assert.deepEqual(
      noted.map(({ detail, kind, person }) => `${person} ${kind} ${detail}`),
      ["set-up (web) user-invited chen", "set-up (web) factor-reset chen", "set-up (web) user-invited lopez"],
    );
  } finally {
    db.close();
  }
});
