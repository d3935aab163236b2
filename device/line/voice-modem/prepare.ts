import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { detail as words } from "../../../firmware/health/details/detailWords.ts";
import { type Duration, Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtOutcome } from "../../at/At.ts";
import { type Identity, isOlder, type VoiceModemModel } from "./models/Model.ts";
import { findModel, MODELS, modelNamed, plainV253 } from "./models/registry.ts";
import { chooseFormat, type OfferedFormat, readFormats } from "./VoiceFormats.ts";

/** Sends one command and tells its outcome; the default bound is ANSWER_WITHIN. */
export type Ask = (text: string, timeout?: Duration) => Promise<AtOutcome>;

/** Slow firmware has been seen to take 3 s over an ordinary OK. */
export const ANSWER_WITHIN = Seconds(5);
/** A slower one is asked again, in step; one that a crash left playing or recording is back within a second. */
const WAKES_WITHIN = Milliseconds(500);
const RESET_WITHIN = Seconds(8);

/** A modem that has proved that it can do what a call needs. */
export interface PreparedModem {
  readonly model: VoiceModemModel;
  readonly firmware: string;
  readonly format: OfferedFormat;
  /** The accepted `AT+VSM=…` command. */
  readonly selectFormat: string;
  /** A question whose answer is known and used for nothing else from here on: the proof of being in step. */
  readonly identityProbe?: { readonly text: string; readonly answer: string };
}

/**
 * From a just opened port to a modem that is known, set up, proved to have voice, and on-hook. What `ask` sends may meet
 * a modem that plays or records still. Throws ApplianceError.
 */
export async function prepareModem(ask: Ask, wantedModel?: string): Promise<PreparedModem> {
  await wake(ask);
  const identity = await identify(ask);
  const model = await chooseModel(ask, identity, wantedModel);
  const firmware = model.firmware(identity);
  refuseOldFirmware(model, firmware);
  await initialise(ask, model);
  const proved = await proveVoice(ask, model);
  const identityProbe = identity.ati0.length >= 3 ? { text: "ATI0", answer: identity.ati0 } : undefined;
  return { model, firmware, ...proved, ...(identityProbe === undefined ? {} : { identityProbe }) };
}

/** In command mode and on-hook, whatever state a crash left it in. */
async function wake(ask: Ask): Promise<void> {
  // Killed in a call: it is off-hook, plays or records still, and takes an AT for nothing. A half
  // line of a former life may have been in its buffer: then this AT was its end, and the next one is clean.
  let outcome = await ask("AT", WAKES_WITHIN);
  if (outcome.kind !== "ok") outcome = await ask("AT");
  if (outcome.kind !== "ok") {
    throw new ApplianceError("LINE_MODEM_SILENT", words.noAt(), {
      disposition: "retry",
      cure: words.replug(),
    });
  }
  await ask("ATE0");
  await ask("ATH0");
}

async function identify(ask: Ask): Promise<Identity> {
  const ati0 = await firstLine(ask, "ATI0");
  const ati3 = await firstLine(ask, "ATI3");
  const known = findModel({ ati0, ati3, gmm: "" });
  return { ati0, ati3, gmm: known === undefined ? await firstLine(ask, "AT+GMM") : "" };
}

async function firstLine(ask: Ask, text: string): Promise<string> {
  const outcome = await ask(text);
  return outcome.kind === "ok" ? (outcome.lines[0]?.trim() ?? "") : "";
}

async function chooseModel(ask: Ask, identity: Identity, wanted?: string): Promise<VoiceModemModel> {
  if (wanted !== undefined) {
    const named = modelNamed(wanted);
    if (named !== undefined) return named;
    throw unknown(
      `the clinic file names the model "${wanted}"; known are ${MODELS.map((model) => model.id).join(", ")}`,
    );
  }
  const found = findModel(identity);
  if (found !== undefined) return found;
  if (await speaksV253(ask)) return plainV253;
  throw unknown(`it says of itself "${identity.ati0}", "${identity.ati3}", "${identity.gmm}" and has no voice class`);
}

