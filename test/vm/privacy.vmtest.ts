/** What an installed box shows to whoever looks at it from outside, at its files, or at its card: nothing of a patient. */
import assert from "node:assert/strict";
import { closeSync, openSync, readSync } from "node:fs";
import { after, before, suite, test } from "node:test";
import type { CallerAction } from "../../device/emulator/caller/Caller.ts";
import { urgentCaller } from "../e2e/House.ts";
import { clinicFile } from "./clinicFile.ts";
import { assertConsoleOnly, assertDocumented, LISTENING } from "./documentedPorts.ts";
import { figure } from "./tell.ts";
import { VmClinic } from "./VmClinic.ts";

const NAME = "QUILLFEATHER";
/** Not the one of the packaged examples. */
const CLINIC = "Vellumthorn";
const NUMBER = "3125550187";
/** Found if the search works at all. */
const PLANTED = "PLANTED-MARKER-7731";

/** As text, in UTF-16, and the number as semi-octets of a PDU. */
const forms = (text: string): readonly Buffer[] => [
  Buffer.from(text),
  Buffer.from(text, "utf16le"),
  ...(/^\d+$/.test(text)
    ? [Buffer.from(text.replace(/(.)(.)/g, "$2$1")), Buffer.from(text.replace(/(.)(.)/g, "$2$1"), "hex")]
    : []),
];

