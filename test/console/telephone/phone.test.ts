import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pino } from "pino";
import type { Page } from "playwright-core";
import { OwnRooms } from "../../../device/console/rehearsal/OwnRooms.ts";
import { SystemClock } from "../../../device/runtime/SystemClock.ts";
import { writeShortPrompts } from "../../e2e/shortPrompts.ts";
import { debianProgramsOrSkip } from "../../programs/debianPrograms.ts";
import { Browser } from "../../setup/Browser.ts";
import { ConsoleBench } from "../ConsoleBench.ts";
import { judgeByAxe, judgeLayout, picture } from "../judgePage.ts";
import { explained, TappedRooms } from "./handedFrames.ts";
import { likeness, samplesOf, spokenFile } from "./spokenFile.ts";

const CLINIC = new URL("../../../provisioning/rehearsal/clinic.yaml", import.meta.url).pathname;
/** Frames of 20 ms: six seconds of speech. */
const SIX_SECONDS = 300;

const rooms = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`firstring-room-${process.pid}-`));

test("somebody calls from a browser: what is spoken into its microphone is what is kept, the page appears on the doctor's telephone, and the reply takes it", {
  timeout: 600_000,
}, async (t) => {
  const programs = await debianProgramsOrSkip(t, "chromium");
  if (!programs) return;
  const folder = mkdtempSync(join(tmpdir(), "firstring-phone-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "prompts"), { recursive: true });
  writeShortPrompts(folder);
  const spoken = spokenFile(join(folder, "voice.wav"));
  const clock = new SystemClock();
  const tapped = new TappedRooms(
    new OwnRooms({ config: CLINIC, prompts: join(folder, "prompts"), clock, log: pino({ level: "silent" }) }),
  );
  await using bench = await ConsoleBench.start({ clock, clinic: CLINIC, rehearsals: tapped });
  await bench.user("mona", "manager");
  await bench.store();
  await using browser = await Browser.open(programs.chromium, {
    width: 1500,
    flags: [
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${join(folder, "voice.wav")}`,
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
  const page = await browser.page();
  page.setDefaultTimeout(240_000);
  await signIn(page, bench);
  await page.goto(`${bench.origin}/phone`);
  await page.getByRole("button", { name: "Begin a rehearsal" }).click();
  await page.getByLabel("Who calls").waitFor({ timeout: 240_000 });
  await looksWell(page, "ready", DESK);
  await isNotAskedToSpeak(page);
  await page.getByLabel("On which line").selectOption("mobile");
  await page.getByRole("button", { name: "Call", exact: true }).click();
  await answers(page, [
    [/For English/, "1"],
    [/If you are a patient/, "1"],
    [/cannot wait/, "1"],
    [/If that is right, press 1/, "1"],
    [/date of birth/, "#"],
  ]);
  await looksWell(page, "call", DESK);
  await speak(page, tapped, 50);
  await page.getByRole("button", { name: /^Reply \w{4,5}$/ }).click();
  await page.locator(".texts .doctor").waitFor();
  await speak(page, tapped, SIX_SECONDS);
  await page
    .getByText(/has taken/)
    .first()
    .waitFor();
  await page
    .locator(".steps")
    .getByText(/saved, reference/)
    .waitFor();
  // The box says what is to be said, and hangs up.
  const result = page.locator(".result");
  await result.getByText("sample for sample").waitFor();
  assert.match((await result.textContent()) ?? "", /Taken by Dr\. /);
  await looksWell(page, "over");

  const ref = ((await result.getByRole("heading").textContent()) ?? "").replace("Reference ", "");
  const wav = await page.request.get(`${bench.origin}/api/v1/rehearsal/recordings/${ref}/reason`);
  const take = samplesOf(await wav.body());
  const { other, same } = explained(take, tapped.frames);
  t.diagnostic(`${take.length} samples: ${same} as they were handed to the line, ${other} other than silence`);
  assert.ok(
    same > 5 * 8_000,
    "at least five of the six seconds are sample for sample what the page handed to the line",
  );
  assert.ok(other < 0.35 * 8_000, "and nothing but the key that ended it is anything else");
  const likes = likeness(take, spoken);
  t.diagnostic(`likeness of half seconds: ${likes.map((value) => value.toFixed(3)).join(" ")}`);
  const good = likes.filter((value) => value > 0.95).length;
  // A busy machine's browser now and then leaves out some milliseconds of its own microphone: such a block is two pieces.
  assert.ok(good >= 6 && good >= likes.length * 0.6, "it is what was spoken");

  await page.getByRole("button", { name: "End the rehearsal" }).click();
  await page.getByText("The rehearsal has ended.").waitFor();
  assert.deepEqual(browser.complaints, []);
  assert.deepEqual(rooms(), [], "nothing of it is left");
  const { json } = await bench.ask("/api/v1/messages");
  assert.deepEqual(json.messages, [], "and nothing of it came to the clinic's messages");
});

/** In an example call somebody else speaks: whoever looks on is told so, and not asked for their voice. */
async function isNotAskedToSpeak(page: Page): Promise<void> {
  await page.getByText("An example call").first().click();
  await page.getByRole("button", { name: "Play it" }).click();
  await page.getByText("A recorded caller goes through it by itself.").waitFor();
  await page.getByText("Connected").waitFor();
  assert.equal(await page.getByRole("group", { name: "Keypad" }).count(), 0);
  await page.getByRole("button", { name: "Hang up" }).click();
  await page.getByText("The call is over").waitFor();
}

async function signIn(page: Page, bench: ConsoleBench): Promise<void> {
  await bench.enter("mona");
  const cookies = [...bench.cookies].map(([name, value]) => ({ name, value, url: bench.origin, secure: true }));
  await page.context().addCookies(cookies);
}

const DESK = [{ width: 1440, dark: false }];
const EVERYWHERE = [
  ...[
    { width: 320, dark: false },
    { width: 390, dark: true },
    { width: 1024, dark: false },
  ],
  ...DESK,
];

/** At every width, in light and dark; a call that goes on is looked at once, because the caller has no time. */
async function looksWell(page: Page, name: string, views = EVERYWHERE): Promise<void> {
  for (const { dark, width } of views) {
    await page.setViewportSize({ width, height: 900 });
    // Without motion: else a colour is judged half-way.
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
    const what = `phone-${name}-${width}${dark ? "-dark" : ""}`;
    await picture(page, what);
    await judgeLayout(page, what);
    await judgeByAxe(page, what);
  }
}

/** Presses each key when the words of its question are being said. */
async function answers(page: Page, keys: readonly (readonly [RegExp, string])[]): Promise<void> {
  for (const [question, key] of keys) {
    await page.locator(".screen .hears").getByText(question).waitFor();
    await page.getByRole("button", { name: key === "#" ? "pound" : key, exact: true }).click();
  }
}

/** A key instead of the wait for the tone, so many frames of speech, `#`, and 1 to keep it. */
async function speak(page: Page, tapped: TappedRooms, frames: number): Promise<void> {
  const pound = page.getByRole("button", { name: "pound", exact: true });
  await page.locator(".recording").waitFor({ timeout: 240_000 });
  await tapped.more(frames);
  await pound.click();
  await page
    .locator(".screen .hears")
    .getByText(/To keep this recording/)
    .waitFor();
  await page.getByRole("button", { name: "1", exact: true }).click();
}
