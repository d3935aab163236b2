import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FAMILIES, type GsmModel } from "../../device/emulator/gsm/families/registry.ts";
import { debianProgramsOrSkip } from "./debianPrograms.ts";
import { assertShown, SmsProgramBench } from "./SmsProgramBench.ts";

const CHEN = "+13125550101";
const PATEL = "+13125550102";
const LONG = `Rosewood: ${"the whole of a long message, to the last word; ".repeat(6)}€nd.`;

const SENDERS: readonly GsmModel[] = ["sim7600", "ec25", "huawei"];
const QUEUES: readonly GsmModel[] = ["generic", "ec25", "huawei"];

const gammuSection = (device: string): string =>
  `[gammu]\ndevice=${device}\nconnection=at115200\nmodel=at\nsynchronizetime=no\n`;

// Side by side: each spends its seconds in waiting for gammu's own pauses.
describe("gammu", { concurrency: true }, () => {
  for (const model of SENDERS) {
    it(`which we did not write, sends short, long and unicode texts through ${model} and reads the replies`, async (t) => {
      const programs = await debianProgramsOrSkip(t, "gammu");
      if (!programs) return;
      const bench = await SmsProgramBench.open(t, { model });
      const config = await bench.make("gammurc", gammuSection(bench.modem.path));
      const short = "Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it. {€}";
      const unicode = "日本 ☎ é ç";
      const batch = await bench.make(
        "batch",
        [
          "identify",
          `sendsms TEXT ${CHEN} -text "${short}"`,
          `sendsms TEXT ${CHEN} -autolen 1000 -text "${LONG}"`,
          `sendsms TEXT ${CHEN} -unicode -text "${unicode}"`,
          "getallsms",
          "",
        ].join("\n"),
      );
      bench.modem.doctorPhone(CHEN).sends("7Q4K done");
      bench.modem.doctorPhone(PATEL).sends("ç ☎ pass");
      const output = await bench.start(programs.gammu, ["-c", config, "batch", batch]).ended;
      assertShown(bench, CHEN, [short, LONG, unicode]);
      // gammu spells the makers that it knows in its own way.
      assert.match(output, new RegExp(`Manufacturer\\s+: ${FAMILIES[model].manufacturer}`, "i"));
      assert.match(output, /IMEI\s+: 860000000000013/);
      assert.match(output, /Remote number\s+: "\+13125550101"[\s\S]*\n7Q4K done\n/);
      assert.match(output, /Remote number\s+: "\+13125550102"[\s\S]*\nç ☎ pass\n/);
      assert.match(output, /2 SMS parts in 2 SMS sequences/);
    });
  }

  for (const model of QUEUES) {
    it(`gammu-smsd sends a page through ${model} and brings in the reply`, async (t) => {
      const programs = await debianProgramsOrSkip(t, "gammu-smsd");
      if (!programs) return;
      const bench = await SmsProgramBench.open(t, { model });
      const folders: string[] = [];
      for (const name of ["inbox", "outbox", "sent", "error"]) folders.push(await bench.make(name));
      const [inbox, outbox, sent, failed] = folders;
      const config = await bench.make(
        "smsdrc",
        `${gammuSection(bench.modem.path)}[smsd]
service=files
logfile=${bench.folder}/log
commtimeout=1
receivefrequency=1
statusfrequency=0
checksecurity=0
checkbattery=0
checksignal=0
inboxpath=${inbox}/
outboxpath=${outbox}/
sentsmspath=${sent}/
errorsmspath=${failed}/
inboxformat=standard
outboxformat=unicode
`,
      );
      const page = "Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it. {€}";
      await bench.make(`outbox/OUT${CHEN}.txt`, Buffer.from(`\ufeff${page}`, "utf16le"));
      const shown = bench.nextText(CHEN);
      const smsd = bench.start(programs["gammu-smsd"], ["-c", config]);
      assert.equal((await shown).text, page);
      bench.modem.doctorPhone(CHEN).sends("7Q4K ☎ done");
      // UTF-8: its "unicode" files carry rubbish after any text that is not ASCII.
      const reply = await bench.fileIn("inbox", "the reply", (content) => content.toString("utf8") || undefined);
      assert.equal(reply, "7Q4K ☎ done");
      smsd.stop();
      await smsd.ended;
      assertShown(bench, CHEN, [page]);
    });
  }
});
