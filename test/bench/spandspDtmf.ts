/** spandsp's DTMF receiver on the same corpus, as a program of its own, because its library's own libraries are found by
 *  LD_LIBRARY_PATH, which a running process cannot change. `node spandspDtmf.ts LIBRARY` prints one JSON object. */
import koffi from "koffi";
import type { Digit } from "../../firmware/line/Line.ts";
import { hearCorpus, type KeyHearing } from "./dtmfHearing.ts";
import { hearEverythingElse, timed } from "./dtmfReport.ts";

const BLOCK = 160;

/** As spandsp comes, but with its dial-tone filter, without which it would find half of the keys over a dial tone. */
function spandsp(path: string): KeyHearing {
  const library = koffi.load(path);
  const initialise = library.func("void *dtmf_rx_init(void *state, void *callback, void *user)");
  const configure = library.func(
    "void dtmf_rx_parms(void *state, int dialTone, int twist, int reverse, int threshold)",
  );
  const receive = library.func("int dtmf_rx(void *state, const int16_t *samples, int count)");
  const get = library.func("size_t dtmf_rx_get(void *state, _Out_ uint8_t *digits, int most)");
  const free = library.func("int dtmf_rx_free(void *state)");
  const buffer = Buffer.alloc(128);
  return (samples) => {
    const state = initialise(null, null, null);
    configure(state, 1, -1, -1, -100);
    let digits = "";
    for (let at = 0; at < samples.length; at += BLOCK) {
      const block = samples.subarray(at, at + BLOCK);
      receive(state, block, block.length);
      digits += buffer.toString("latin1", 0, Number(get(state, buffer, buffer.length)));
    }
    free(state);
    return [...digits] as Digit[];
  };
}

const hear = spandsp(process.argv[2]!);
const corpus = hearCorpus(hear);
process.stdout.write(JSON.stringify({ corpus, rest: [...hearEverythingElse(hear)], microseconds: timed(hear) }));
