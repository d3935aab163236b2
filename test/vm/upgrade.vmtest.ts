/** A newer package over a running box, and the way back: no message is lost, and calls are answered after each. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { imageOf } from "./guestImage.ts";
import { packageForGuest } from "./package.ts";
import { figure, say } from "./tell.ts";
import { VmClinic } from "./VmClinic.ts";

const NEWER = "99.0.0";
const UPGRADED_WITHIN_MS = 1_200_000;

suite("upgrade and way back", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  let file = "";
  const refs: string[] = [];
  before(
    async () => {
      const deb = await packageForGuest(say, NEWER);
      file = basename(deb);
      clinic = await VmClinic.start({
        isSetUp: true,
        disks: async (folder) => {
          const content = join(folder, "newer");
          mkdirSync(content);
          cpSync(deb, join(content, file));
          const image = join(folder, "newer.img");
          await imageOf(content, image, "420M");
          return [{ name: "newer", options: `driver=raw,file.driver=file,file.filename=${image},read-only=on` }];
        },
      });
      await clinic.ready();
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  /** A call is answered and paged, and every message that was ever taken is there. */
  const serves = async (): Promise<void> => {
    const before = clinic.pages.length;
    assert.equal((await clinic.call()).outcome, "answered");
    refs.push(await clinic.page(before));
    const list = await clinic.machine.run("firstring messages list --json", 300_000);
    for (const ref of refs) assert.ok(list.includes(ref), `${ref} is not in ${list}`);
  };
  const version = async (): Promise<string> => (await clinic.machine.run("firstring --version", 120_000)).trim();

  test("a newer version is installed over the running one", async () => {
    await serves();
    assert.doesNotMatch(await version(), new RegExp(NEWER));
    const pid = await clinic.ready();
    const began = performance.now();
    await clinic.machine.run(
      `mkdir -p /run/newer && mount -o ro /dev/disk/by-id/virtio-newer /run/newer && DEBIAN_FRONTEND=noninteractive dpkg -i /run/newer/${file}`,
      UPGRADED_WITHIN_MS,
    );
    await clinic.ready(pid, UPGRADED_WITHIN_MS);
    figure(
      "dpkg -i of a newer version, the daemon back at work",
      `${((performance.now() - began) / 1000).toFixed(0)} s`,
    );
    assert.match(await version(), new RegExp(NEWER));
    await serves();
  });

  test("and back, with the messages that came meanwhile", async () => {
    const pid = await clinic.ready();
    await clinic.machine.run("firstring release back", UPGRADED_WITHIN_MS);
    await clinic.ready(pid, UPGRADED_WITHIN_MS);
    assert.doesNotMatch(await version(), new RegExp(NEWER));
    await serves();
  });

  test("removed and installed again, everything runs without a restart of the box, and the messages are there", async () => {
    const running = async (): Promise<string> =>
      (await clinic.machine.run(`systemctl --no-legend --plain list-units --state=active 'firstring*' | cut -d' ' -f1`))
        .split("\n")
        .filter((unit) => !/setup|@/.test(unit))
        .sort()
        .join("\n");
    const before = await running();
    assert.match(before, /firstring-panel\.service[\s\S]*firstring\.service/);
    await clinic.machine.run(
      `dpkg -r firstring && ! systemctl --quiet is-active firstring.service firstring-panel.service && DEBIAN_FRONTEND=noninteractive dpkg -i /run/newer/${file}`,
      UPGRADED_WITHIN_MS,
    );
    await clinic.ready(undefined, UPGRADED_WITHIN_MS);
    assert.equal(await running(), before);
    await serves();
  });
});
