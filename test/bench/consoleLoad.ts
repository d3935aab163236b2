import { join } from "node:path";
import { ConsoleProcess } from "../console/ConsoleProcess.ts";
import { BenchStation } from "./BenchStation.ts";
import { ConsoleVisitor, noTimes, type VisitTimes } from "./ConsoleVisitor.ts";
import { firstViews } from "./firstView.ts";
import { writeManyMessages } from "./manyMessages.ts";
import { ProcessGauge } from "./ProcessGauge.ts";
import { type Bar, finding, measured, type Row, type Section } from "./report.ts";
import { niceOf } from "./unitNice.ts";
import { urgentCallsBeside } from "./urgentCalls.ts";

const BROWSERS = 10;
/** Issue 6: list ≤ 200 ms with ten browsers, the page's promise and the sound unaffected. */
const LIST: Bar = { atMost: 200, of: "p99" };
/** As its unit starts it. Its CPUWeight= needs a control group, which a bench has not. */
const NICE = niceOf("firstring-console.service");
const ALONE_ROUNDS = 20;
const VIEW_ROUNDS = 10;

/** A store of many messages, ten browsers that never rest, and urgent calls at the same moment. */
export async function consoleLoad(messages: number, calls: number, tell: (line: string) => void): Promise<Section> {
  const station = await BenchStation.start({
    hasty: true,
    fill: (data) => writeManyMessages(data, messages, tell),
  });
  let console: ConsoleProcess | undefined;
  const visitors: ConsoleVisitor[] = [];
  try {
    const before = performance.now();
    const config = join(station.folder, "clinic.yaml");
    console = await ConsoleProcess.start(station.data, config, undefined, "frontDesk", NICE);
    const startedMs = performance.now() - before;
    const { origin, pid } = console;
    tell("first views in Chromium");
    const viewRows = await firstViews(console, VIEW_ROUNDS);
    tell("one browser alone");
    const alone = noTimes();
    visitors.push(await ConsoleVisitor.signIn(origin));
    await visitors[0]?.click(alone, () => alone.list.length >= ALONE_ROUNDS);
    while (visitors.length < BROWSERS) visitors.push(await ConsoleVisitor.signIn(origin));
    tell(`${BROWSERS} browsers and ${calls} urgent calls`);
    const crowd = noTimes();
    let over = false;
    const clicking = Promise.all(visitors.map((visitor) => visitor.click(crowd, () => over)));
    // Told when it is waited for.
    clicking.catch(() => {});
    const gauge = new ProcessGauge(pid);
    const { result: callRows, rssMb } = await gauge.during(() =>
      urgentCallsBeside(station, calls, ", 10 browsers on", tell).finally(() => {
        over = true;
      }),
    );
    await clicking;
    const heard = Math.min(...visitors.map(({ events }) => events));
    return {
      title: `the console: ${messages.toLocaleString("en")} messages`,
      rows: [
        ...viewRows,
        ...rowsOf(alone, "one browser"),
        ...rowsOf(crowd, `${BROWSERS} browsers and urgent calls`, LIST),
        ...callRows,
        finding("each browser heard of every call by itself", `${heard} changes told`, `≥ ${calls}`, heard >= calls),
        measured({ name: "the console's memory", values: rssMb, unit: "MB" }),
        measured({ name: "firstring console → its address is told", values: [startedMs] }),
      ],
      notes: [
        `each browser: the newest 50, the 50 before, a search by four digits, a search for a name among ten thousand that nobody has, one message, its ${20} s of sound; ${crowd.list.length} rounds`,
        "first views: Chromium with its processor slowed, nothing kept, a new connection; answers come from this machine, so a Pi's own part is to be reckoned from the processor time",
        `daemon and console run as their units start them (Nice=${niceOf("firstring.service")} and ${NICE}), the modems with the daemon, the visitors as anybody`,
        "browsers, console, daemon and emulators share this machine's cores; times are from the request to the answer's last byte, TLS included",
      ],
    };
  } finally {
    for (const visitor of visitors) visitor[Symbol.dispose]();
    await console?.stop();
    await station.stop();
  }
}

function rowsOf(times: VisitTimes, who: string, bar?: Bar): Row[] {
  const row = (name: string, values: readonly number[], with_?: Bar): Row =>
    measured({ name: `${name}, ${who}`, values, ...(with_ === undefined ? {} : { bar: with_ }) });
  return [
    row("list of the newest 50", times.list, bar),
    row("the 50 before", times.older, bar),
    row("search by four digits", times.search, bar),
    row("search for what is nowhere", times.rare, bar),
    row("one message with its life", times.message),
    row("20 s of sound, whole", times.sound),
  ];
}
