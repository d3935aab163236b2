/* @pure */
/** What AT commands set. Values are kept as the text that was given, as a modem prints it back. */
import type { VoiceProfile, VoiceSampling } from "./profiles.ts";

export interface ModemRegisters {
  echo: boolean;
  verbose: boolean;
  quiet: boolean;
  serviceClass: string;
  sampling: VoiceSampling;
  lineSelect: number;
  readonly settings: Map<string, string>;
  readonly sRegisters: Map<string, string>;
}

interface SettingRule {
  readonly initial: string;
  /** Inclusive ranges, one for each value. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Silence detection is an ERROR outside class 8 (AN93; emxsys#116). */
  readonly voiceClassOnly?: boolean;
}

const BYTE = [0, 255] as const;

export const SETTINGS: Readonly<Record<string, SettingRule>> = {
  "+VGT": { initial: "128", ranges: [BYTE] },
  "+VGR": { initial: "128", ranges: [BYTE] },
  "+VSD": { initial: "128,50", ranges: [BYTE, BYTE], voiceClassOnly: true },
  "+VRA": { initial: "50", ranges: [BYTE] },
  "+VRN": { initial: "10", ranges: [BYTE] },
  "+VCID": { initial: "0", ranges: [[0, 2]] },
  "+VNH": { initial: "0", ranges: [[0, 2]] },
  "+VIT": { initial: "0", ranges: [BYTE] },
  "+VDR": { initial: "0,0", ranges: [[0, 1], BYTE] },
  "+VTD": { initial: "100", ranges: [BYTE] },
  "+VPR": { initial: "0", ranges: [BYTE] },
  "+VBT": { initial: "0", ranges: [BYTE] },
  "+PCW": { initial: "1", ranges: [[0, 2]] },
  "+IFC": {
    initial: "2,2",
    ranges: [
      [0, 3],
      [0, 2],
    ],
  },
  "+ICF": {
    initial: "3,4",
    ranges: [
      [0, 6],
      [0, 4],
    ],
  },
  "+IPR": { initial: "0", ranges: [[0, 921600]] },
};

export const rangeText = (rule: SettingRule): string => rule.ranges.map(([low, high]) => `(${low}-${high})`).join(",");

/** Values that are left out keep what they were; none may be outside its range. */
export function readSetting(rule: SettingRule, before: string, value: string): string | undefined {
  const given = value.split(",");
  if (given.length > rule.ranges.length) return undefined;
  const kept = before.split(",");
  const values = rule.ranges.map(([low, high], index) => {
    const text = given[index] || kept[index] || "0";
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return number >= low && number <= high ? text : undefined;
  });
  return values.includes(undefined) ? undefined : values.join(",");
}

export function powerOnRegisters(profile: VoiceProfile): ModemRegisters {
  const sampling = profile.samplings.find(({ id }) => id === profile.defaultSampling) ?? profile.samplings[0];
  if (!sampling) throw new TypeError(`profile ${profile.name} has no sampling`);
  return {
    echo: true,
    verbose: true,
    quiet: false,
    serviceClass: "0",
    sampling,
    lineSelect: 0,
    settings: new Map(Object.entries(SETTINGS).map(([name, rule]) => [name, rule.initial])),
    sRegisters: new Map(Object.entries({ S0: "000", S3: "013", S4: "010", S5: "008", S7: "060" })),
  };
}