const unknown = (detail: string) =>
  new ApplianceError("LINE_MODEM_UNKNOWN", words.notKnown({ detail }), {
    disposition: "operator",
    cure: words.knownModems(),
  });

/** Class 8 is offered, can be entered, and +VLS is there. */
async function speaksV253(ask: Ask): Promise<boolean> {
  const classes = await ask("AT+FCLASS=?");
  if (classes.kind !== "ok" || !classes.lines.some((line) => /(^|[^\d.])8([^\d]|$)/.test(line))) return false;
  const entered = await ask("AT+FCLASS=8");
  const switches = entered.kind === "ok" ? await ask("AT+VLS=?") : entered;
  await ask("AT+FCLASS=0");
  return switches.kind === "ok";
}

function refuseOldFirmware(model: VoiceModemModel, firmware: string): void {
  if (model.oldestFirmware === undefined || !isOlder(firmware, model.oldestFirmware)) return;
  throw noVoice(`${model.name} has firmware ${firmware}; voice needs ${model.oldestFirmware} or newer`);
}

const noVoice = (detail: string) =>
  new ApplianceError("LINE_MODEM_NO_VOICE", detail, {
    disposition: "operator",
    cure: words.updateModem(),
  });

/** Reset and set up. Also used at a call whose class 8 is refused, so that one bad moment does not lose the call. */
export async function initialise(ask: Ask, model: VoiceModemModel): Promise<void> {
  await ask("ATZ", RESET_WITHIN);
  // Never answers by itself: S0 may have been stored by another program.
  for (const text of ["ATE0", "ATV1", "ATS0=0"]) await ask(text);
  // ATZ forgets caller ID (home-assistant issue 57765), so it is always asked for again here.
  for (const { text, optional } of model.init) {
    const outcome = await ask(text);
    if (outcome.kind === "ok" || optional === true) continue;
    if (outcome.kind !== "refused") throw silent(text);
  }
}

const silent = (text: string) =>
  new ApplianceError("LINE_MODEM_SILENT", words.notAnswered({ command: text }), {
    disposition: "retry",
    cure: words.replug(),
  });

/** It says nothing of what the modem can do: telling it as "cannot do voice" would send a technician for new firmware. */
const isSilence = (outcome: AtOutcome): boolean => outcome.kind === "timedOut" || outcome.kind === "portGone";

async function proveVoice(ask: Ask, model: VoiceModemModel): Promise<{ format: OfferedFormat; selectFormat: string }> {
  const entered = await ask("AT+FCLASS=8");
  if (isSilence(entered)) throw silent("AT+FCLASS=8");
  if (entered.kind !== "ok") throw noVoice(`${model.name} refuses voice (AT+FCLASS=8)`);
  const offered = await ask("AT+VSM=?");
  if (isSilence(offered)) throw silent("AT+VSM=?");
  const format = offered.kind === "ok" ? chooseFormat(readFormats(offered.lines), model.formats) : undefined;
  if (format === undefined) throw noVoice(`${model.name} offers no 8000 Hz voice format that FirstRing can use`);
  const selectFormat = await accepted(ask, model, format);
  for (const text of model.levels) await ask(text);
  await ask("AT+VLS=0");
  const left = await ask("AT+FCLASS=0");
  if (left.kind !== "ok") throw silent("AT+FCLASS=0");
  return { format, selectFormat };
}

async function accepted(ask: Ask, model: VoiceModemModel, format: OfferedFormat): Promise<string> {
  for (const command of model.selectFormat) {
    const text = command(format.number);
    const outcome = await ask(text);
    if (outcome.kind === "ok") return text;
    if (isSilence(outcome)) throw silent(text);
  }
  throw noVoice(`${model.name} refuses the voice format that it offers (number ${format.number})`);
}
