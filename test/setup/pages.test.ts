import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import https from "node:https";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { STEPS } from "../../provisioning/setup/steps/registry.ts";
import { speech } from "../e2e/House.ts";
import { until } from "../e2e/until.ts";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";
import { Browser } from "./Browser.ts";
import { PagesProcess } from "./PagesProcess.ts";
import { LABEL_CODE, PASSPHRASE, SetupBox, TECHNICIAN } from "./SetupBox.ts";

const SAID = fileURLToPath(new URL("../../device/rehearsal/callers/urgent-name.wav", import.meta.url));

/** A folder that pictures of the pages are put into, for whoever wants to look at them. */
const PICTURES = process.env["FIRSTRING_SETUP_PICTURES"];
const picture = async (page: Page, name: string): Promise<void> => {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
};

const fills = async (page: Page, values: Readonly<Record<string, string>>): Promise<void> => {
  for (const [label, value] of Object.entries(values))
    await page.getByLabel(label, { exact: false }).first().fill(value);
};
const presses = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("button", { name }).first().click();
const heading = (page: Page, name: string): Promise<void> => page.getByRole("heading", { level: 1, name }).waitFor();
const told = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator("#job").getByText(text).first().waitFor();

const wellDone = (page: Page): Promise<void> => page.locator("#job h2", { hasText: /^Done$/ }).waitFor();

