import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { readWav, toMono } from "../../device/audio/wav.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";
import { Browser } from "../setup/Browser.ts";
import { ChangeBox } from "./ChangeBox.ts";
import { ConsoleBench } from "./ConsoleBench.ts";
import { judgeByAxe, judgeLayout, picture } from "./judgePage.ts";
import { show } from "./PagesRig.ts";
import { likeness, spokenFile } from "./telephone/spokenFile.ts";

const EXAMPLE = readFileSync(fileURLToPath(new URL("../../provisioning/example/clinic.yaml", import.meta.url)), "utf8");
/** Two sentences that nobody has spoken, one of them with other words than its sound. */
const CLINIC = EXAMPLE.replace(
  /^script:$/m,
  `script:
  prompts:
    greeting: { en: "This is {clinic}, on Main Street." }
    parking: { en: "Parking is behind the house.", es: "Hay aparcamiento detrás de la casa." }`,
);
const VOICE = fileURLToPath(new URL("../../device/rehearsal/callers/urgent-name.wav", import.meta.url));

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page
    .getByRole("button", { name, exact: typeof name === "string" })
    .first()
    .click();

async function looksWell(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await judgeByAxe(page, name);
  await judgeLayout(page, name);
}

test("a manager gives a sentence another voice: by microphone, by file, and back; nothing else is heard before it is put into force", {
  timeout: 600_000,
}, async (t) => {
  const programs = await debianProgramsOrSkip(t, "chromium");
  if (!programs) return;
  const folder = mkdtempSync(join(tmpdir(), "firstring-prompts-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const spoken = spokenFile(join(folder, "voice.wav"));
  await using box = await ChangeBox.start(CLINIC);
  const { prompts } = box.engine.places;
  mkdirSync(prompts);
  await using bench = await ConsoleBench.start({
    ...{ clock: new SystemClock(), clinic: box.clinicFile, changeSocket: box.socket },
  });
  await bench.store();
  symlinkSync(prompts, join(bench.directory, "prompts"));
  await using browser = await Browser.open(programs.chromium, {
    width: 1280,
    flags: [
      ...["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"],
      ...[
        `--use-file-for-fake-audio-capture=${join(folder, "voice.wav")}`,
        "--autoplay-policy=no-user-gesture-required",
      ],
    ],
  });
  const page = await browser.page();
  page.setDefaultTimeout(180_000);
  await bench.signIn("manager", { id: "maria" });
  await page
    .context()
    .addCookies([...bench.cookies].map(([name, value]) => ({ name, value, url: bench.origin, secure: true })));

  await t.test("the list says what is to be seen to, and finds a sentence by its words", async () => {
    await page.goto(`${bench.origin}/prompts`);
    await page.getByRole("link", { name: "This is Rosewood Family Practice, on Main Street." }).waitFor();
    await page.getByText("says other words").first().waitFor();
    await looksWell(page, "prompts-list");
    await page.getByRole("link", { name: /^To be seen to/ }).click();
    await page.getByText("callers hear nothing here").first().waitFor();
    await page.getByRole("searchbox", { name: /Find words/ }).fill("emergencia");
    await page.getByText("There is no such sentence.").waitFor();
    await page.getByRole("link", { name: "Español" }).click();
    await page
      .getByRole("link", { name: /emergencia/ })
      .first()
      .waitFor();
    await looksWell(page, "prompts-found");
  });

  await t.test("a sentence whose sound cannot be had says so, in the list, too, and is asked for again", async () => {
    await page.goto(`${bench.origin}/prompts/en/greeting`);
    await page.route("**/audio?*", (route) => route.fulfill({ status: 404 }));
    const play = page.getByRole("button", { name: "Play: What callers hear" });
    await play.click();
    await page.getByText("It could not be played.").waitFor();
    await page.goto(`${bench.origin}/prompts`);
    await page.route("**/audio", (route) => route.fulfill({ status: 404 }));
    await page
      .getByRole("button", { name: /^Play: / })
      .first()
      .click();
    await page.locator(".toast").getByText("It could not be played.").waitFor();
    await page.unrouteAll();
    await page
      .getByRole("button", { name: /^Play: / })
      .first()
      .click();
    await page
      .getByRole("button", { name: /^Pause: / })
      .first()
      .waitFor();
  });

  await t.test("recorded by the microphone, heard, put into force", async () => {
    await page.goto(`${bench.origin}/prompts/en/greeting`);
    await page.getByText("Callers hear: “You have reached Rosewood Family Practice.”").waitFor();
    await press(page, "Record it here");
    await page.getByText("Recording: 0:03").waitFor();
    await looksWell(page, "prompts-recording");
    await press(page, "Stop and listen");
    await page.getByText("The new one").first().waitFor();
    await press(page, "Play: The new one");
    await page.getByRole("button", { name: "Pause: The new one" }).waitFor();
    await looksWell(page, "prompts-draft");
    await press(page, "Put it into force");
    await page.getByText(/^Done at/).waitFor();
    await page.getByText("recorded here").first().waitFor();
    await page.getByText("The new one").waitFor({ state: "detached" });
    const wav = readWav(readFileSync(join(prompts, "en/greeting.rosewood-family-practice.wav")));
    assert.ok(!("error" in wav));
    const likes = likeness(toMono(wav), spoken);
    t.diagnostic(`likeness of half seconds: ${likes.map((value) => value.toFixed(3)).join(" ")}`);
    assert.ok(likes.filter((value) => value > 0.9).length >= likes.length / 2, "it is what was spoken");
  });

  await t.test(
    "a file that is no sound is refused in words; another one is taken, and the first comes back",
    async () => {
      const file = page.locator("input[type=file]");
      await file.setInputFiles({ name: "letter.wav", mimeType: "audio/wav", buffer: Buffer.from("Dear clinic") });
      await page.getByRole("alert").getByText("Not a WAV file.").waitFor();
      await looksWell(page, "prompts-refused");
      await file.setInputFiles(VOICE);
      await page.getByText("The new one").first().waitFor();
      await press(page, "Put it into force");
      await page.getByRole("cell", { name: "uploaded" }).waitFor();
      await page.getByText("The new one").waitFor({ state: "detached" });
      await looksWell(page, "prompts-history");
      await press(page, /^Put this one back/);
      await page.getByRole("row").nth(1).getByText("recorded here").waitFor();
      await press(page, "Put the shipped one back");
      await page.getByText("Callers hear: “You have reached Rosewood Family Practice.”").waitFor();
    },
  );

  await t.test("several new recordings are put into force together", async () => {
    for (const path of ["en/parking", "es/parking"]) {
      await page.goto(`${bench.origin}/prompts/${path}`);
      await page.locator("input[type=file]").setInputFiles(VOICE);
      await page.getByText("The new one").first().waitFor();
    }
    await page.goto(`${bench.origin}/prompts?group=wrong`);
    await page.getByText("2 new recordings wait.").waitFor();
    await looksWell(page, "prompts-waiting");
    await press(page, "Put all 2 into force");
    await page.getByText("2 new recordings wait.").waitFor({ state: "detached" });
    await page.getByText("callers hear nothing here").waitFor({ state: "detached" });
  });

  await t.test("on a telephone, in the dark, in Spanish", async () => {
    await page.evaluate(() => localStorage.setItem("firstring-language", "es"));
    await show(page, { width: 390, height: 844, dark: true });
    await page.goto(`${bench.origin}/prompts`);
    await page.getByRole("heading", { name: "Lo que oye quien llama" }).waitFor();
    // In the reader's own language first.
    await page.getByRole("link", { name: /Usted ha llamado a Rosewood/ }).waitFor();
    await looksWell(page, "prompts-phone-dark");
    await page.goto(`${bench.origin}/prompts/es/parking`);
    await page.getByText("Otra voz para ella").waitFor();
    await looksWell(page, "prompts-one-phone-dark");
    // Loaded anew: colours of the other scheme are still on their way while a window changes.
    await show(page, { width: 320, height: 640 });
    await page.reload();
    await page.getByText("Otra voz para ella").waitFor();
    await looksWell(page, "prompts-one-narrow");
  });
  assert.deepEqual(browser.complaints, []);
});
