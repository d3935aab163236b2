import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { stepAt, totpAt } from "../../device/console/auth/totp.ts";
import { until } from "../e2e/until.ts";
import { judgeByAxe, judgeLayout, picture } from "./judgePage.ts";
import { PagesRig, show, type View } from "./PagesRig.ts";
import { scheduleFlow } from "./scheduleFlow.ts";

const heading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("heading", { name }).first().waitFor();
const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole("button", { name }).first().click();
const rows = (page: Page) => page.getByRole("list", { name: "Messages" }).getByRole("link");
const row = (page: Page, text: string | RegExp) => rows(page).filter({ hasText: text });
/** The list has come to this: one. */
const onlyOne = (page: Page): Promise<void> => rows(page).nth(1).waitFor({ state: "detached" });
const toast = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator(".toast").filter({ hasText: text }).first().waitFor();
/** The title of the tab, once it is so. */
const titled = (page: Page, wanted: (title: string) => boolean): Promise<string> =>
  until("the title", async () => {
    const title = await page.title();
    return wanted(title) && title;
  });

const PATHS = [
  ...[
    "/",
    "/messages",
    "/messages/7Q4K",
    "/messages?q=nobody&from=2026-12-01&until=2026-11-01",
    "/schedule?view=month",
    "/schedule?view=week",
    "/doctor",
    "/users",
    "/audit",
    "/tokens",
    "/network",
    "/live",
    "/health",
    "/phone",
  ],
  ...["/me", "/help", "/more", "/nowhere"],
];

const VIEWS: Readonly<Record<string, View & { readonly axe?: boolean }>> = {
  desk: { width: 1440, axe: true },
  deskDark: { width: 1440, dark: true },
  wide: { width: 2560, height: 1440 },
  phone: { width: 390, height: 844 },
  phoneDark: { width: 390, height: 844, dark: true, axe: true },
  narrow: { width: 320, height: 640 },
  tablet: { width: 800, height: 1_024 },
};

/** All that is wrong is said at once. */
const collect = (wrong: string[], judged: Promise<void>): Promise<void> =>
  judged.catch((error: Error) => void wrong.push(error.message));

/** Seen, judged, and put into the folder of pictures. */
async function looksWell(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await judgeByAxe(page, name);
  await judgeLayout(page, name);
}