test("a working clinic from nothing in the browser: wrong answers, back, a second tab and a restart of the pages lose nothing; a call is heard and a page is answered", async (t) => {
  const programs = await debianProgramsOrSkip(t, "chromium");
  if (programs === undefined) return;
  await using box = await SetupBox.build();
  let pages = await PagesProcess.start(box.options);
  const { port } = pages;
  await using browser = await Browser.open(programs.chromium);
  try {
    const page = await browser.page();

    // Whose box it is: wrong code, then the right one.
    await page.goto(pages.url);
    await heading(page, "This box is nobody's yet");
    await fills(page, {
      "Code on the label": "00000-00000",
      "New passphrase": PASSPHRASE,
      "The same again": "another",
    });
    await presses(page, "Take the box over");
    await page.getByText("The two are not the same").first().waitFor();
    await fills(page, {
      "Code on the label": "00000-00000",
      "New passphrase": PASSPHRASE,
      "The same again": PASSPHRASE,
    });
    await presses(page, "Take the box over");
    await page.getByText("That is not right").first().waitFor();
    await picture(page, "enter");
    await fills(page, { "Code on the label": LABEL_CODE, "New passphrase": PASSPHRASE, "The same again": PASSPHRASE });
    await presses(page, "Take the box over");

    // The clinic: a mistake leads to its field, and what was typed is still there.
    await heading(page, "The clinic");
    await fills(page, {
      "Name of the clinic": "Rosewood Family Practice",
      "Short name": "Rosewood",
      Country: "USA",
      "Time zone": "chicago",
    });
    await presses(page, "Save and go on");
    await page.getByRole("alert").getByText("Country").waitFor();
    assert.equal(await page.getByLabel("Name of the clinic").inputValue(), "Rosewood Family Practice");
    assert.equal(await page.evaluate<string>("document.activeElement.id"), "problems");
    await picture(page, "problem");
    await fills(page, { Country: "US" });
    await presses(page, "Save and go on");
    await heading(page, "The clock");
    await page.goBack();
    await page.goto(`${pages.url}step/clock`);
    await fills(page, { "Date and time at the clinic": "2026-11-26" });
    await presses(page, "Set it");
    await page.getByText("Is no date and time").first().waitFor();
    await fills(page, { "Date and time at the clinic": "2030-11-26 14:05" });
    await presses(page, "Set it");
    await told(page, "The clock was set to 2030-11-26 14:05");
    assert.deepEqual(box.clockSet, [Date.parse("2030-11-26T14:05:00-06:00")]);

    // The modems, plugged in while the page watches.
    await page.goto(`${pages.url}step/modems`);
    await presses(page, "Find the telephone modem");
    await told(page, "Plug the modem in now");
    await box.plugVoice();
    await told(page, "Telephone modem: ");
    await presses(page, "Find the cellular modem");
    await told(page, "Looking for the cellular modem");
    await box.plugCellular();
    await told(page, "Cellular modem: ");
    await picture(page, "modems");
    await page.goto(`${pages.url}step/sim`);
    await presses(page, "Check the SIM card");
    await told(page, "is in the network");
    await page.goto(`${pages.url}step/line`);
    await presses(page, "Listen for the dial tone");
    await told(page, "There is a dial tone");

    // Two tabs: the second one changes an entry, the first one is told.
    await page.goto(`${pages.url}step/people?item=new`);
    await fills(page, { Name: "Dr. Chen", "Mobile telephone": "312 555 01", "PIN for the telephone": "7391" });
    await presses(page, "Save");
    await page.getByRole("alert").getByText("Mobile telephone").waitFor();
    await fills(page, { "Mobile telephone": "312 555 0101", "PIN for the telephone": "7391" });
    await presses(page, "Save");
    await page.getByText("Dr. Chen, +13125550101, by SMS and telephone").first().waitFor();
    await page.goto(`${pages.url}step/people?item=0`);
    const second = await browser.page();
    await second.goto(`${pages.url}step/people?item=0`);
    await fills(second, { Name: "Dr. Ada Chen" });
    await presses(second, "Save");
    await second.getByText("Dr. Ada Chen, +13125550101").first().waitFor();
    await fills(page, { Name: "Dr. C" });
    await presses(page, "Save");
    await page.getByText("The list was changed meanwhile").first().waitFor();
    await second.close();

    // The pages' process goes and comes back: asked who it is, and everything is there.
    await pages[Symbol.asyncDispose]();
    pages = await PagesProcess.start(box.options, port);
    await page.goto(`${pages.url}step/people`);
    await heading(page, "This box belongs to a clinic");
    await fills(page, { "Passphrase of the box": PASSPHRASE });
    await presses(page, "Enter");
    await page.goto(`${pages.url}step/people?item=new`);
    await fills(page, { Name: "Dr. Patel", "Mobile telephone": "+13125550102" });
    await presses(page, "Save");
    await page.getByText("Without a PIN Dr. Patel").waitFor();
    await picture(page, "people");
    await presses(page, "The list is complete");

    await heading(page, "Who is on call");
    await page.getByLabel("By turns, a week each").check();
    await page.getByLabel("Handed over at").fill("8 am");
    await presses(page, "Save and go on");
    for (const step of ["Opening hours", "Holidays"]) {
      await heading(page, step);
      await presses(page, "Leave this step out");
    }
    await heading(page, "What callers are asked");
    await presses(page, "Save and go on");
    await heading(page, "Privacy");
    await presses(page, "Save and go on");
    await page.getByRole("alert").getByText("What a page says").waitFor();
    await page.getByLabel("Time and reference only").check();
    await presses(page, "Save and go on");
    await heading(page, "The clinic's network");
    await page.getByLabel("Network cable").check();
    await presses(page, "Save and go on");
    await heading(page, "The clinic's broker (MQTT)");
    await presses(page, "Leave this step out");
    await heading(page, "Check everything");
    await presses(page, "Check");
    await wellDone(page);
    await picture(page, "check");
    await page.goto(`${pages.url}step/apply`);
    await presses(page, "Show what would be done");
    await told(page, "the clinic file");
    await presses(page, "Put it into force");
    // In the middle of it the page is loaded anew; then somebody has to be there for the network to stay.
    await told(page, "Starting the answering service");
    await page.reload();
    await page.getByText("Do you still reach the box").waitFor();
    await picture(page, "confirm");
    await presses(page, "Keep it");
    await wellDone(page);
    assert.deepEqual(box.activated, ["firstring-wired.nmconnection"]);
    await picture(page, "applied");
    const inForce = readFileSync(box.places.clinicFile, "utf8");
    assert.ok(readClinicFile(inForce).ok);
    assert.ok(!inForce.includes("7391"), "no PIN is in the clinic file");

    // A call, what was heard, a page.
    await page.goto(`${pages.url}step/prove`);
    await fills(page, { "The number you call from": TECHNICIAN });
    await presses(page, "Test call");
    await told(page, "Call the clinic's number now");
    await box.voice.call([
      { call: { number: TECHNICIAN } },
      { waitPrompt: { silenceMs: 60 } },
      { waits: 250 },
      { presses: "2" },
      { waits: 2_500 },
      { presses: "1" },
      { waitTone: {} },
      { saysRaw: speech(2_000) },
      { waits: 100 },
      { presses: "#" },
      { waits: 300 },
      { hangsUp: {} },
    ]);
    await told(page, "Caller ID: your number came");
    await wellDone(page);
    await page.getByRole("radio", { name: "Yes" }).check();
    await presses(page, "Say what you heard");
    await told(page, "heard clearly");
    await page.getByLabel("Dr. Ada Chen").check();
    await presses(page, "Test page");
    const ref = await until("the test page", () =>
      box.gsm
        .doctorPhone("+13125550101")
        .received.map(({ text }) => /TEST .* Reply ([2-9A-Z]{4,5}) /.exec(text)?.[1])
        .find((one) => one !== undefined),
    );
    box.gsm.doctorPhone("+13125550101").sends(ref);
    await told(page, "The reply came after");

    // Another greeting: what is no recording is told at its field.
    await page.goto(`${pages.url}step/greeting`);
    const recording = page.getByLabel("The recording");
    await recording.setInputFiles({ name: "letter.wav", mimeType: "audio/wav", buffer: Buffer.from("Dear clinic") });
    await presses(page, "Take a recording");
    await page.getByText("Not a WAV file").first().waitFor();
    await recording.setInputFiles(SAID);
    await presses(page, "Take a recording");
    await told(page, "is in force");
    await picture(page, "greeting");
    assert.ok(existsSync(join(box.places.prompts, "en/greeting.rosewood-family-practice.wav")));

    await page.goto(`${pages.url}step/handover`);
    await presses(page, "Make the hand-over sheet");
    await wellDone(page);
    await page.goto(`${pages.url}handover`);
    await heading(page, "FirstRing at Rosewood Family Practice");
    await picture(page, "sheet");
    assert.ok(!(await page.content()).includes("7391"));

    const hosts = new Set(browser.asked.map((url) => new URL(url).origin));
    hosts.delete("null");
    assert.deepEqual([...hosts], [new URL(pages.url).origin], "nothing was asked of anybody else");
    assert.deepEqual(browser.complaints, []);
    if (PICTURES !== undefined) {
      await page.pdf({ path: join(PICTURES, "sheet.pdf"), format: "Letter" });
      await looks(box, pages, programs.chromium);
    }
  } finally {
    await pages[Symbol.asyncDispose]();
  }
});

