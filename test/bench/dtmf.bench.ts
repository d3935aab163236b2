import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DtmfDetector } from "../../device/audio/DtmfDetector.ts";
import type { Digit } from "../../firmware/line/Line.ts";
import { debianProgram } from "../programs/debianPrograms.ts";
import { hearCorpus, type KeyHearing, summed, type Tally } from "./dtmfHearing.ts";
import { type DtmfReport, type FalseKeys, hearEverythingElse, timed } from "./dtmfReport.ts";
import { finding, type Row, type Section } from "./report.ts";

const SPANDSP_BOUND_MS = 300_000;
/** Synthetic vowels made to deceive a detector: told, but no part of what must be rejected. */
const BEYOND_THE_BAR = "vowels made to deceive";

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

/** Keys found and keys imagined, ours and spandsp's on the very same samples. Every n-th stream of the corpus. */
export async function dtmf(every = 1, minutesOfSpeech = 60): Promise<Section> {
  const spandsp = every > 1 ? "only the whole corpus is compared" : await spandspReport();
  const theirs = typeof spandsp === "string" ? undefined : spandsp;
  const corpus = hearCorpus(ours, every);
  const rest = [...hearEverythingElse(ours, minutesOfSpeech)];
  const all = summed("all", corpus);
  const theirAll = theirs && summed("all", theirs.corpus);
  const notes = [
    ...corpus.filter(isMissed).map((one) => `missed by ours: ${one.name}: ${found(one)}`),
    ...(theirs?.corpus.filter(isMissed) ?? []).map((one) => `spandsp on ${one.name}: ${found(one)}`),
    ...(typeof spandsp === "string" ? [`not compared with spandsp: ${spandsp}`] : []),
    `20 ms of audio: ours ${timed(ours).toFixed(1)} µs${theirs ? `, spandsp ${theirs.microseconds.toFixed(1)} µs` : ""}`,
  ];
  return {
    title: "keys in the audio, own detector, limits of ITU-T Q.24",
    rows: [
      finding(
        `keys found once, of ${all.pressed}`,
        found(all),
        "all",
        !isMissed(all),
        theirAll && `spandsp ${found(theirAll)}`,
      ),
      ...rest.map((one) => falseKeys(one, theirs?.rest)),
    ],
    notes,
  };
}

function falseKeys({ name, of, told }: FalseKeys, theirs: readonly FalseKeys[] | undefined): Row {
  const their = theirs?.find((one) => one.name === name);
  const peer = their && `spandsp ${their.told}`;
  const row = finding(`keys told where there are none: ${name}`, `${told} in ${of}`, "0", told === 0, peer);
  return name === BEYOND_THE_BAR ? { ...row, wanted: "", verdict: "" } : row;
}

const isMissed = ({ found, pressed, extra }: Tally): boolean => found < pressed || extra > 0;

function found({ found, pressed, extra }: Tally): string {
  const share = `${((100 * found) / pressed).toFixed(1)} %`;
  return extra === 0 ? `${found} (${share})` : `${found} (${share}), ${extra} too many`;
}
