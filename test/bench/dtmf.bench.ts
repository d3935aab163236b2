import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DtmfDetector } from "../../device/audio/DtmfDetector.ts";
import type { Digit } from "../../firmware/line/Line.ts";
import { debianProgram } from "../programs/debianPrograms.ts";
import { hearCorpus, type KeyHearing, summed } from "./dtmfHearing.ts";
import { type DtmfReport, hearEverythingElse, timed } from "./dtmfReport.ts";

const SPANDSP_BOUND_MS = 300_000;

/** Our detector, fed as a modem feeds it: 20 ms at a time. */
const ours: KeyHearing = (samples) => {
  const digits: Digit[] = [];
  const detector = new DtmfDetector((digit) => digits.push(digit));
  for (let at = 0; at < samples.length; at += 160) detector.process(samples.subarray(at, at + 160));
  return digits;
};

async function spandspReport(): Promise<DtmfReport | string> {
  try {
    const { path, env } = await debianProgram("libspandsp.so.2");
    const program = fileURLToPath(new URL("./spandspDtmf.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program, path], { env, timeout: SPANDSP_BOUND_MS });
    return JSON.parse(stdout) as DtmfReport;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Keys found and keys imagined, ours and spandsp's on the very same samples. */
export async function run(print: (line: string) => void): Promise<void> {
  const spandsp = await spandspReport();
  if (typeof spandsp === "string") print(`spandsp is not here to compare with: ${spandsp}`);
  const theirs = typeof spandsp === "string" ? undefined : spandsp;
  const corpus = hearCorpus(ours);
  print(row("DTMF keys found, limits of ITU-T Q.24", "pressed", "ours", "spandsp"));
  for (const one of [...corpus, summed("all", corpus)]) {
    const their =
      one.name === "all"
        ? theirs && summed("all", theirs.corpus)
        : theirs?.corpus.find(({ name }) => name === one.name);
    print(row(one.name, String(one.pressed), found(one), their ? found(their) : "–"));
  }
  print(row("keys told where there are none", "of", "ours", "spandsp"));
  for (const one of hearEverythingElse(ours)) {
    const their = theirs?.rest.find(({ name }) => name === one.name);
    print(row(one.name, one.of, String(one.told), their ? String(their.told) : "–"));
  }
  print(row("µs of CPU for 20 ms of audio", "", timed(ours).toFixed(1), theirs ? theirs.microseconds.toFixed(1) : "–"));
}

function found({ found, pressed, extra }: { found: number; pressed: number; extra: number }): string {
  const share = `${((100 * found) / pressed).toFixed(1)} %`;
  return extra === 0 ? `${found} (${share})` : `${found} (${share}), ${extra} too many`;
}

function row(name: string, of: string, our: string, their: string): string {
  return `${name.padEnd(40)} ${of.padStart(11)}  ${our.padStart(24)}  ${their.padStart(32)}`;
}

if (import.meta.main) await run((line) => process.stdout.write(`${line}\n`));