/** A telephone, in the dark, for whoever looks at the pictures. */
async function looks(_box: SetupBox, pages: PagesProcess, chromium: Parameters<typeof Browser.open>[0]): Promise<void> {
  for (const [name, more] of [
    ["desktop", {}],
    ["phone", { width: 320 }],
    ["dark", { dark: true }],
    ["phone-dark", { width: 320, dark: true }],
  ] as const) {
    await using browser = await Browser.open(chromium, more);
    const page = await browser.page();
    await page.goto(pages.url);
    await picture(page, `${name}-enter`);
    await fills(page, { "Passphrase of the box": PASSPHRASE });
    await presses(page, "Enter");
    for (const { id } of STEPS) {
      await page.goto(`${pages.url}step/${id}`);
      await picture(page, `${name}-${id}`);
    }
    await page.goto(`${pages.url}step/people?item=new`);
    await picture(page, `${name}-people-new`);
    await page.goto(`${pages.url}handover`);
    await picture(page, `${name}-sheet`);
  }
}

test("without script the same pages work, nothing is wider than a small telephone, and the first script is small", async (t) => {
  const programs = await debianProgramsOrSkip(t, "chromium");
  if (programs === undefined) return;
  await using box = await SetupBox.build();
  await using pages = await PagesProcess.start(box.options);
  await using browser = await Browser.open(programs.chromium, { width: 320, script: false });
  const page = await browser.page();
  await page.goto(pages.url);
  await fills(page, { "Code on the label": LABEL_CODE, "New passphrase": PASSPHRASE, "The same again": PASSPHRASE });
  await presses(page, "Take the box over");
  await fills(page, { "Name of the clinic": "Rosewood", "Time zone": "America/Chicago" });
  await presses(page, "Save and go on");
  await heading(page, "The clock");
  for (const id of [
    "clinic",
    "clock",
    "modems",
    "people?item=new",
    "duty",
    "hours",
    "privacy",
    "network",
    "broker",
    "prove",
  ]) {
    await page.goto(`${pages.url}step/${id}`);
    const box = await page.locator("main").boundingBox();
    assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 320, `${id} is ${box?.width} wide`);
  }
  const script = await asked(`${pages.url}assets/setup.js`);
  assert.ok(script.body.length < 30_000);
});

