import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { GsmModel } from "../../device/emulator/gsm/families/registry.ts";
import { debianProgramsOrSkip } from "./debianPrograms.ts";
import { assertShown, SmsProgramBench } from "./SmsProgramBench.ts";

const CHEN = "+13125550101";

/** smstools' file: headers, an empty line, the text. */
function message(content: Buffer): { head: string; text: string } | undefined {
  const whole = content.toString("utf8");
  const at = whole.indexOf("\n\n");
  return at < 0 ? undefined : { head: whole.slice(0, at), text: whole.slice(at + 2) };
}

async function pagesAndReplies(t: TestContext, model: GsmModel): Promise<void> {
  const programs = await debianProgramsOrSkip(t, "smsd");
  if (!programs) return;
  const bench = await SmsProgramBench.open(t, { model });
  const folders = ["outgoing", "checked", "incoming", "failed", "sent", "report"];
  for (const name of folders) await bench.make(name);
  const config = await bench.make(
    "smsd.conf",
    `devices = GSM1
logfile = ${bench.folder}/log
infofile = ${bench.folder}/info
pidfile = ${bench.folder}/pid
${folders.map((name) => `${name} = ${bench.folder}/${name}`).join("\n")}
delaytime = 1
delaytime_mainprocess = 1
errorsleeptime = 1
autosplit = 3
incoming_utf8 = yes
decode_unicode_text = yes
[GSM1]
device = ${bench.modem.path}
baudrate = 115200
rtscts = no
init = AT+CNMI=2,1,0,2,0
incoming = yes
report = yes
`,
  );
  const page = "Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it. {€}";
  const long = `${"a long message, kept whole; ".repeat(12)}to the end.`;
  await bench.make("outgoing/1", `To: 13125550101\nReport: yes\n\n${page}`);
  const shown = bench.nextText(CHEN);
  const smsd = bench.start(programs.smsd, ["-c", config, "-t"]);
  assert.equal((await shown).text, page);
  const second = bench.nextText(CHEN);
  bench.modem.doctorPhone(CHEN).sends("7Q4K done {€}");
  bench.modem.doctorPhone(CHEN).sends("7Q4K ç ☎");
  await bench.make("outgoing/2", `To: 13125550101\n\n${long}`);
  assert.equal((await second).text, long);
  for (const reply of ["7Q4K done {€}", "7Q4K ç ☎"]) {
    const found = await bench.fileIn("incoming", reply, (content) => {
      const got = message(content);
      return got?.text === reply ? got.head : undefined;
    });
    assert.match(found, /^From: 13125550101$/m);
  }
  await bench.fileIn("report", "the delivery report", (content) =>
    /Message_id: 1[\s\S]*Status: 0/.test(content.toString("utf8")) ? true : undefined,
  );
  smsd.stop();
  await smsd.ended;
  assertShown(bench, CHEN, [page, long]);
}

// Side by side: each spends its seconds in waiting for smstools' own pauses.
describe("smstools, which we did not write, sends, gets the replies and the delivery report", {
  concurrency: true,
}, () => {
  for (const model of ["sim7600", "ec25", "huawei"] as const) test(`on ${model}`, (t) => pagesAndReplies(t, model));
});
