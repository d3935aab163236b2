/** A sealed secret whose file is damaged in the middle of a box's life: first a doctor's PIN, then the key of the messages. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { clinicFile } from "./clinicFile.ts";
import { figure } from "./tell.ts";
import { VmClinic } from "./VmClinic.ts";

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const CREDENTIALS = "/etc/firstring/credentials";
const CHANGE = "/etc/firstring/database-key.change";
/** Starts that fail, a program that puts the secret aside, a start that does not: on an emulated processor that others use, too. */
const BACK_WITHIN_MS = 600_000;
/** Stopped, exchanged, started, watched. */
const CHANGED_WITHIN_MS = 900_000;

suite("a damaged secret", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  const refs: string[] = [];
  before(
    async () => {
      clinic = await VmClinic.start({ clinic: clinicFile({ pin: "pin-chen" }), isSetUp: true });
      await clinic.ready();
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  const isTold = async (code: string, expected = true): Promise<void> => {
    const { output } = await clinic.machine.tries("firstring status", 240_000);
    assert.match(output, /^Clinic /, output);
    assert.equal(output.includes(`[${code}]`), expected, `${code}: ${output}\n${expected ? await clinic.story() : ""}`);
  };
  const serves = async (): Promise<void> => {
    const before = clinic.pages.length;
    await clinic.answersAgain();
    refs.push(await clinic.page(before));
  };
  const everyMessage = async (): Promise<void> => {
    const list = await clinic.machine.run("firstring messages list --json", 240_000);
    for (const ref of refs) assert.ok(list.includes(ref), `${ref} is not in ${list}`);
  };
  /** What a worn card does to files; then the process dies, and the next one is to be given what was in them. */
  const damaged = async (names: readonly string[]): Promise<void> => {
    const pid = await clinic.ready();
    const began = performance.now();
    await clinic.machine.run(`
      for name in ${names.join(" ")}; do head -c 300 /dev/urandom > ${CREDENTIALS}/$name; done
      systemctl kill -s KILL firstring.service`);
    await clinic.ready(pid, BACK_WITHIN_MS);
    const took = seconds(performance.now() - began);
    figure(
      `${names.join(" and ")} damaged, the daemon killed → ready`,
      `${took}, start ${await clinic.property("NRestarts")}`,
    );
  };

  test("a PIN that was never given is told; given by the command line it is in force at once", async () => {
    await isTold("SECRET_MISSING");
    await clinic.machine.run("test ! -e /var/lib/firstring/database.key", 30_000);
    const said = await clinic.machine.run(
      `printf '2846\\n' | firstring credential set pin-chen 2>&1`,
      CHANGED_WITHIN_MS,
    );
    assert.doesNotMatch(said, /2846/);
    await isTold("SECRET_MISSING", false);
    await serves();
  });

  test("its file is damaged: the box answers and pages without it, has every message, and says which secret it misses", async () => {
    await damaged(["pin-chen"]);
    await clinic.machine.run(`test ! -e ${CREDENTIALS}/pin-chen && test -e ${CREDENTIALS}/pin-chen.unreadable`);
    await serves();
    await isTold("SECRET_MISSING");
    await everyMessage();
  });

  test("set again, nothing is missing, and the damaged file is gone", async () => {
    await clinic.machine.run("printf '2846\\n' | firstring credential set pin-chen", CHANGED_WITHIN_MS);
    await isTold("SECRET_MISSING", false);
    await clinic.machine.run(`test ! -e ${CREDENTIALS}/pin-chen.unreadable`);
  });

  test("one of the two files of the messages' key is damaged: nothing is missing, and it is there again", async () => {
    await damaged(["database-key"]);
    await clinic.machine.run(`test -s ${CREDENTIALS}/database-key && test ! -e ${CREDENTIALS}/database-key.unreadable`);
    await isTold("STORE_UNREADABLE", false);
    await serves();
    await everyMessage();
  });

  test("both are damaged: the box answers, pages and keeps what comes, and says that the messages before cannot be read", async () => {
    await clinic.machine.run(`cp -p ${CREDENTIALS}/database-key /root/copy-of-the-key`);
    await damaged(["database-key", "database-key-next"]);
    await clinic.machine.run(`test -e ${CREDENTIALS}/database-key.unreadable && test ! -e ${CREDENTIALS}/database-key`);
    await serves();
    await isTold("STORE_UNREADABLE");
    const list = (await clinic.machine.tries("firstring messages list", 240_000)).output;
    assert.match(list, new RegExp(refs.at(-1) ?? "?"));
  });

  test("the key comes back from a copy: all messages are there, those of the meantime among them", async () => {
    const pid = await clinic.ready();
    await clinic.machine.run(
      `
      mv /root/copy-of-the-key ${CREDENTIALS}/database-key
      firstring credential check --repair
      systemctl restart firstring.service`,
      BACK_WITHIN_MS,
    );
    await clinic.ready(pid, BACK_WITHIN_MS);
    await isTold("STORE_UNREADABLE", false);
    await everyMessage();
    await serves();
  });

  test("the key of the messages is changed while the box answers: all are there, before and after its next start", async () => {
    const pid = await clinic.ready();
    const said = await clinic.machine.run("firstring key rotate 2>&1", CHANGED_WITHIN_MS);
    assert.match(said, /under a new key/);
    await everyMessage();
    await serves();
    await clinic.machine.run("systemctl restart firstring.service", BACK_WITHIN_MS);
    await clinic.ready(pid, BACK_WITHIN_MS);
    await serves();
    await everyMessage();
  });

  test("a change that is cut off in the middle: the next start has both keys, and the box finishes it", async () => {
    const pid = await clinic.ready();
    await clinic.machine.run(
      `
      firstring key rotate > /dev/null 2>&1 &
      until grep -q encrypting ${CHANGE} 2> /dev/null; do kill -0 $! || exit 1; done
      kill -KILL $!
      test -s ${CHANGE}
      systemctl restart firstring.service`,
      CHANGED_WITHIN_MS,
    );
    await clinic.ready(pid, BACK_WITHIN_MS);
    await serves();
    await everyMessage();
    // What a start of the box does by itself.
    await clinic.machine.run(`systemctl start firstring-key-change.service && test ! -e ${CHANGE}`, CHANGED_WITHIN_MS);
    const told = await clinic.machine.run("firstring key show-source --json", 240_000);
    assert.equal(JSON.parse(told).change, null, told);
    const before = await clinic.ready();
    await clinic.machine.run("systemctl restart firstring.service", BACK_WITHIN_MS);
    await clinic.ready(before, BACK_WITHIN_MS);
    await isTold("STORE_UNREADABLE", false);
    await everyMessage();
    await serves();
  });
});
