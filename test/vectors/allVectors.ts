import { septetsToText, unpackSeptets } from "../../device/line/gsm/pdu/gsm7.ts";
import { fromHex } from "../../device/line/gsm/pdu/octets.ts";
import { decodePdu, encodeDeliver, encodeSubmit, type PduTime, toPlainGsm7 } from "../../device/line/gsm/pdu/Pdu.ts";
import { ENCODED, type EncodeVector, PART_COUNTS } from "./encode.ts";
import { GAMMU } from "./gammu.ts";
import { GAMMU_FRAMES, GAMMU_TEXTS, type GammuFrame } from "./gammuEncode.ts";
import { MODEM_MANAGER } from "./modemManager.ts";
import { OFONO, OFONO_NATIONAL } from "./ofono.ts";
import { PYTHON_MESSAGING } from "./pythonMessaging.ts";
import { type DecodeVector, wrongIn } from "./vector.ts";

/** One published vector, run. */
export interface VectorResult {
  readonly project: string;
  readonly name: string;
  /** What came out otherwise; empty when it is right. */
  readonly wrong: readonly string[];
  readonly deviation?: string;
}

const DECODED: readonly (readonly [string, readonly DecodeVector[]])[] = [
  ["ModemManager", MODEM_MANAGER],
  ["oFono", OFONO],
  ["gammu", GAMMU],
  ["python-messaging", PYTHON_MESSAGING],
];

const differs = (what: string, ours: unknown, theirs: unknown): string[] =>
  ours === theirs ? [] : [`${what}: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`];

/** TP-MR stands after the service centre and the first octet. */
const withoutReference = (hex: string): string => {
  const at = (Number.parseInt(hex.slice(0, 2), 16) + 2) * 2;
  return `${hex.slice(0, at)}..${hex.slice(at + 2)}`;
};

function wrongInEncoding({ request, hex, tpduOctets, otherReference }: EncodeVector): string[] {
  const { pdus } = encodeSubmit(request);
  const shown = (one: string) => (otherReference ? withoutReference(one) : one);
  return [
    ...differs("PDUs", pdus.map((pdu) => shown(pdu.hex)).join(), hex.map(shown).join()),
    ...(tpduOctets === undefined ? [] : differs("octets", pdus[0]?.tpduOctets, tpduOctets)),
  ];
}

const SENT: PduTime = { year: 2007, month: 6, day: 5, hour: 13, minute: 56, second: 30, zoneQuarterHours: 0 };
/** 63 weeks, the most that TP-VP can say. */
const LONGEST = 63 * 7 * 1440;

/** Its frames hold one part: a longer text is cut there, and letters that GSM-7 lacks lose their accents. */
function wrongInFrame({ kind, centre, number, alphabet, text, hex }: GammuFrame): string[] {
  const whole = GAMMU_TEXTS[text]!;
  const shown = alphabet === "gsm7" ? toPlainGsm7(whole) : whole.slice(0, 70);
  const common = { text: shown, alphabet, serviceCentre: centre, reference: 0 };
  const { pdus } =
    kind === "submit"
      ? encodeSubmit({ ...common, to: number, validityMinutes: LONGEST })
      : encodeDeliver({ ...common, from: number, at: SENT, moreMessages: true });
  const read = decodePdu(hex);
  return [
    ...differs("PDU", pdus.map((pdu) => pdu.hex).join(), hex),
    ...differs("text", "text" in read ? read.text : read.kind, shown),
  ];
}

/** The SUBMITs of oFono's alphabet tests have 14 octets before the text. */
function wrongInNational({ hex, locking, single, text }: (typeof OFONO_NATIONAL)[number]): string[] {
  const octets = fromHex(hex)!;
  const septets = unpackSeptets(octets.slice(14), octets[13]!);
  return differs("text", septetsToText(septets, { locking, single }), text);
}

export const runVectors = (): VectorResult[] => [
  ...DECODED.flatMap(([project, vectors]) =>
    vectors.map((vector) => ({
      project,
      name: vector.name,
      wrong: wrongIn(vector),
      ...(vector.deviation === undefined ? {} : { deviation: vector.deviation }),
    })),
  ),
  ...OFONO_NATIONAL.map((one) => ({ project: "oFono", name: one.name, wrong: wrongInNational(one) })),
  ...ENCODED.map((one) => ({ project: "encoded", name: one.name, wrong: wrongInEncoding(one) })),
  ...GAMMU_FRAMES.map((one) => ({ project: "gammu", name: `at-sms-encode/${one.file}`, wrong: wrongInFrame(one) })),
  ...PART_COUNTS.map(([char, count, more, parts]) => ({
    project: "python-messaging",
    name: `${count} × ${char}${more && " + "}${more}`,
    wrong: differs("parts", encodeSubmit({ to: "+13125550101", text: char.repeat(count) + more }).pdus.length, parts),
  })),
];
