/* @pure */
import type { DecodeVector } from "./vector.ts";

/** oFono (rilmodem/ofono, efc9c0a8), `unit/test-sms.c`. Its cell-broadcast vectors are another protocol (23.041). */
export const OFONO: readonly DecodeVector[] = [
  {
    name: "simple_deliver",
    hex: "07911326040000F0040B911346610089F60000208062917314480CC8F71D14969741F977FD07",
    expect: {
      kind: "deliver",
      centre: "+31624000000",
      number: "+31641600986",
      at: "2002-08-26T19:37:41-01:00",
      text: "How are you?",
    },
  },
  {
    name: "alnum_sender",
    hex: "0791447758100650040DD0F334FC1CA6970100008080312170224008D4F29CDE0EA7D9",
    expect: {
      kind: "deliver",
      centre: "+447785016005",
      number: "sipgate",
      at: "2008-08-13T12:07:22+01:00",
      text: "Testmail",
    },
  },
  {
    name: "unicode_deliver",
    hex: "04819999990414D0FBFD7EBFDFEFF77BFE1E0019512090801361807E00DC00FC00C400E400D600F600C500E500D800F800C600E600C700E700C900E900CA00EA00DF0031003200330034003500360037003800390030002000540068006900730020006D00650073007300610067006500200069007300200036003300200075006E00690063006F00640065002000630068006100720073002E",
    expect: { kind: "deliver", messageClass: 1 },
  },
  {
    name: "simple_submit",
    hex: "0011000B916407281553F80000AA0AE8329BFD4697D9EC37",
    direction: "toNetwork",
    expect: {
      kind: "submit",
      centre: null,
      reference: 0,
      number: "+46708251358",
      validityMinutes: 5760,
      text: "hellohello",
    },
  },
  {
    name: "simple_mwi",
    hex: "07913366002020F8040B913366600600F100C83180706174148000",
    expect: {
      kind: "deliver",
      centre: "+33660002028",
      number: "+33660660001",
      at: "2013-08-07T16:47:41+02:00",
      text: "",
      waiting: "voicemail true false",
    },
  },
  {
    name: "sms_charset_default",
    hex: "0001000B915310101010100000808080604028180E888462C168381E90886442A9582E988C06C4E9783EA09068442A994EA8946AC56AB95EB0986C46ABD96EB89C6EC7EBF97EC0A070482C1A8FC8A472C96C3A9FD0A8744AAD5AAFD8AC76CBED7ABFE0B0784C2E9BCFE8B47ACD6EBBDFF0B87C4EAFDBEFF8BC7ECFEFFBFF",
    expect: {
      kind: "submit",
      text: "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
    },
  },
  {
    name: "sms_charset_default_ext",
    hex: "0001000B915310101010100000151BC58602DAA036A9CD6BC3DBF436BE0D705306",
    expect: { kind: "submit", text: "\f^ {}\\[~]|€" },
  },
  {
    name: "ems_udh_test_1",
    hex: "0041000B915121551532F40000631A0A031906200A032104100A032705040A032E05080A043807002B8ACD29A85D9ECFC3E7F21C340EBB41E3B79B1E4EBB41697A989D1EB340E2379BCC02B1C3F27399059AB7C36C3628EC2683C66FF65B5E2683E8653C1D",
    direction: "toNetwork",
    expect: {
      kind: "submit",
      text: "EMS messages can contain italic, bold, large, small and colored text",
      concat: null,
    },
  },
  {
    name: "ems_udh_test_2",
    hex: "079194712272303351030B915121340195F60000FF80230A030F07230A031806130A031E0A430A032E0D830A033D14020A035104F60A0355010600159D9E83D2735018442FCFE98A243DCC4E97C92C90F8CD26B3407537B92C67A7DD65320B1476934173BA3CBD2ED3D1F277FD8C76299CEF3B280C92A7CF683A28CC4E9FDD6532E8FE96935D",
    direction: "toNetwork",
    expect: {
      kind: "submit",
      text: "This is a test\nItalied, bold, underlined, and strikethrough.\nNow a right aligned word.",
      concat: null,
    },
  },
  {
    name: "assembly_pdu1",
    hex: "038121F340048155550119906041001222048C0500031E0301041804420430043A002C00200410043B0435043A04410430043D04340440002000200441043B044304480430043B00200437043000200434043204350440044C044E0020002004380020002004320441043500200431043E043B044C044804350020043F0440043504380441043F043E043B043D044F043B0441044F002000200433043D0435",
    expect: { kind: "deliver", concat: "30/1/3", number: "5555", centre: "123" },
  },
  {
    name: "assembly_pdu2",
    hex: "038121F340048155550119906041001222048C0500031E03020432043E043C002E000A041D0430043A043E043D04350446002C0020043D043500200432002004410438043B04300445002004340430043B043504350020044204350440043F04350442044C002C0020043E043D00200441044204400435043C043804420435043B044C043D043E002004320431043504360430043B002004320020043A043E",
    expect: { kind: "deliver", concat: "30/2/3", number: "5555", centre: "123" },
  },
  {
    name: "assembly_pdu3",
    hex: "038121F340048155550119906041001222044A0500031E0303043C043D043004420443002C0020043F043E043704300431044B0432000A0434043004360435002C002004470442043E002000200431044B043B0020043D04300433002E",
    expect: { kind: "deliver", concat: "30/3/3", number: "5555", centre: "123" },
  },
  {
    name: "expected_no_fragmentation_7bit",
    hex: "079153485002020911000C915348870420140000A71154747A0E4ACF41F4F29C9E769F4121",
    direction: "toNetwork",
    expect: {
      kind: "submit",
      centre: "+358405202090",
      number: "+358478400241",
      text: "This is testing !",
      validityMinutes: 1440,
    },
  },
  {
    name: "sr_pdu1 (there without a service centre)",
    hex: "0006040D91945152991136F00160124130340A0160124130940A00",
    expect: { kind: "statusReport", number: "+4915259911630", reference: 4, status: 0 },
  },
  {
    name: "sr_pdu2 (there without a service centre)",
    hex: "0006050D91945152991136F00160124130640A0160124130450A00",
    expect: { kind: "statusReport", number: "+4915259911630", reference: 5, status: 0 },
  },
  {
    name: "sr_pdu3 (there without a service centre)",
    hex: "000606098121436587F9019012413064A0019012413045A000",
    expect: { kind: "statusReport", number: "123456789", reference: 6, status: 0 },
  },
  {
    name: "wap_push_1",
    hex: "0791947122725014440185F039F501801140311480720605040B8423F00106246170706C69636174696F6E2F766E642E7761702E6D6D732D6D65737361676500AF84B4868C82984F67514B4B42008D9089088045726F74696B009650696E2D557073008A808E0240008805810303F48083687474703A2F2F657073332E64652F4F2F5A39495A4F00",
    expect: { kind: "deliver", ports: "2948 9200" },
  },
];

