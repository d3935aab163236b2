/** A box without a battery for its clock, and clocks that jump. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { VmClinic } from "./VmClinic.ts";

suite("the clock", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  before(
    async () => {
      clinic = await VmClinic.start({ clock: "1970-01-01T00:00:00", replies: false, isSetUp: true });
      await clinic.ready();
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  test("started in 1970 (systemd makes it its own year): answers and pages, and says that the clock is not to be believed", async () => {
    assert.equal((await clinic.call()).outcome, "answered");
    await clinic.page();
    const status = await clinic.machine.tries("firstring status --json", 240_000);
    assert.match(status.output, /CLOCK|untrusted|not (to be )?believed/i);
  });

  test("set to the true time, an hour on, an hour back: nobody is paged twice for it, nothing restarts", async () => {
    const pages = clinic.pages.length;
    const pid = await clinic.ready();
    for (const set of [`@${Math.floor(Date.now() / 1000)}`, "+1 hour", "-1 hour"]) {
      await clinic.machine.run(`date -s "${set.startsWith("@") ? set : `$(date -d '${set}' '+%F %T')`}"`);
      // A minute of the escalation's own clock has not passed; a jump must not count for it.
      await clinic.machine.run("systemctl is-active firstring.service");
    }
    assert.equal((await clinic.call()).outcome, "answered");
    await clinic.page(pages);
    assert.equal(
      clinic.pages.length,
      pages + 1,
      `one page for the new call, none for the jumps:\n${clinic.texts.join("\n")}`,
    );
    assert.equal(await clinic.ready(), pid);
  });
});
