/** A card that is full, that turns read-only, that is gone: the box answers, pages, and says what is wrong. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { emptyImage } from "./guestImage.ts";
import { VmClinic } from "./VmClinic.ts";

const DATA = "/var/lib/firstring";
const FAULT_WITHIN_MS = 240_000;

suite("a data disk that fails", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  before(
    async () => {
      clinic = await VmClinic.start({
        starts: false,
        isSetUp: true,
        shortPrompts: false,
        disks: async (folder) => {
          const file = join(folder, "data.img");
          await emptyImage(file, "64M", ["-m", "0"]);
          return [{ name: "data", options: `driver=raw,file.driver=file,file.filename=${file}`, pluggable: true }];
        },
      });
      await clinic.machine.run(`
        mkdir -p ${DATA} && mount -o noatime,errors=remount-ro /dev/disk/by-id/virtio-data ${DATA}
        chown firstring:firstring ${DATA} && chmod 0700 ${DATA}`);
      await clinic.usePrompts();
      await clinic.begin();
      await clinic.ready();
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  const answersAndPages = async (): Promise<void> => {
    const before = clinic.pages.length;
    assert.equal((await clinic.call()).outcome, "answered");
    await clinic.page(before);
  };
  const told = (pattern: string): Promise<string> =>
    clinic.machine.until(
      pattern,
      `journalctl -b -u firstring -o cat --no-pager | grep -E '${pattern}'`,
      FAULT_WITHIN_MS,
    );

  test("full: answered and paged, the fault is told; room again: the fault is over", async () => {
    await clinic.machine.tries(
      `dd if=/dev/zero of=${DATA}/filled bs=64k 2>/dev/null; dd if=/dev/zero of=${DATA}/filled2 bs=512 2>/dev/null; sync`,
    );
    await answersAndPages();
    await told('"code":"STORE_FULL"');
    await clinic.machine.run(`rm ${DATA}/filled ${DATA}/filled2; sync`);
    await told("fault over.*STORE_FULL|STORE_FULL.*fault over");
    await answersAndPages();
  });

  test("read-only by the kernel's hand: answered and paged, the fault is told; writable again: the box goes on", async () => {
    // sysrq u: all file systems at once, as where a card dies. (An error of ext4's own makes it read-only until it is unmounted.)
    await clinic.machine.run("echo u > /proc/sysrq-trigger");
    await clinic.machine.until("read-only", `grep ' ${DATA} ' /proc/mounts | grep -q ' ro,'`);
    await answersAndPages();
    await told('"code":"STORE_(FAILED|UNREADABLE|FULL)"');
    await clinic.machine.run(`mount -o remount,rw / && mount -o remount,rw ${DATA}`);
    await told("fault over.*STORE_(FAILED|UNREADABLE)|STORE_(FAILED|UNREADABLE).*fault over");
  });

  test("gone in the middle of everything (every read and write is EIO): answered and paged", async () => {
    await clinic.machine.unplug("data");
    await answersAndPages();
    assert.equal(await clinic.property("ActiveState"), "active");
  });
});
