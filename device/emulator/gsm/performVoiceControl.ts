import type { Digit } from "../../../firmware/line/Line.ts";
import { type CallerAction, type CallReport, readSpeech } from "../caller/Caller.ts";
import { fromBase64, toBase64 } from "../caller/LiveSound.ts";
import { saveReport, summarise } from "../caller/reportFiles.ts";
import { toAction } from "../caller/scriptSchema.ts";
import type { GsmModemEmulator } from "./GsmModemEmulator.ts";
import type { Answering } from "./voice/Answering.ts";
import type { VoiceTraits } from "./voice/VoiceTraits.ts";
import type { VoiceControl } from "./voiceControl.ts";

type Answer = Record<string, unknown>;
type Tell = (event: object) => void;

/** Zod gives `undefined` for what was left out; the types here want it absent. */
const given = <T extends object>(fields: { [Key in keyof T]?: T[Key] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** A modem is listened in to once, however often that is asked for. */
const stopListening = new WeakMap<GsmModemEmulator, () => void>();

/** Calls, sound and the modem's health. May throw ApplianceError (a file, a port). */
export async function performVoiceControl(modem: GsmModemEmulator, command: VoiceControl, tell: Tell): Promise<Answer> {
  switch (command.do) {
    case "call":
      return command.script ? placeCall(modem, command, tell) : { rings: modem.call(command.from ?? "") };
    case "hangUp":
      modem.callerHangsUp();
      return {};
    case "pickUp":
      return { pickedUp: modem.doctorPicksUp() };
    case "press":
      await modem.press(command.digits, given(command));
      return {};
    case "speak":
      modem.speak(readSpeech(command.file));
      return {};
    case "answering":
      modem.doctorPhone(command.number).answersWith(toAnswering(command.how));
      return {};
    case "calls":
      return { calls: modem.doctorPhone(command.number).calls.map(summarise) };
    case "voice": {
      const { do: _do, ...traits } = command;
      modem.setVoice(given<Partial<VoiceTraits>>(traits));
      return { voice: modem.voice };
    }
    case "phantomKey":
      modem.phantomKey(command.digit as Digit);
      return {};
    case "loseFrames":
      modem.loseFrames(command.count);
      return {};
    case "slipByte":
      modem.slipByte();
      return {};
    case "stallAudio":
      modem.stallAudio(command.ms, { lost: command.lost ?? false });
      return {};
    case "falseEnd":
      modem.sayFalseEnd();
      return {};
    case "silent":
      modem.fallSilent(command.wokenBy);
      return {};
    case "reset":
      modem.reset(given(command));
      return {};
    case "replug":
      return { path: await modem.replug(given(command)), audioPath: modem.audioPath };
    case "swapSim":
      modem.swapSim(given(command));
      return {};
    case "lockSim":
      modem.lockSim();
      return {};
    case "listen":
      stopListening.get(modem)?.();
      if (command.on)
        stopListening.set(
          modem,
          modem.onSound(({ samples, ...sound }) => tell({ event: "sound", ...sound, pcm: toBase64(samples) })),
        );
      return {};
    case "talk":
      modem.talk(fromBase64(command.pcm));
      return {};
  }
}

function placeCall(modem: GsmModemEmulator, command: Extract<VoiceControl, { do: "call" }>, tell: Tell): Answer {
  const { from: number, withheld, unavailable, rings, script = [], saveTo, voice = {} } = command;
  const first: CallerAction = { call: given({ number, withheld, unavailable, rings }) };
  const ended = (report: CallReport): void => {
    const files = saveTo === undefined ? {} : { files: saveReport(report, saveTo) };
    tell({ event: "callReport", ...summarise(report), ...files, atMs: modem.now() });
  };
  modem.callFrom([first, ...script.map(toAction)], given<Partial<VoiceTraits>>(voice)).then(ended, (error: unknown) => {
    tell({ event: "error", do: "call", why: (error as Error).message, atMs: modem.now() });
  });
  return { placed: true };
}

function toAnswering(how: Extract<VoiceControl, { do: "answering" }>["how"]): Answering {
  const answering = given<Record<string, unknown>>(how);
  if (how.kind === "answers") answering["script"] = how.script.map(toAction);
  // A file that is not there is told at once, not when the phone is called.
  if (how.kind === "voicemail" && how.greeting !== undefined) answering["greeting"] = readSpeech(how.greeting);
  return answering as unknown as Answering;
}
