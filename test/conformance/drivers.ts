import type { GsmModel } from "../../device/emulator/gsm/families/registry.ts";
import type { ProfileName } from "../../device/emulator/voice/profiles.ts";
import type { GsmLineOptions } from "../../device/line/gsm/GsmLine.ts";
import type { VoiceModemLineOptions } from "../../device/line/voice-modem/VoiceModemLine.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";
import { GsmRig } from "../harness/GsmRig.ts";
import type { KeyWay, LineRig } from "../harness/LineRig.ts";
import { VoiceRig } from "../harness/VoiceRig.ts";

/** What every line can be told of, whatever its kind. */
export type LineOptions = Partial<
  Pick<VoiceModemLineOptions & GsmLineOptions, "answerPolicy" | "limits" | "longestSilence" | "silenceAfterSpeech">
>;

export type Ability =
  /** A caller who hangs up while a prompt plays is noticed although nothing tells of it. */
  | "hearsWhilePlaying"
  /** The name of the caller comes with the number. */
  | "callerName"
  /** Keys come in this way when nothing is said, and over a prompt. */
  | `keys ${KeyWay}`
  | `keys ${KeyWay} over a prompt`;

/** A line driver on one modem. What it cannot do is a sentence here, and the tests that ask for it are told so. */
export interface LineDriver {
  readonly name: string;
  rig(options: LineOptions): LineRig;
  readonly cannot: Readonly<Partial<Record<Ability, string>>>;
  /** From the first RING to the off-hook command. */
  readonly answersWithin: Duration;
  /** From the caller's hang-up to `callerHungUp`: by its usual sign, and without it. */
  readonly noticesHangUpWithin: Duration;
  readonly noticesSilentHangUpWithin: Duration;
  /** Told when the plug is pulled. */
  readonly goneFault: string;
}

const HALF_DUPLEX = "half duplex: while it plays it hears nothing, and only the modem's own reports tell of anything";
const ALWAYS_TONES = "the tones of keys are always in the sound of an analog line";

const analog = (profile: ProfileName, noticesHangUpWithin: Duration = Seconds(5)): LineDriver => ({
  name: `analog ${profile}`,
  rig: (options) => new VoiceRig({ profile }, options),
  cannot: {
    hearsWhilePlaying: HALF_DUPLEX,
    "keys reported": ALWAYS_TONES,
    "keys reported over a prompt": ALWAYS_TONES,
    "keys audio over a prompt": HALF_DUPLEX,
  },
  answersWithin: Seconds(5.5),
  noticesHangUpWithin,
  noticesSilentHangUpWithin: Seconds(5),
  goneFault: "LINE_PORT_GONE",
});

const NO_NAMES = "mobile networks deliver a number and no name";

/** `audio`: where its sound comes out. */
const cellular = (model: GsmModel, cannot: LineDriver["cannot"] = {}, audio = "tcp://audio:1"): LineDriver => ({
  name: `cellular ${model}`,
  rig: (line) => new GsmRig({ emulator: { model }, modem: { audio }, line }),
  cannot: { callerName: NO_NAMES, ...cannot },
  answersWithin: Seconds(0.1),
  noticesHangUpWithin: Seconds(1),
  noticesSilentHangUpWithin: Seconds(5),
  goneFault: "SMS_MODEM_GONE",
});

const NO_REPORTS = "the E173 and its like report no keys at all: our own ears have to hear them";
const noReports = { "keys reported": NO_REPORTS, "keys reported over a prompt": NO_REPORTS };

/** Every driver on every kind of modem: one line each. */
export const DRIVERS: readonly LineDriver[] = [
  analog("usr5637"),
  analog("cx93001", Seconds(1)),
  analog("rockwell"),
  analog("v253", Seconds(1)),
  cellular("sim7600"),
  cellular("ec25"),
  cellular("ec25-usb", {}, "alsa:Android"),
  cellular("huawei", noReports),
  cellular("huawei-ddtmf"),
];
