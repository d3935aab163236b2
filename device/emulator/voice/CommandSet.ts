/* @pure */
/** The AT commands of V.250 and V.253 that an answering program uses, per profile. Unknown → ERROR. */

import { type AtWord, readCommandLine } from "./atSyntax.ts";
import type { VoiceFaults } from "./faults.ts";
import { type ModemRegisters, powerOnRegisters, rangeText, readSetting, SETTINGS } from "./ModemRegisters.ts";
import type { VoiceProfile } from "./profiles.ts";
import { readToneList, type ToneItem } from "./toneList.ts";

export type FinalCode = "OK" | "ERROR" | "CONNECT" | "VCON" | "NO CARRIER";

/** What the modem does beside answering; performed by the emulator. */
export type ModemAction =
  | { readonly kind: "offHook" }
  | { readonly kind: "onHook" }
  | { readonly kind: "transmit" }
  | { readonly kind: "receive" }
  | { readonly kind: "duplex" }
  /** The answer comes when the tones have sounded. */
  | { readonly kind: "tones"; readonly tones: readonly ToneItem[] }
  /** A data carrier that will not come. */
  | { readonly kind: "dataCall" };

export interface CommandReply {
  readonly lines: readonly string[];
  readonly final: FinalCode;
  readonly actions: readonly ModemAction[];
}

/** One command's answer; `final` is OK where it is left out. */
interface WordReply {
  readonly lines?: readonly string[];
  readonly final?: FinalCode;
  readonly actions?: readonly ModemAction[];
}

const OK: WordReply = {};
const ERROR: WordReply = { final: "ERROR" };

/** Selects of V.253 table 19 that hold the line; the others are local devices. */
const HOLDS_LINE = new Set([1, 3, 5, 7, 9, 13]);
const LINE_SELECT_PARTS: Readonly<Record<number, string>> = {
  0: "",
  1: "T",
  2: "L",
  3: "LT",
  4: "S",
  5: "ST",
  6: "M",
  7: "MST",
  8: "S1",
  9: "S1T",
  11: "M1",
  13: "M1S1T",
};

export class CommandSet {
  readonly #profile: VoiceProfile;
  readonly #faults: () => VoiceFaults;
  registers: ModemRegisters;

  constructor(profile: VoiceProfile, faults: () => VoiceFaults) {
    this.#profile = profile;
    this.#faults = faults;
    this.registers = powerOnRegisters(profile);
  }