/** Septets that its test reads with tables it chooses itself: the PDUs have no header that would say so. */
export const OFONO_NATIONAL: readonly { name: string; hex: string; locking: number; single: number; text: string }[] = [
  {
    name: "sms_charset_turkey",
    locking: 1,
    single: 0,
    hex: "0001000B915310101010100000808080604028180E888462C168381E90886442A9582E988C06C4E9783EA09068442A994EA8946AC56AB95EB0986C46ABD96EB89C6EC7EBF97EC0A070482C1A8FC8A472C96C3A9FD0A8744AAD5AAFD8AC76CBED7ABFE0B0784C2E9BCFE8B47ACD6EBBDFF0B87C4EAFDBEFF8BC7ECFEFFBFF",
    text: "@£$¥€éùıòÇ\nĞğ\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ŞşßÉ !\"#¤%&'()*+,-./0123456789:;<=>?İABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§çabcdefghijklmnopqrstuvwxyzäöñüà",
  },
  {
    name: "sms_charset_turkey_ext",
    locking: 1,
    single: 1,
    hex: "0001000B9153101010101000001A1BC586B2416D529BD786B7E96D7C1BE002C8011318870E",
    text: "\f^{}\\[~]|ĞİŞç€ğış",
  },
  {
    name: "sms_charset_portugal",
    locking: 3,
    single: 0,
    hex: "0001000B915310101010100000808080604028180E888462C168381E90886442A9582E988C06C4E9783EA09068442A994EA8946AC56AB95EB0986C46ABD96EB89C6EC7EBF97EC0A070482C1A8FC8A472C96C3A9FD0A8744AAD5AAFD8AC76CBED7ABFE0B0784C2E9BCFE8B47ACD6EBBDFF0B87C4EAFDBEFF8BC7ECFEFFBFF",
    text: "@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó| ÂâÊÉ !\"#º%&'()*+,-./0123456789:;<=>?ÍABCDEFGHIJKLMNOPQRSTUVWXYZÃÕÚÜ§~abcdefghijklmnopqrstuvwxyzãõ`üà",
  },
  {
    name: "sms_charset_portugal_ext",
    locking: 3,
    single: 3,
    hex: "0001000B9153101010101000003184C446B160381E1BC96662D9543696CD6583D9643C1BD42675D9F0C01B9F8602CC74B75C0EE68030ECF91D",
    text: "êç\fÔôÁáΦΓ^ΩΠΨΣΘÊ{}\\[~]|ÀÍÓÚÃÕÂ€íóúãõâ",
  },
  {
    name: "sms_charset_spain",
    locking: 2,
    single: 2,
    hex: "0001000B915310101010100000269BC446B1A16C509BD4E6B5E16D7A1BDF06B8096E929BE7A6BA096FCA9BF4E6BDA903",
    text: "ç\f^{}\\[~]|ÁÍÓÚá€íóú",
  },
];
