/** Carries out one command of stdin. */
import { type CallReport, type HangUpManner, readSpeech } from "../caller/Caller.ts";
import { fromBase64, toBase64 } from "../caller/LiveSound.ts";
import { saveReport, summarise } from "../caller/reportFiles.ts";
import { toAction } from "../caller/scriptSchema.ts";
import { FAULT_HELP, HELP, type VoiceControl } from "./control.ts";
import { readVoiceFault, type VoiceFaults } from "./faults.ts";
import type { VoiceModemEmulator } from "./VoiceModemEmulator.ts";

/** Zod gives `undefined` for what was left out; the types here want it absent. */
const given = <T extends object>(fields: { [Key in keyof T]?: T[Key] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

export interface ControlSurroundings {
  readonly modem: VoiceModemEmulator;
  /** An event that is not the modem's own. */
  tell(event: { readonly kind: string; readonly [field: string]: unknown }): void;
  /** Text for a person. */
  print(text: string): void;
}

/** A modem is listened in to once, however often that is asked for. */
const stopListening = new WeakMap<VoiceModemEmulator, () => void>();

/** `quit` is the caller's business. May throw ApplianceError (a file, a port). */
export async function performControl(
  control: VoiceControl,
  { modem, tell, print }: ControlSurroundings,
): Promise<void> {
  switch (control.do) {
    case "call":
      placeCall(control, modem, tell);
      return;
    case "press":
      await modem.press(control.digits, control.toneMs, control.gapMs);
      return;
    case "say":
      modem.say(readSpeech(control.file));
      return;
    case "hangup": {
      const { do: _do, ...manner } = control;
      modem.hangUp(given<Partial<HangUpManner>>(manner));
      return;
    }
    case "ring":
      modem.printRing();
      return;
    case "report":
      modem.report(control.code);
      return;
    case "fault":
      modem.setFaults(readVoiceFault(control.fault) as VoiceFaults);
      return;
    case "faults":
      tell({ kind: "faults", on: modem.faults });
      print(`${FAULT_HELP}\n`);
      return;
    case "clear":
      modem.setFaults(Object.fromEntries(Object.keys(modem.faults).map((name) => [name, undefined])));
      return;
    case "unplug":
      await modem.unplug();
      return;
    case "plug":
      await (control.link === undefined ? modem.plugIn() : modem.plugIn({ kind: "pty", link: control.link }));
      return;
    case "listen":
      stopListening.get(modem)?.();
      if (control.on)
        stopListening.set(
          modem,
          modem.onSound(({ samples, ...sound }) => tell({ kind: "sound", ...sound, pcm: toBase64(samples) })),
        );
      return;
    case "talk":
      modem.talk(fromBase64(control.pcm));
      return;
    case "help":
      print(HELP);
      return;
    case "quit":
      return;
  }
}

function placeCall(
  control: Extract<VoiceControl, { do: "call" }>,
  modem: VoiceModemEmulator,
  tell: ControlSurroundings["tell"],
): void {
  const { do: _do, script = [], saveTo, ...who } = control;
  const call = { call: given<{ number?: string }>(who) };
  const ended = (report: CallReport) => {
    const files = saveTo === undefined ? {} : { files: saveReport(report, saveTo) };
    tell({ kind: "callEnded", ...summarise(report), ...files });
  };
  modem.call([call, ...script.map(toAction)]).then(ended, (error: unknown) => {
    tell({ kind: "error", why: error instanceof Error ? error.message : String(error) });
  });
}