  powerOn(): void {
    this.registers = powerOnRegisters(this.#profile);
  }

  get voiceClass(): boolean {
    return this.registers.serviceClass === "8";
  }

  setting(name: string): string {
    return this.registers.settings.get(name) ?? "0";
  }

  /** What stands between `AT` and CR. The first command that fails ends the line (V.250 §5.4.3). */
  execute(body: string): CommandReply {
    const words = readCommandLine(body);
    if (!words) return { lines: [], final: "ERROR", actions: [] };
    const lines: string[] = [];
    const actions: ModemAction[] = [];
    let final: FinalCode = "OK";
    for (const word of words) {
      const reply = this.#word(word);
      lines.push(...(reply.lines ?? []));
      actions.push(...(reply.actions ?? []));
      final = reply.final ?? "OK";
      if (final !== "OK") break;
    }
    return { lines, final, actions };
  }

  #word(word: AtWord): WordReply {
    if (this.#profile.lacks.includes(word.name)) return ERROR;
    if (this.#profile.alsoAccepts.includes(word.name) && !(word.name in SETTINGS)) return OK;
    if (/^S\d+$/.test(word.name)) return this.#sRegister(word);
    const rule = SETTINGS[word.name];
    if (rule) return this.#setting(word);
    return word.name.startsWith("+") ? this.#extended(word) : this.#basic(word);
  }

  #basic({ name, value }: AtWord): WordReply {
    const registers = this.registers;
    switch (name) {
      case "E":
        registers.echo = value !== "0";
        return OK;
      case "V":
        registers.verbose = value !== "0";
        return OK;
      case "Q":
        registers.quiet = value !== "0";
        return OK;
      case "I":
        return this.#identity(Number(value));
      case "Z":
      case "&F":
        return this.#reset();
      case "H":
        return this.#hook(value === "0" ? 0 : 1);
      case "A":
        return this.#answer();
      case "D":
        return { final: "NO CARRIER" };
      case "&V":
        return { lines: ["ACTIVE PROFILE:", `E${registers.echo ? 1 : 0} V1 Q0 X4 +FCLASS=${registers.serviceClass}`] };
      // Speaker, result set, profiles, modem-control lines: accepted, without a meaning for voice.
      case "L":
      case "M":
      case "N":
      case "O":
      case "P":
      case "T":
      case "W":
      case "X":
      case "Y":
      case "&A":
      case "&B":
      case "&C":
      case "&D":
      case "&H":
      case "&I":
      case "&K":
      case "&M":
      case "&N":
      case "&R":
      case "&S":
      case "&W":
      case "&Y":
      case "\\N":
        return OK;
      default:
        return ERROR;
    }
  }

  #extended(word: AtWord): WordReply {
    switch (word.name) {
      case "+FCLASS":
        return this.#serviceClass(word);
      case "+VSM":
        return this.#samplingMethod(word);
      case "+VLS":
        return this.#lineSelect(word);
      case "+VTS":
        return this.#toneSend(word);
      case "+VTX":
        return this.#voiceData(word, "transmit");
      case "+VRX":
        return this.#voiceData(word, "receive");
      case "+VTR":
        return this.#profile.duplex ? this.#voiceData(word, "duplex") : ERROR;
      case "+VIP":
        return this.voiceClass ? OK : ERROR;
      case "+GMI":
      case "+FMI":
        return { lines: [this.#profile.manufacturer] };
      case "+GMM":
      case "+FMM":
        return { lines: [this.#profile.model] };
      case "+GMR":
      case "+FMR":
        return { lines: [this.#profile.revision] };
      case "+GCAP":
        return { lines: ["+GCAP: +FCLASS,+V"] };
      case "+GCI":
        return word.operation === "test"
          ? { lines: ["+GCI: (B5)"] }
          : word.operation === "read"
            ? { lines: ["+GCI: B5"] }
            : OK;
      default:
        return ERROR;
    }
  }

  #identity(number: number): WordReply {
    const as = this.#faults().identifiesAs;
    const line = number === 0 && as !== undefined ? as : this.#profile.identity[number];
    return line === undefined ? OK : { lines: [line] };
  }

  /** A reset forgets caller ID too, and lets the line go (home-assistant/core#57765). */
  #reset(): WordReply {
    const callerId = this.setting("+VCID");
    this.powerOn();
    if (this.#faults().keepsCallerIdAfterReset) this.registers.settings.set("+VCID", callerId);
    return { actions: [{ kind: "onHook" }] };
  }

  #hook(select: number): WordReply {
    this.registers.lineSelect = select;
    return { actions: [{ kind: select === 0 ? "onHook" : "offHook" }] };
  }

  #answer(): WordReply {
    if (!this.voiceClass) return { final: "NO CARRIER", actions: [{ kind: "dataCall" }] };
    this.registers.lineSelect = 1;
    return { final: "VCON", actions: [{ kind: "offHook" }] };
  }

  #sRegister({ name, operation, value }: AtWord): WordReply {
    if (operation === "read") return { lines: [this.registers.sRegisters.get(name) ?? "000"] };
    if (operation === "set") this.registers.sRegisters.set(name, String(Number(value || "0")).padStart(3, "0"));
    return OK;
  }

  #setting({ name, operation, value }: AtWord): WordReply {
    const rule = SETTINGS[name]!;
    if (rule.voiceClassOnly && !this.voiceClass) return ERROR;
    switch (operation) {
      case "test":
        return { lines: [rangeText(rule)] };
      case "read":
        return { lines: [this.setting(name)] };
      case "run":
        return ERROR;
      case "set": {
        const after = readSetting(rule, this.setting(name), value);
        if (after === undefined) return ERROR;
        // Conexant says OK and keeps a duration of 0: silence is never reported.
        const kept = name === "+VSD" && !this.#profile.silenceReports ? `${after.split(",")[0]},0` : after;
        this.registers.settings.set(name, kept);
        return OK;
      }
    }
  }

  #serviceClass({ operation, value }: AtWord): WordReply {
    if (operation === "read") return { lines: [this.registers.serviceClass] };
    if (operation === "test") return { lines: [this.#profile.classes] };
    if (operation !== "set" || !this.#profile.classes.split(",").includes(value)) return ERROR;
    if (value === "8" && this.#faults().noVoiceClass) return ERROR;
    this.registers.serviceClass = value;
    return OK;
  }

  #samplingMethod({ operation, value }: AtWord): WordReply {
    if (operation === "test") return { lines: this.#profile.samplings.map(({ line }) => line) };
    if (operation === "read") return { lines: [`${this.registers.sampling.id},8000`] };
    if (operation !== "set" || !this.voiceClass) return ERROR;
    const [id = "", rate = "8000"] = value.split(",");
    const sampling = this.#profile.samplings.find((each) => String(each.id) === id);
    if (!sampling?.format || Number(rate || "8000") !== 8000) return ERROR;
    this.registers.sampling = sampling;
    return OK;
  }

  #lineSelect({ operation, value }: AtWord): WordReply {
    if (operation === "read") return { lines: [String(this.registers.lineSelect)] };
    if (operation === "test") {
      return { lines: this.#profile.lineSelects.map((select) => `${select},"${LINE_SELECT_PARTS[select] ?? ""}"`) };
    }
    const select = /^\d+$/.test(value) ? Number(value) : -1;
    if (operation !== "set" || !this.voiceClass || !this.#profile.lineSelects.includes(select)) return ERROR;
    this.registers.lineSelect = select;
    return { actions: [{ kind: HOLDS_LINE.has(select) ? "offHook" : "onHook" }] };
  }

  #toneSend({ operation, value }: AtWord): WordReply {
    if (operation !== "set" || !this.voiceClass) return ERROR;
    const tones = readToneList(value, Number(this.setting("+VTD")), this.#profile.beepNeedsTwoTones);
    return tones ? { actions: [{ kind: "tones", tones }] } : ERROR;
  }

  #voiceData({ operation }: AtWord, kind: "transmit" | "receive" | "duplex"): WordReply {
    if (operation !== "run" || !this.voiceClass || this.registers.lineSelect === 0) return ERROR;
    return { final: "CONNECT", actions: [{ kind }] };
  }
}