interface Answer {
  readonly code: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const asked = (url: string, options: https.RequestOptions = {}, body = ""): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = https.request(url, { rejectUnauthorized: false, ...options }, (answer) => {
      let text = "";
      answer.on("data", (bytes: Buffer) => {
        text += bytes.toString();
      });
      answer.on("end", () => resolve({ code: answer.statusCode ?? 0, headers: answer.headers, body: text }));
    });
    request.once("error", reject);
    request.end(body);
  });

test("a foreign name, a foreign page, a form without its token, garbage and floods are turned away; nobody gets in without the passphrase", async () => {
  await using box = await SetupBox.build();
  await using pages = await PagesProcess.start(box.options);
  const { url } = pages;
  const origin = new URL(url).origin;
  const form = { "content-type": "application/x-www-form-urlencoded", origin };
  const cases: readonly (readonly [
    what: string,
    path: string,
    options: https.RequestOptions,
    body: string,
    code: number,
  ])[] = [
    ["a name that was made to lead here", "", { headers: { host: "evil.example" } }, "", 421],
    [
      "a foreign page's form",
      "enter",
      { method: "POST", headers: { ...form, origin: "https://evil.example" } },
      "what=enter",
      421,
    ],
    ["a form without token", "enter", { method: "POST", headers: form }, "what=enter&passphrase=x", 303],
    ["a step without a session", "step/clinic", {}, "", 303],
    ["a change without a session", "step/clinic", { method: "POST", headers: form }, "name=x", 303],
    ["a page that is not there", "step/../../etc/passwd", {}, "", 404],
    ["a body that is too large", "enter", { method: "POST", headers: form }, `what=${"x".repeat(100_000)}`, 413],
    [
      "another kind of body",
      "enter",
      { method: "POST", headers: { origin, "content-type": "application/json" } },
      "{",
      400,
    ],
  ];
  for (const [what, path, options, body, code] of cases) {
    const answer = await asked(`${url}${path}`, options, body);
    assert.equal(answer.code, code, `${what}: ${answer.body.slice(0, 200)}`);
    assert.match(String(answer.headers["content-security-policy"]), /default-src 'none'/, what);
  }
  const first = await asked(`${url}enter`);
  assert.match(
    String(first.headers["set-cookie"]),
    /^__Host-firstring=.*; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
  );
  assert.ok(!first.body.includes("<script>") && !first.body.includes("style="), "no code is in the page itself");
});
