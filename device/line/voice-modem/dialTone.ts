import type { Clock } from "../../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtPort } from "../../at/At.ts";
import { CallProgressDetector } from "../../audio/CallProgressDetector.ts";
import { decodeSamples } from "../../audio/formats.ts";
import { END_OF_RECORD } from "./DleCodec.ts";
import { goIdle, goOffHook, goOnHook } from "./hook.ts";
import { type Ask, initialise, type PreparedModem } from "./prepare.ts";

/** What a modem hears on a line that it has just taken up. */
export type LineFinding =
  | { readonly kind: "dialTone" }
  /** Something is there, but no dial tone: somebody speaks on it, or it is no telephone line. */
  | { readonly kind: "noise" }
  | { readonly kind: "busyTone" }
  | { readonly kind: "silence" }
  /** The modem says that no current flows (V.253 event `l`): nothing is plugged into its LINE socket. */
  | { readonly kind: "noCurrent" }
  | { readonly kind: "failed"; readonly why: string };

/** What the port tells while the line is listened to; the owner of the port hands it on. */
export interface LineEar {
  audio(bytes: Uint8Array): void;
  modemEvent(code: string): void;
}

export interface DialToneMeans {
  readonly at: AtPort;
  readonly ask: Ask;
  readonly modem: PreparedModem;
  readonly clock: Clock;
  readonly log: (text: string) => void;
  /** Given to whoever owns the port's listeners before anything is heard; undefined when it is over. */
  readonly attach: (ear: LineEar | undefined) => void;
}

/** An exchange gives its tone within a second; our ears are certain of it 1.8 s later. */
const LISTEN: Duration = Seconds(4);
const CONNECT_WITHIN = Seconds(5);
const END_WITHIN = Seconds(3);
/** Samples above it, on the 16-bit scale, are more than a line's own hiss. */
const AUDIBLE = 400;

/** Off-hook, listens, on-hook again whatever happens: some six seconds in which the line is engaged. Never throws. */
export async function listenForDialTone(means: DialToneMeans): Promise<LineFinding> {
  const { ask, clock, log, modem } = means;
  const seized = await goOffHook(ask, modem, clock, log);
  try {
    if (seized.kind === "failed") return { kind: "failed", why: seized.why };
    return await listen(means);
  } finally {
    means.attach(undefined);
    const hungUp = await goOnHook(ask);
    // Else the next ring would find a modem that tells none.
    if (hungUp === "reset" || (hungUp === "onHook" && !(await goIdle(ask))))
      await initialise(ask, modem.model).catch(() => undefined);
  }
}

async function listen({ at, ask, attach, clock, modem }: DialToneMeans): Promise<LineFinding> {
  const heard: { finding?: LineFinding; loudest: number } = { loudest: 0 };
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const find = (finding: LineFinding): void => {
    heard.finding ??= finding;
    resolve();
  };
  const tones = new CallProgressDetector((sign) => find({ kind: sign === "dial-tone" ? "dialTone" : "busyTone" }));
  attach({
    audio: (bytes) => {
      const samples = decodeSamples(modem.format.format, bytes);
      for (const sample of samples) heard.loudest = Math.max(heard.loudest, Math.abs(sample));
      tones.process(samples);
    },
    modemEvent: (code) => {
      if (code === "d") find({ kind: "dialTone" });
      if (code === "b") find({ kind: "busyTone" });
      if (code === "l") find({ kind: "noCurrent" });
    },
  });
  await ask(modem.selectFormat);
  const connected = await at.command(
    { text: "AT+VRX", success: ["CONNECT"], receivesAudio: true, timeout: CONNECT_WITHIN },
    { urgent: true },
  );
  if (connected.kind !== "ok" || connected.final === "OK") return { kind: "failed", why: `AT+VRX: ${connected.kind}` };
  const enough = clock.after("dial tone", LISTEN, resolve);
  await over;
  enough.cancel();
  at.writeAudio(END_OF_RECORD);
  await at.finalResult(END_WITHIN);
  return heard.finding ?? { kind: heard.loudest > AUDIBLE ? "noise" : "silence" };
}
