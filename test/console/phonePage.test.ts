import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readWav, toMono } from "../../device/audio/wav.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";
import { Browser } from "../setup/Browser.ts";
import { ConsoleBench } from "./ConsoleBench.ts";
import { judgeByAxe, judgeLayout, picture } from "./judgePage.ts";
import { show } from "./PagesRig.ts";
import { servePhoneCodes } from "./servePhoneCodes.ts";

const VOICE = fileURLToPath(new URL("../../device/rehearsal/callers/urgent-name.wav", import.meta.url));

test("a sentence by telephone in the browser: the code, what becomes of it, and the new recording by itself", {
  timeout: 400_000,
}, async (t) => {
  const programs = await debianProgramsOrSkip(t, "chromium");
  if (!programs) return;
  await using bench = await ConsoleBench.start({ clock: new SystemClock() });
  await bench.store();
  await using phones = await servePhoneCodes(bench.directory, bench.clock);
  await using browser = await Browser.open(programs.chromium, { width: 1280 });
  const page = await browser.page();
  page.setDefaultTimeout(120_000);
  await bench.signIn("manager", { id: "maria" });
  await page
    .context()
    .addCookies([...bench.cookies].map(([name, value]) => ({ name, value, url: bench.origin, secure: true })));
  const looksWell = async (name: string): Promise<void> => {
    await picture(page, name);
    await judgeByAxe(page, name);
    await judgeLayout(page, name);
  };
  await page.goto(`${bench.origin}/prompts/en/goodbye-only`);
  await page.getByRole("button", { name: "By telephone", exact: true }).click();
  await page.getByText("Waiting for the call.").waitFor();
  await looksWell("prompts-by-telephone");
  await page.evaluate(() => localStorage.setItem("firstring-language", "es"));
  await show(page, { width: 320, height: 640, dark: true });
  await page.reload();
  await page.getByText("El código se mostró una vez.").waitFor();
  await page.getByRole("button", { name: "Otro código", exact: true }).click();
  const code = ((await page.locator(".phone-code").textContent()) ?? "").replace(" ", "");
  await looksWell("prompts-by-telephone-narrow");
  const used = phones.codes.tried(code);
  assert.ok(typeof used !== "string");
  await page.getByText("Se marcó el código. Se está grabando.").waitFor();
  const said = readWav(readFileSync(VOICE));
  assert.ok(!("error" in said) && used.keep(toMono(said)));
  used.over();
  await page.getByText("La nueva").first().waitFor();
});