suite("privacy of an installed box", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  let spoken: Uint8Array = new Uint8Array();
  before(
    async () => {
      clinic = await VmClinic.start({ clinic: clinicFile().replaceAll("Rosewood", CLINIC) });
      await clinic.ready();
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  test("only documented ports are open, and the console's alone when set-up mode is closed", async () => {
    assertDocumented(await clinic.machine.run(LISTENING));
    // A box that is nobody's yet keeps it open.
    await clinic.machine.run(
      "systemctl stop firstring-setup-open.path firstring-setup.target firstring-setup-close.timer; true",
      120_000,
    );
    assertConsoleOnly(await clinic.machine.run(LISTENING));
  });

  test("nothing of the clinic can be read by other users, and nothing of ours is setuid", async () => {
    // Asked by somebody who is nobody, so that folders count as well as files.
    const readable = await clinic.machine.run(`
      setpriv --reuid=65534 --regid=65534 --clear-groups find /etc/firstring /var/lib/firstring* /var/cache/firstring* /run/firstring* -xdev \\
        \\( -type f -o -type s -o -type p \\) -readable 2>/dev/null | grep -v ^/var/lib/firstring-releases/; true`);
    assert.equal(readable.trim(), "");
    const othersWrite = await clinic.machine.run(
      "setpriv --reuid=65534 --regid=65534 --clear-groups find /etc/firstring /usr/lib/firstring /var/lib/firstring* /run/firstring* -xdev ! -type l -writable 2>/dev/null | head",
    );
    assert.equal(othersWrite.trim(), "");
    const privileged = await clinic.machine.run(
      'dpkg -L firstring | while read -r it; do if [ -f "$it" ] && { [ -u "$it" ] || [ -g "$it" ]; }; then echo "$it"; fi; done',
    );
    assert.equal(privileged.trim(), "");
    const writable = await clinic.machine.run(
      "find /usr/lib/firstring -xdev ! -type l \\( ! -user root -o -perm /022 \\) | head",
    );
    assert.equal(writable.trim(), "", "the program belongs to root and only root writes it");
  });

  test("a patient's whole call leaves nothing in clear: journal, run time, temporary files, core dumps, the raw disk", async () => {
    const script: readonly CallerAction[] = urgentCaller().map((action) =>
      "call" in action ? { call: { number: NUMBER, name: `CANARY ${NAME}` } } : action,
    );
    const said = script.find((action) => "saysRaw" in action);
    if (said && "saysRaw" in said) spoken = said.saysRaw;
    const before = clinic.pages.length;
    assert.equal((await clinic.call(script)).outcome, "answered");
    const ref = await clinic.page(before);
    assert.match(JSON.stringify(await clinic.message(ref)), new RegExp(NUMBER), "the call is kept, with its number");
    await clinic.machine.run(`echo ${PLANTED} > /var/tmp/planted; logger ${PLANTED}; sync`);
    const found = await clinic.machine.run(
      `
      for marker in ${PLANTED} ${NAME} ${NUMBER}; do
        echo "$marker journal $(journalctl -b -a -o export --no-pager | grep -a -c "$marker")"
        echo "$marker files $(grep -r -a -l -s --exclude-dir=sys --exclude='vm-command-*' "$marker" /run /tmp /var/tmp /var/log /var/lib /var/cache /etc /dev/shm 2>/dev/null | wc -l)"
      done
      find / -xdev \\( -name 'core' -o -name 'core.[0-9]*' -o -path '/var/lib/systemd/coredump/*' \\) -type f | head
      cat /proc/swaps | tail -n +2`,
      180_000,
    );
    const count = (marker: string, where: string): number =>
      Number(new RegExp(`^${marker} ${where} (\\d+)$`, "m").exec(found)?.[1] ?? -1);
    assert.ok(
      count(PLANTED, "journal") > 0 && count(PLANTED, "files") > 0,
      `the search finds what is there:\n${found}`,
    );
    for (const marker of [NAME, NUMBER])
      for (const where of ["journal", "files"])
        assert.equal(count(marker, where), 0, `${marker} in ${where}\n${found}`);
    assert.equal(found.trim().split("\n").length, 6, `no core dump, no swap:\n${found}`);
  });

  test("the raw disk, carved", async () => {
    await clinic.machine.run("sync");
    const disk = clinic.machine.rootDisk;
    assert.ok(bytesFound(disk, [Buffer.from(PLANTED)]) > 0, "the search finds what is there");
    for (const marker of [NAME, NUMBER]) assert.equal(bytesFound(disk, forms(marker)), 0, marker);
    assert.equal(bytesFound(disk, [Buffer.from(spoken.subarray(2_000, 2_064))]), 0, "the caller's voice");
    figure(
      "carving the raw disk after a call",
      `${NAME}, ${NUMBER} and 64 samples of the voice in ${forms(NUMBER).length} forms: none`,
    );
  });

  test("after firstring erase the box knows nothing of the clinic, and its raw disk neither: not even the sealed key", async () => {
    const { machine } = clinic;
    await machine.run("sync");
    const sealed = await machine.run("head -c 160 /etc/firstring/credentials/database-key | tail -c 64");
    assert.equal(sealed.length, 64);
    // The clinic's name stands for its settings; what is sealed can be opened by whoever has this disk.
    const settings = [Buffer.from(CLINIC), Buffer.from(sealed)];
    for (const each of settings) assert.ok(bytesFound(machine.rootDisk, [each]) > 0, `the search finds ${each}`);
    const answer = await machine.tries("firstring erase --yes", 240_000);
    assert.equal(answer.code, 0, answer.output);
    const left = await machine.run(
      `
      find /var/lib/firstring /etc/firstring /etc/credstore.encrypted -type f 2>/dev/null
      grep -r -a -l -s ${CLINIC} /etc /var /run --exclude='vm-command-*' | head; true`,
      120_000,
    );
    assert.doesNotMatch(left, /clinic\.yaml|firstring\.db|database-key|database\.key/);
    await machine.run("sync");
    for (const marker of [NAME, NUMBER]) assert.equal(bytesFound(machine.rootDisk, forms(marker)), 0, marker);
    for (const each of settings) assert.equal(bytesFound(machine.rootDisk, [each]), 0, String(each));
    figure("carving the raw disk after firstring erase", "clinic's name, sealed key, caller: none");
  });
});

const PIECE = 4 * 1024 * 1024;

/** How often any of the forms is in the file; pieces overlap, so that none is missed at their borders. */
function bytesFound(path: string, wanted: readonly Buffer[]): number {
  const longest = Math.max(...wanted.map((it) => it.length));
  const file = openSync(path, "r");
  const piece = Buffer.alloc(PIECE + longest);
  let found = 0;
  try {
    for (let at = 0; ; at += PIECE) {
      const length = readSync(file, piece, 0, piece.length, at);
      if (length <= 0) return found;
      const bytes = piece.subarray(0, length);
      for (const it of wanted) if (bytes.includes(it)) found += 1;
    }
  } finally {
    closeSync(file);
  }
}
