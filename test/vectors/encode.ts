/* @pure */
import type { SubmitRequest } from "../../device/line/gsm/pdu/Pdu.ts";

/** A SUBMIT that another project makes of a text, and the request that must give the same. */
export interface EncodeVector {
  readonly name: string;
  readonly request: SubmitRequest;
  readonly hex: readonly string[];
  /** What its test says `AT+CMGS` is to be told. */
  readonly tpduOctets?: number;
  /** Its TP-MR is 0 in every part, ours is the reference of the parts: the modem puts its own number there. */
  readonly otherReference?: true;
}

const RU = "Да здравствует король, детка!";
const HI = "Hi there...Tue 17th Jan 2012 05:30.18 pm (GMT+1) ΔΔΔΔΔ";
const COOL = "This is really cool ΔΔΔΔΔ";
const FOUR_DAYS = 4 * 1440;

/** ModemManager 9a2d5863 `src/tests/test-sms-part-3gpp.c`; oFono efc9c0a8 `unit/test-sms.c`; python-messaging 8c62c14
 *  `messaging/test/test_sms.py`. */
export const ENCODED: readonly EncodeVector[] = [
  {
    name: "ModemManager create_pdu_ucs2_with_smsc",
    request: { to: "+15555551234", text: RU, serviceCentre: "+19037029920", reference: 0, validityMinutes: 5 },
    hex: [
      "07919130079229F011000B915155551532F40008003A041404300020043704340440043004320441044204320443043504420020043A043E0440043E043B044C002C0020043404350442043A04300021",
    ],
  },
  {
    name: "ModemManager create_pdu_ucs2_no_smsc",
    request: { to: "+15555551234", text: RU, reference: 0, validityMinutes: 5 },
    hex: [
      "0011000B915155551532F40008003A041404300020043704340440043004320441044204320443043504420020043A043E0440043E043B044C002C0020043404350442043A04300021",
    ],
  },
  {
    name: "ModemManager create_pdu_gsm_with_smsc",
    request: { to: "+15555551234", text: HI, serviceCentre: "+19037029920", reference: 0, validityMinutes: 5 },
    hex: [
      "07919130079229F011000B915155551532F400000036C834888E2ECBCB2E978B5A2F8362373A1AA40CBB4132584C0682D57433982B8603C1DB20D4B1495DC552200804028100",
    ],
  },
  {
    name: "ModemManager create_pdu_gsm_no_smsc",
    request: { to: "+15555551234", text: HI, reference: 0, validityMinutes: 5 },
    hex: [
      "0011000B915155551532F400000036C834888E2ECBCB2E978B5A2F8362373A1AA40CBB4132584C0682D57433982B8603C1DB20D4B1495DC552200804028100",
    ],
  },
  {
    name: "ModemManager create_pdu_gsm_3",
    request: { to: "+15556661234", text: COOL, reference: 0, validityMinutes: 5 },
    hex: ["0011000B915155661632F40000001954747A0E4ACF41F27298CDCE83C6EF371B0481402010"],
  },
  {
    name: "ModemManager create_pdu_gsm_no_validity",
    request: { to: "+15556661234", text: COOL, reference: 0 },
    hex: ["0001000B915155661632F400001954747A0E4ACF41F27298CDCE83C6EF371B0481402010"],
  },
  {
    name: "oFono test_prepare_7bit",
    request: {
      to: "+358478400241",
      text: "This is testing !",
      serviceCentre: "+358405202090",
      validityMinutes: 1440,
      reference: 0,
    },
    hex: ["079153485002020911000C915348870420140000A71154747A0E4ACF41F4F29C9E769F4121"],
  },
  {
    name: "oFono test_submit_encode",
    request: { to: "+46708251358", text: "hellohello", validityMinutes: FOUR_DAYS, reference: 0 },
    hex: ["0011000B916407281553F80000AA0AE8329BFD4697D9EC37"],
    tpduOctets: 23,
  },
  {
    name: "python-messaging test_encoding_validity, none",
    request: { to: "+34616585119", text: "hola", reference: 0 },
    hex: ["0001000B914316565811F9000004E8373B0C"],
  },
  {
    name: "python-messaging test_encoding_validity, absolute",
    request: {
      to: "+34616585119",
      text: "hola",
      reference: 0,
      validUntil: { year: 2010, month: 7, day: 25, hour: 20, minute: 15, second: 39, zoneQuarterHours: 0 },
    },
    hex: ["0019000B914316565811F900000170520251930004E8373B0C"],
  },
  {
    name: "python-messaging test_encoding_validity, relative",
    request: { to: "+34616585119", text: "hola", reference: 0, validityMinutes: FOUR_DAYS },
    hex: ["0011000B914316565811F90000AA04E8373B0C"],
    tpduOctets: 18,
  },
  {
    name: "python-messaging test_encoding_csca",
    request: { to: "+34616585119", text: "hola", reference: 0, serviceCentre: "+34646456456" },
    hex: ["07914346466554F601000B914316565811F9000004E8373B0C"],
    tpduOctets: 17,
  },
  {
    name: "python-messaging test_encoding_class, 0",
    request: { to: "+34654123456", text: "hey yo", reference: 0, messageClass: 0 },
    hex: ["0001000B914356143254F6001006E8721E947F03"],
  },
  {
    name: "python-messaging test_encoding_class, 1",
    request: { to: "+34654123456", text: "hey yo", reference: 0, messageClass: 1 },
    hex: ["0001000B914356143254F6001106E8721E947F03"],
  },
  {
    name: "python-messaging test_encoding_class, 2",
    request: { to: "+34654123456", text: "hey yo", reference: 0, messageClass: 2 },
    hex: ["0001000B914356143254F6001206E8721E947F03"],
  },
  {
    name: "python-messaging test_encoding_class, 3",
    request: { to: "+34654123456", text: "hey yo", reference: 0, messageClass: 3 },
    hex: ["0001000B914356143254F6001306E8721E947F03"],
  },
  {
    name: "python-messaging test_encoding_request_status",
    request: { to: "+34654123456", text: "hey yo", reference: 0, statusReport: true },
    hex: ["0021000B914356143254F6000006E8721E947F03"],
  },
  {
    name: "python-messaging test_encoding_message_with_latin1_chars, 1",
    request: { to: "+34654123456", text: "Hölä", reference: 0, validityMinutes: FOUR_DAYS },
    hex: ["0011000B914356143254F60000AA04483E7B0F"],
  },
  {
    name: "python-messaging test_encoding_message_with_latin1_chars, 2",
    request: { to: "+34654123456", text: "BÄRÇA äñ@", reference: 0 },
    hex: ["0001000B914356143254F6000009C2AD341104EDFB00"],
  },
  {
    name: "python-messaging test_encoding_8bit_message",
    request: {
      to: "01000000000",
      text: "Hi there...",
      reference: 0,
      alphabet: "octets",
      serviceCentre: "+44000000000",
    },
    hex: ["07914400000000F001000B811000000000F000040B48692074686572652E2E2E"],
  },
  {
    name: "python-messaging test_encoding_ucs2_message, 1",
    request: { to: "+34616585119", text: "あ叶葉", reference: 0, serviceCentre: "+34646456456" },
    hex: ["07914346466554F601000B914316565811F9000806304253F68449"],
  },
  {
    name: "python-messaging test_encoding_ucs2_message, 2",
    request: { to: "655345678", text: "Русский", reference: 0, validityMinutes: FOUR_DAYS },
    hex: ["001100098156355476F80008AA0E0420044304410441043A04380439"],
  },
  {
    name: "python-messaging test_encoding_multipart_7bit",
    request: {
      to: "655345678",
      text: "Or walk with Kings - nor lose the common touch, if neither foes nor loving friends can hurt you, If all men count with you, but none too much; If you can fill the unforgiving minute With sixty seconds' worth of distance run, Yours is the Earth and everything thats in it, And - which is more - you will be a Man, my son",
      reference: 136,
      validityMinutes: FOUR_DAYS,
    },
    hex: [
      "005100098156355476F80000AAA00500038803019E72D03DCC5E83EE693A1AB44CBBCF73500BE47ECB41ECF7BC0CA2A3CBA0F1BBDD7EBB41F4777D8C6681D26690BB9CA6A3CB7290F95D9E83DC6F3988FDB6A7DD6790599E2EBBC973D038EC06A1EB723A28FFAEB340493328CC6683DA653768FCAEBBE9A07B9A8E06E5DF7516485CA783DC6F7719447FBF41EDFA18BD0325CDA0FCBB0E1A87DD",
      "005100098156355476F80000AAA005000388030240E6349B0DA2A3CBA0BADBFC969FD3F6B4FB0C6AA7DD757A19744DD3D1A0791A4FCF83E6E5F1DB4D9E9F40F7B79C8E06BDCD20727A4E0FBBC76590BCEE6681B2EFBA7C0E4ACF41747419540CCBE96850D84D0695ED65799E8E4EBBCF203A3A4C9F83D26E509ACE0205DD64500B7447A7C768507A0E6ABFE565500B947FD741F7349B0D129741",
      "005100098156355476F80000AA14050003880303C2A066D8CD02B5F3A0F9DB0D",
    ],
    otherReference: true,
  },
];

/** How many parts python-messaging's `TestSubmitPduCounts` wants for so many characters and one more. */
export const PART_COUNTS: readonly (readonly [char: string, count: number, more: string, parts: number])[] = [
  ["x", 160, "", 1],
  ["x", 161, "", 2],
  ["x", 306, "", 2],
  ["x", 306, "x", 3],
  ["x", 459, "", 3],
  ["x", 459, "x", 4],
  ["€", 80, "", 1],
  ["€", 79, "x", 1],
  ["€", 153, "", 3],
  ["€", 229, "x", 4],
  ["ő", 70, "", 1],
  ["ő", 70, "x", 2],
  ["ő", 134, "", 2],
  ["ő", 134, "x", 3],
  ["ő", 201, "", 3],
  ["ő", 201, "x", 4],
];