test("the console in a browser", async (t) => {
  const started = await PagesRig.start(t);
  if (started === undefined) return;
  await using rig = started;

  await t.test("whoever has a one-time code sets a password; a wrong one is told and led to", async () => {
    const { users } = rig.bench.console.box;
    users.add({ id: "ann", name: "Ann Kowalczyk", role: "frontDesk" }, "test", Date.now());
    const { code } = users.invite("ann", "test", Date.now());
    const page = await rig.stranger();
    // A link that a mail program has broken.
    await page.goto("/welcome?broken#%E0");
    await heading(page, "Set your password");
    await page.goto(`/welcome#${code}`);
    await heading(page, "Set your password");
    await page.getByLabel("New password").fill("a door of green glass");
    await page.getByLabel("The same again").fill("a door of blue glass");
    await press(page, "Set the password and sign in");
    await page.getByText("The two are not the same.").first().waitFor();
    await looksWell(page, "welcome");
    await page.getByLabel("The same again").fill("a door of green glass");
    await press(page, "Set the password and sign in");
    await heading(page, /Ann Kowalczyk/);
    await page.goto("/me");
    await press(page, "Sign out");
    await heading(page, "Sign in");
    await page.getByLabel("User name").fill("ann");
    await page.getByLabel("Password").fill("a door of blue glass");
    await press(page, "Sign in");
    await page.getByRole("alert").getByText("do not belong together").waitFor();
    assert.equal(await page.evaluate("document.activeElement.getAttribute('role')"), "alert");
    await looksWell(page, "sign-in-refused");
    await page.getByLabel("Password").fill("a door of green glass");
    await page.keyboard.press("Enter");
    await heading(page, /Ann Kowalczyk/);
  });

  await t.test("the opening view says what the night brought, and leads to it", async () => {
    const page = await rig.somebody("frontDesk");
    await page.goto("/");
    await page.locator(".figure.loud").first().waitFor();
    await titled(page, (title) => /^\(\d+\) Today – Rosewood/.test(title));
    await page.getByRole("link", { name: /not heard yet/ }).click();
    await titled(page, (title) => /^\(\d+\) Messages/.test(title));
    await page
      .getByRole("link", { name: /^Unheard/ })
      .and(page.locator("[aria-current]"))
      .waitFor();
  });

  await t.test("by keyboard alone: find by the last four digits, open, hear, call back, take it back", async () => {
    const page = await rig.somebody("frontDesk");
    await page.goto("/messages");
    await row(page, "312 555 0142").first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("0188");
    await page.waitForURL(/q=0188/);
    await row(page, "ORTEGA LUCIA").waitFor();
    await onlyOne(page);
    await page.keyboard.press("Tab");
    await page.evaluate("document.activeElement.blur()");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await heading(page, "Message W5TR");
    const before = await page.title();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Pause: Name" }).waitFor();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Play: Name" }).waitFor();
    await page.keyboard.press("ArrowUp");
    await page.getByRole("button", { name: "Speed 1.25" }).and(page.locator('[aria-pressed="true"]')).waitFor();
    await page.getByRole("button", { name: "Play: Reason" }).click();
    await titled(page, (title) => title !== before);
    await page.evaluate("document.activeElement.blur()");
    await page.keyboard.press("c");
    await toast(page, /called back/i);
    await page
      .getByText(/Called back .* by FRONTDESK/)
      .first()
      .waitFor();
    await press(page, "Undo");
    await page.getByRole("button", { name: "Called back", exact: true }).waitFor();
  });

  await t.test(
    "a note is kept, a message is given to somebody, and another browser sees both without loading",
    async () => {
      const page = await rig.somebody("frontDesk");
      const other = await rig.somebody("manager", { id: "boss" });
      await other.goto("/messages/3NVF");
      await heading(other, "Message 3NVF");
      await page.goto("/messages/3NVF");
      await page.getByLabel("New note").fill("Refill of the blood pressure tablets.\nPharmacy on Main Street.");
      // Another message in between, or a session that ended: what was typed is still there.
      await page.locator('.messages a:not([href*="3NVF"])').first().click();
      await page.getByRole("article", { name: "Message 3NVF" }).waitFor({ state: "detached" });
      await page.goBack();
      await heading(page, "Message 3NVF");
      assert.match(await page.getByLabel("New note").inputValue(), /^Refill[\s\S]*Street\.$/);
      await press(page, "Keep the note");
      await other.getByText("Pharmacy on Main Street.").waitFor();
      // Longer than can be kept, pasted: it is told, and not a letter of it is gone.
      await page.getByLabel("New note").fill("0123456789".repeat(201));
      await page.getByText("10 characters too many: 2000 can be kept.").waitFor();
      await press(page, "Keep the note");
      assert.equal((await page.getByLabel("New note").inputValue()).length, 2_010);
      await page.getByLabel("New note").fill("");
      await press(page, "Give to …");
      await page.getByRole("dialog").getByLabel("To").selectOption({ label: "BOSS" });
      await looksWell(page, "give-to");
      // What goes wrong while a question is open is told in it, not on the page behind, which nobody sees or hears.
      await page.context().setOffline(true);
      await page.getByRole("dialog").getByRole("button", { name: "Give" }).click();
      await page.getByRole("dialog").getByText("look, when it is back, whether this was done").last().waitFor();
      await page.context().setOffline(false);
      await page.getByRole("dialog").getByRole("button", { name: "Give" }).click();
      await row(other, "for BOSS").waitFor();
      await other.getByRole("link", { name: "Mine 1" }).click();
      await row(other, "312 555 0117").waitFor();
      await onlyOne(other);
    },
  );

  await t.test("a doctor with a telephone in the hand has one big button: take, call, done", async () => {
    const page = await rig.somebody("doctor", { person: "patel", width: 390, height: 844, dark: true });
    await page.goto("/doctor/M2XC");
    const big = page.locator(".big .button.deed");
    await big.filter({ hasText: "I take this call" }).waitFor();
    assert.equal(await page.locator(".button.deed:visible").filter({ hasText: /\w/ }).count(), 1);
    await looksWell(page, "doctor-take");
    await big.click();
    await big.filter({ hasText: "I have called back" }).waitFor();
    await page.goto("/doctor/7Q4K");
    await big.filter({ hasText: "I take this call" }).click();
    await big.filter({ hasText: "Call 312 555 0142" }).waitFor();
    assert.equal(await big.getAttribute("href"), "tel:3125550142");
    await looksWell(page, "doctor-call");
    // Where the machine has a program for calls, Chromium asks about it above the page, and no click comes through.
    await page.evaluate(
      "addEventListener('click', (event) => event.target.closest('a[href^=\"tel:\"]') && event.preventDefault())",
    );
    // A double tap: the second half finds "I have called back" under the finger, and nobody has called yet.
    await big.dblclick();
    await big.filter({ hasText: "I have called back" }).waitFor();
    assert.deepEqual(
      rig.asked.filter((url) => url.endsWith("/7Q4K/called-back")),
      [],
    );
    await press(page, "Call again");
    await press(page, "I have called back already");
    await page.getByText("This call is done.").waitFor();
    await looksWell(page, "doctor-done");
  });

  await t.test("users: a manager adds one, hands over the code, disables them and takes that back", async () => {
    const page = await rig.somebody("manager", { id: "boss" });
    await page.goto("/users");
    await press(page, "Add a user");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Alexandra von Hohenberg-Lindqvist");
    await dialog.getByLabel("User name").fill("a b");
    await looksWell(page, "add-user");
    await dialog.getByRole("button", { name: "Add" }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("User name").fill("alexandra");
    await dialog.getByRole("button", { name: "Add" }).click();
    await heading(page, /One-time code for Alexandra/);
    await looksWell(page, "invited");
    await dialog.getByRole("button", { name: "Close" }).click();
    await press(page, /^Change Alexandra/);
    await looksWell(page, "change-user");
    await dialog.getByRole("button", { name: "Disable" }).click();
    await toast(page, "may not sign in any more");
    await press(page, "Undo");
    await page
      .getByRole("row", { name: /Alexandra/ })
      .getByText("no password yet")
      .waitFor();
  });

  await t.test("a token is shown once and can be withdrawn", async () => {
    const page = await rig.somebody("manager", { id: "boss" });
    await page.goto("/tokens");
    await heading(page, "No program has a token");
    await looksWell(page, "tokens-none");
    await press(page, "Make a token");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("For which program").fill("Wallboard");
    await dialog.getByLabel("see messages: who called").check();
    await looksWell(page, "make-token");
    await dialog.getByRole("button", { name: "Make" }).click();
    await dialog.getByText(/^Authorization: Bearer/).waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await press(page, "Withdraw the token of Wallboard");
    await dialog.getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("withdrawn", { exact: true }).waitFor();
    const { tokens, users } = rig.bench.console.box;
    users.add({ id: "gone", name: "Gone", role: "manager" }, "test", Date.now());
    users.add({ id: "mara", name: "Mara", role: "frontDesk" }, "test", Date.now());
    users.setDisabled("gone", Date.now());
    tokens.make("Old display", ["messages.read", "audit.read"], Date.now() + 9e8, "gone");
    tokens.make("Scoreboard", ["live.read", "audit.read"], Date.now() + 9e8, "mara");
    await page.reload();
    await page.getByText("gone, who made it, may not sign in any more.").waitFor();
    await page.getByText("Without audit.read: mara, who made it, may not do that any more.").waitFor();
    await looksWell(page, "tokens-some");
  });

  await t.test("the schedule: swap by form and by mouse, an absence that makes a gap, everything taken back", () =>
    scheduleFlow(rig),
  );

  await t.test("the second factor is set up by an app, and asked for at the next sign-in", async () => {
    const page = await rig.somebody("technician");
    await page.goto("/me");
    await press(page, "Set up");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Password").fill("four words of nobody");
    await dialog.getByRole("button", { name: "Go on" }).click();
    await dialog.getByRole("img", { name: /QR code/ }).waitFor();
    await looksWell(page, "app-set-up");
    await dialog.getByLabel("Six digits").fill("000000");
    await dialog.getByRole("button", { name: "Put into force" }).click();
    await dialog.getByRole("alert").waitFor();
  });

  await t.test("a one-time code for another password leads to the second step, where there is one", async () => {
    const { factor, users } = rig.bench.console.box;
    users.add({ id: "otto", name: "Otto Brandt", role: "frontDesk" }, "test", Date.now());
    factor.confirmApp("otto", totpAt(factor.beginApp("otto"), stepAt(Date.now())));
    const [paper = ""] = factor.makeRecoveryCodes("otto");
    const page = await rig.stranger();
    await page.goto(`/welcome#${users.invite("otto", "test", Date.now()).code}`);
    await page.getByLabel("New password").fill("a door of green glass");
    await page.getByLabel("The same again").fill("a door of green glass");
    await press(page, "Set the password and sign in");
    await heading(page, "Second step");
    assert.equal(await page.getByLabel(/in this browser for 30 days/).count(), 0);
    await page.getByLabel("Code").fill("000000");
    await press(page, "Sign in");
    await page.getByRole("alert").getByText("This code is not right").waitFor();
    await looksWell(page, "welcome-factor");
    await page.getByLabel("Code").fill(paper);
    await press(page, "Sign in");
    await heading(page, /Otto Brandt/);
  });

  await t.test("who saw what: the list, and its chain", async () => {
    const page = await rig.somebody("manager", { id: "boss" });
    await page.goto("/audit");
    await page.getByText("saw a message").first().waitFor();
    await press(page, "Check the chain");
    await page.getByText(/The chain is whole/).waitFor();
    await page.getByLabel("Message").fill("3nvf");
    await page.waitForURL(/ref=3nvf/);
    await looksWell(page, "audit");
  });

  await t.test(
    "every page at a desk, on a telephone and at 320 px, light and dark: axe finds nothing, nothing is cut off",
    async () => {
      const page = await rig.somebody("manager", { id: "boss" });
      const wrong: string[] = [];
      for (const path of PATHS) {
        await show(page, {});
        await page.goto(path);
        await page.locator("main:not(.alone) h1").first().waitFor({ state: "attached" });
        await page.locator(".loading").first().waitFor({ state: "detached" });
        for (const [name, view] of Object.entries(VIEWS)) {
          await show(page, view);
          const what = `${name}${path.replaceAll(/\W+/g, "-")}`;
          await picture(page, what);
          await collect(wrong, judgeLayout(page, what));
          if (view.axe === true) await collect(wrong, judgeByAxe(page, what));
        }
      }
      assert.deepEqual(wrong, [], wrong.join("\n"));
    },
  );

  await t.test(
    "letters of twice the size at a desk: nothing is wider than the window, nothing is cut off",
    async () => {
      const page = await rig.somebody("manager", { id: "boss" });
      const wrong: string[] = [];
      for (const path of [
        "/",
        "/messages/7Q4K",
        "/schedule?view=week",
        "/users",
        "/prompts",
        "/script/urgency",
        "/live",
      ]) {
        await page.goto(path);
        await page.locator("main:not(.alone) h1").first().waitFor({ state: "attached" });
        await page.locator(".loading").first().waitFor({ state: "detached" });
        await page.evaluate("document.documentElement.style.fontSize = '200%'");
        const what = `twice${path.replaceAll(/\W+/g, "-")}`;
        await picture(page, what);
        await collect(wrong, judgeLayout(page, what));
      }
      assert.deepEqual(wrong, [], wrong.join("\n"));
    },
  );

  await t.test(
    "a recording that cannot be had is told, is not heard, and is asked for again by the next press",
    async () => {
      const page = await rig.somebody("frontDesk");
      await page.route("**/audio/**", (route) => route.abort());
      await page.goto("/messages/X4GQ");
      await heading(page, "Message X4GQ");
      await page.getByRole("button", { name: "Play: Reason" }).click();
      await page.getByText("The recording could not be played.").waitFor();
      await looksWell(page, "not-played");
      assert.equal(await row(page, "ALEXANDRA").locator(".dot").count(), 1, "nobody has heard it");
      await page.unroute("**/audio/**");
      await page.getByRole("button", { name: "Play: Reason" }).click();
      await page.getByText("The recording could not be played.").waitFor({ state: "detached" });
      await row(page, "ALEXANDRA").locator(".dot").waitFor({ state: "detached" });
    },
  );

  await t.test("Spanish throughout, and the language stays with the person", async () => {
    const boss = await rig.somebody("manager", { id: "boss" });
    await boss.evaluate("localStorage.setItem('firstring-language', 'es')");
    for (const width of [320, 800, 1_024]) {
      await show(boss, { width });
      await boss.goto("/users");
      await boss.getByText("tiene un código, aún sin contraseña").first().waitFor();
      await judgeLayout(boss, `es-users-${width}`);
    }
    await boss.evaluate("localStorage.setItem('firstring-language', 'en')");
    await show(boss, {});
    const page = await rig.stranger({ language: "es-MX" });
    await page.goto("/");
    await heading(page, "Entrar");
    await looksWell(page, "es-entrar");
    await page.getByLabel("Nombre de usuario").fill("ann");
    await page.getByLabel("Contraseña").fill("a door of green glass");
    await press(page, "Entrar");
    await heading(page, /Ann Kowalczyk/);
    assert.equal(await page.getAttribute("html", "lang"), "es");
    await page.goto("/messages/7Q4K");
    await page.getByText("Qué pasó").waitFor();
    await looksWell(page, "es-message");
    await page.goto("/schedule");
    await page.getByText("Cómo se llega a esto").click();
    await page.getByText("ahora no hace falta").waitFor();
    assert.deepEqual(await page.locator('main [lang="en"]').allTextContents(), []);
    await page.goto("/me");
    await page.getByLabel("Idioma").selectOption("en");
    await heading(page, "My account");
  });

  await t.test("two dates the wrong way round are told where they stand", async () => {
    const page = await rig.somebody("frontDesk");
    await page.goto("/messages?from=2026-12-01&until=2026-11-01");
    await page.getByText("This is before the first day").waitFor();
    await page.getByLabel("Until, that day included").fill("2026-12-02");
    await page.getByText("This is before the first day").waitFor({ state: "detached" });
  });

  await t.test("the day on which the clocks change is told in words, and not only under a mouse", async () => {
    const page = await rig.somebody("frontDesk", { width: 390, height: 844 });
    await page.goto("/schedule?view=month&day=2026-11-15");
    await page.locator(".duty-file").getByText("Sunday, November 1, 25 hours: the clocks change.").waitFor();
    await show(page, {});
  });

  await t.test("on paper there is the message and nothing around it", async () => {
    const page = await rig.somebody("frontDesk");
    await page.goto("/messages/7Q4K");
    await heading(page, "Message 7Q4K");
    await page.emulateMedia({ media: "print" });
    await page.getByText("What happened").waitFor();
    for (const hidden of ["nav.side", ".inbox .list", ".deeds", "textarea"])
      assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    const paper = await page.locator(".pane").boundingBox();
    assert.ok((paper?.width ?? 0) > 1_000, `${paper?.width} px of 1280`);
    await picture(page, "print-message");
    const legible = (): Promise<boolean> =>
      page.evaluate(
        "(({ backgroundColor, color }) => color !== backgroundColor)(getComputedStyle(document.querySelector('.pill.urgent')))",
      );
    assert.ok(await legible(), "the word Urgent is read on paper");
    await page.goto("/messages");
    await rows(page).first().waitFor();
    assert.ok(await legible(), "on the list, too");
    await picture(page, "print-list");
    // A sheet of A4 between its margins.
    await page.setViewportSize({ width: 718, height: 1_000 });
    const cut = "[...document.querySelectorAll('.row .name')].filter((e) => e.scrollWidth > e.clientWidth + 1).length";
    assert.equal(await page.evaluate(cut), 0, "no caller's name is cut off");
    await page.evaluate("localStorage.setItem('firstring-theme', 'dark')");
    await page.reload();
    await rows(page).first().waitFor();
    const ink = "getComputedStyle(document.documentElement).getPropertyValue('--ink')";
    assert.equal(await page.evaluate(ink), "#000", "whoever likes it dark has ink on paper all the same");
    await page.evaluate("localStorage.setItem('firstring-theme', 'system')");
    await page.emulateMedia({ media: null });
    await page.goto("/schedule?view=month");
    await page.locator(".duty-month").waitFor();
    const pdf = (await page.pdf({ format: "Letter", preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type \/Page\b/g)?.length, 1, "a month is one sheet, and no empty one before it");
  });

  await t.test(
    "a technician looks at the box: what is wrong and what to do; a test page to a real person is confirmed",
    async () => {
      const page = await rig.somebody("technician");
      await page.goto("/live");
      await page.getByText("The telephone modem is not there").first().waitFor();
      await page.getByText("Check the modem's USB plug").first().waitFor();
      await page
        .getByText(/until .* 08:00/)
        .first()
        .waitFor();
      await page.getByRole("link", { name: "State of the box" }).click();
      await heading(page, "State of the box");
      await page.getByLabel("To", { exact: true }).selectOption("okafor");
      await press(page, "Send a test page …");
      const dialog = page.getByRole("dialog");
      await dialog.getByText(/The telephone of Dr. Okafor \(…0103\) gets an SMS now/).waitFor();
      await looksWell(page, "test-page-sure");
      await dialog.getByRole("button", { name: "Send it" }).click();
      await page.getByText("Handed over to the modem").waitFor();
      await press(page, "Send a test page …");
      await dialog.getByRole("button", { name: "Send it" }).click();
      await dialog.getByText("This person had a test page a moment ago.").waitFor();
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await looksWell(page, "health-tested");
      const [archive] = await Promise.all([page.waitForEvent("download"), press(page, "Download the archive")]);
      assert.match(archive.suggestedFilename(), /^firstring-support-\d{4}-\d\d-\d\d\.json\.gz$/);
    },
  );

  await t.test("a technician sees and hears no patient; a bookmark of one says so", async () => {
    const page = await rig.somebody("technician");
    await page.goto("/messages/7Q4K");
    await page.getByText("This page is not for your role.").waitFor();
    assert.equal(await page.getByRole("link", { name: "Messages" }).count(), 0);
  });

  await t.test(
    "the daemon stops: everything can be read, every page says so, an act is refused in words; it comes back by itself",
    async () => {
      const page = await rig.somebody("frontDesk");
      await page.goto("/messages/X4GQ");
      await heading(page, "Message X4GQ");
      await rig.stopDaemon();
      await page.getByText("The answering program does not answer").waitFor();
      await press(page, "Called back");
      await page.locator(".toast.wrong").waitFor();
      await looksWell(page, "daemon-away");
      rig.hideStore(true);
      await page.getByRole("link", { name: "Today", exact: true }).click();
      await page.getByText("The messages cannot be read just now.").first().waitFor();
      await looksWell(page, "store-away");
      rig.hideStore(false);
      await press(page, "Try again");
      await page.locator(".figure").first().waitFor();
      await page.context().setOffline(true);
      await page.getByRole("link", { name: "Messages", exact: false }).first().click();
      await page.getByText("The box does not answer.").first().waitFor();
      await looksWell(page, "box-away");
      await page.context().setOffline(false);
      await rows(page).first().waitFor();
      // A page that was not opened before: its script cannot be had, and comes by itself with the box.
      await page.context().setOffline(true);
      await page.getByRole("link", { name: "Help", exact: true }).click();
      await page.getByRole("main").getByText("The box does not answer.").waitFor();
      await looksWell(page, "box-away-page");
      await page.context().setOffline(false);
      await heading(page, "Keys");
      // Told when the page begins to listen, which is before it is drawn.
      await page.reload();
      await page.getByText("The answering program does not answer").waitFor();
      await rig.startDaemon();
      await page.getByText("The answering program does not answer").waitFor({ state: "detached" });
    },
  );

  await t.test("the session ends: the door by itself, and after it the same page", async () => {
    const page = await rig.somebody("frontDesk");
    await page.goto("/messages/3NVF");
    await heading(page, "Message 3NVF");
    rig.bench.console.box.sessions.endAll("frontdesk");
    // As after every request: whose session is over hears no more, and the page finds out why.
    rig.bench.console.box.events.review();
    await heading(page, "Sign in");
    assert.equal(await page.getByText("3NVF").count(), 0);
    await page.getByLabel("User name").fill("frontdesk");
    await page.getByLabel("Password").fill("four words of nobody");
    await press(page, "Sign in");
    await heading(page, "Message 3NVF");
  });

  await t.test("nothing was asked of anybody else, and no browser complained", () => {
    assert.deepEqual(
      // The doctor's "Call" is an address, too: for the telephone that they hold.
      rig.asked.filter((url) => ![rig.bench.origin, "data:", "tel:"].some((own) => url.startsWith(own))),
      [],
    );
    assert.deepEqual(rig.complaints, []);
  });
});

test("JavaScript that is sent to a first visitor, whichever page they open: at most 150 kB compressed", async (t) => {
  const { AssetBook } = await import("../../device/console/assets/AssetBook.ts");
  const { gzipSync } = await import("node:zlib");
  const book = new AssetBook();
  const sizes = new Map([...book.files].map(([path, { bytes }]) => [book.addressOf(path), gzipSync(bytes).length]));
  for (const page of book.pages) {
    const bytes = book.preloads(page).reduce((sum, address) => sum + (sizes.get(address) ?? 0), 0);
    t.diagnostic(`${page}: ${bytes} bytes`);
    assert.ok(bytes <= 150_000, `${page}: ${bytes} bytes`);
  }
});
