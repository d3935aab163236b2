import { type AtPortOptions, openAtPort } from "../../../device/at/AtPort.ts";
import { type LineEar, type LineFinding, listenForDialTone } from "../../../device/line/voice-modem/dialTone.ts";
import { type Ask, prepareModem } from "../../../device/line/voice-modem/prepare.ts";
import { SystemClock } from "../../../device/runtime/SystemClock.ts";
import { openPort } from "../../../device/serial/openPort.ts";
import { Seconds } from "../../../firmware/time/Duration.ts";

/** On a modem that no daemon has: opened, proved, off-hook, listened to, on-hook. */
export async function checkLineOf(device: string, signal: AbortSignal): Promise<LineFinding> {
  const clock = new SystemClock();
  let ear: LineEar | undefined;
  const listeners: AtPortOptions["listeners"] = {
    audio: (bytes) => ear?.audio(bytes),
    dleEvent: (code) => ear?.modemEvent(String.fromCharCode(code)),
  };
  const at = openAtPort(await openPort(device, signal), {
    ...{
      clock,
      dle: true,
      probe: { text: "ATS3?", answer: "013" },
      unsolicited: ["RING", "NMBR", "DATE", "TIME", "NAME"],
      listeners,
    },
  });
  try {
    const ask: Ask = (text, timeout = Seconds(5)) => at.command({ text, timeout, mayBeInAudio: true });
    const modem = await prepareModem(ask);
    const attach = (one: LineEar | undefined): void => {
      ear = one;
    };
    return await listenForDialTone({ at, ask, modem, clock, attach, log: () => undefined });
  } finally {
    await at.close();
  }
}

/** For the technician, with what to do. */
export function lineInWords(finding: LineFinding | null): { readonly ok: boolean; readonly words: readonly string[] } {
  switch (finding?.kind) {
    case undefined:
      return {
        ok: false,
        words: ["The line is in use, or its modem is away just now. Try again when nobody is on the telephone."],
      };
    case "dialTone":
      return { ok: true, words: ["There is a dial tone: the line is alive."] };
    case "busyTone":
      return {
        ok: false,
        words: [
          "There is a busy tone instead of a dial tone. Is another telephone of this line off-hook, or has the exchange shut it?",
        ],
      };
    case "noise":
      return {
        ok: false,
        words: [
          "There is sound, but no dial tone: somebody may be speaking on the line, or it is the telephone system's own port. Listen with a telephone on the same socket.",
        ],
      };
    case "silence":
    case "noCurrent":
      return {
        ok: false,
        words: [
          "The line is dead. Plug the telephone cable into the modem's socket LINE (not PHONE), and try the wall socket with a telephone.",
        ],
      };
    case "failed":
      return {
        ok: false,
        words: [`The modem did not take up the line (${finding.why}). Unplug it for ten seconds and try again.`],
      };
  }
}
