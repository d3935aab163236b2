/* @pure */
import type { DecodeVector } from "./vector.ts";

/** ModemManager (linux-mobile-broadband/ModemManager, 9a2d5863), `src/tests/test-sms-part-3gpp.c` where no other file is named. */
export const MODEM_MANAGER: readonly DecodeVector[] = [
  {
    name: "pdu1",
    hex: "07912104442961F4040B916171957291F800001120821105050A6AC8B2BC7C9A83C220F6DB7D2ECB41EDF27C1E3E97411BDE06754FD3D1A0F9BB5D0695F1F4B29B5C2683C6E8B03C3CA697E5F34D6AE303D1D1F2F7DD0D4ABB59A0797D8C0685E7A00028EC26832A960B28EC2683BE6050780EBA97D96C17",
    expect: {
      kind: "deliver",
      centre: "+12404492164",
      number: "+16175927198",
      at: "2011-02-28T11:50:50-05:00",
      concat: null,
      text: "Here's a longer message [{with some extended characters}] thrown in, such as £ and ΩΠΨ and §¿ as well.",
    },
  },
  {
    name: "pdu2",
    hex: "07919730071111F10414D04937BD2C7797E9D3E614000811309291024061080442043504410442",
    expect: {
      kind: "deliver",
      centre: "+79037011111",
      number: "InternetSMS",
      at: "2011-03-29T19:20:04+04:00",
      concat: null,
      text: "тест",
    },
  },
  {
    name: "pdu3",
    hex: "07912143658709F1040B918100551512F20000111010214365000AE8329BFD4697D9EC37",
    expect: {
      kind: "deliver",
      centre: "+12345678901",
      number: "+18005551212",
      at: "2011-01-01T12:34:56+00:00",
      concat: null,
      text: "hellohello",
    },
  },
  {
    name: "pdu3_nzpid",
    hex: "07912143658709F1040B918100551512F2FF00111010214365000AE8329BFD4697D9EC37",
    expect: {
      kind: "deliver",
      centre: "+12345678901",
      number: "+18005551212",
      at: "2011-01-01T12:34:56+00:00",
      concat: null,
      text: "hellohello",
    },
  },
  {
    name: "pdu3_mms",
    hex: "07912143658709F1000B918100551512F20000111010214365000AE8329BFD4697D9EC37",
    expect: {
      kind: "deliver",
      centre: "+12345678901",
      number: "+18005551212",
      at: "2011-01-01T12:34:56+00:00",
      concat: null,
      text: "hellohello",
    },
  },
  {
    name: "pdu3_natl",
    hex: "07912143658709F1040B818100551512F20000111010214365000AE8329BFD4697D9EC37",
    expect: {
      kind: "deliver",
      centre: "+12345678901",
      number: "18005551212",
      at: "2011-01-01T12:34:56+00:00",
      concat: null,
      text: "hellohello",
    },
  },
  {
    name: "pdu3_8bit",
    hex: "07912143658709F1040B918100551512F20004111010214365000AE8329BFD4697D9EC37DE",
    expect: {
      kind: "deliver",
      centre: "+12345678901",
      number: "+18005551212",
      at: "2011-01-01T12:34:56+00:00",
      concat: null,
      data: "E8329BFD4697D9EC37DE",
    },
  },
  {
    name: "pdu_dcsf_8bit",
    hex: "07912143658709F1040B918100551512F200F4111010214365000AE8329BFD4697D9EC37DE",
    expect: {
      kind: "deliver",
      centre: "+12345678901",
      number: "+18005551212",
      at: "2011-01-01T12:34:56+00:00",
      concat: null,
      data: "E8329BFD4697D9EC37DE",
    },
  },
  {
    name: "pdu_dcsf1",
    hex: "07913306091093F0040485810000F111604231805180A049B7F90D9A1AA5A01668F8769BD3E4B29B9E2EB359A03FC85D06A9C3ED707A0EA2CBC3EE79BB4CA7CBCBA05643617DA7C76990FD4D979741EE77DD5E0ED741ED371D442E83E0E1F9BC0CD281E677D9B84C06C1DF7539E85C9097E520FB9B2E2F83C6EF369C5E064D8D52D0BC2E07DDEF77D7DC2C7799E5A0771D040FCB41F402BB0047BFDD6550B80ECAD966",
    expect: {
      kind: "deliver",
      centre: "+33609001390",
      number: "1800",
      at: "2011-06-24T13:08:15+02:00",
      concat: null,
      text: "Info SFR - Confidentiel, à ne jamais transmettre -\r\nVoici votre nouveau mot de passe : sw2ced pour gérer votre compte SFR sur www.sfr.fr ou par téléphone au 963",
    },
  },
  {
    name: "pdu_udhi",
    hex: "07911356131313F64004850120390011609232239180A006080400100201D7327BFD6EB340E2321BF46E83EA7790F59D1E97DBE1341B442F83C465763D3DA797E56537C81D0ECB41AB59CC1693C16031D96C064241E5656838AF03A96230982A269BCD462917C8FA4E8FCBED709A0D7ABBE9F6B0FB5C7683D27350984D4FABC9A0B33C4C4FCF5D20EBFB2D079DCB62793DBD06D9C36E50FB2D4E97D9A0B49B5E96BBCB",
    expect: {
      kind: "deliver",
      centre: "+31653131316",
      number: "1002",
      at: "2011-06-29T23:32:19+02:00",
      concat: "16/1/2",
      text: "Welkom, bel om uw Voicemail te beluisteren naar +31612001233 (PrePay: *100*1233#). Voicemail ontvangen is altijd gratis. Voor gebruik van mobiel interne",
    },
  },
  {
    name: "pdu_multipart, 1",
    hex: "07912160130320F5440B916171056429F5000021405291650569A00500034C0201A9E8F41C949E83C2207B599E07B1DFEE33885E9ED341E4F23C7D7697C920FA1B54C697E5E3F4BC0C6AD7D9F434081E96D341E3303C2C4EB3D3F4BC0B94A483E6E8779D4D06CDD1EF3BA80E0785E7A0B7BB0C6A97E7F3F0B9CC02B9DF7450780EA2DFDF2C50780EA2A3CBA0BA9B5C96B3F369F71954768FDFE4B4FB0C9297E1F2F2BCECA6CF41",
    expect: {
      kind: "deliver",
      centre: "+12063130025",
      number: "+16175046925",
      at: "2012-04-25T19:56:50-04:00",
      concat: "76/1/2",
      text: "This is a very long test designed to exercise multi part capability. It should show up as one message, not as two, as the underlying encoding represents ",
    },
  },
  {
    name: "pdu_multipart, 2",
    hex: "07912160130320F6440B916171056429F5000021405291651569320500034C0202E9E8301D44479741F0B09C3E0785E56590BCCC0ED3CB6410FD0D7ABBCBA0B0FB4D4797E52E10",
    expect: {
      kind: "deliver",
      centre: "+12063130026",
      number: "+16175046925",
      at: "2012-04-25T19:56:51-04:00",
      concat: "76/2/2",
      text: "that the parts are related to one another. ",
    },
  },
  {
    name: "pdu_stored_by_us",
    hex: "002100098136397339F70008224F60597D4F60597D4F60597D4F60597D4F60597D4F60597D4F60597D4F60597D4F60",
    expect: {
      kind: "submit",
      centre: null,
      number: "639337937",
      concat: null,
      text: "你好你好你好你好你好你好你好你好你",
    },
  },
  {
    name: "pdu_not_stored",
    hex: "07914356060013F1065A098136397339F7219011700463802190117004638030",
    expect: {
      kind: "statusReport",
      centre: "+34656000311",
      number: "639337937",
      at: "2012-09-11T07:40:36+02:00",
      reference: 90,
    },
  },
  {
    name: "pdu_insufficient_data",
    hex: "07912143658709F1040B918100551512F20000111010214365000BE8329BFD4697D9EC37",
    expect: { kind: "error" },
  },
  {
    name: "pdu_no_address",
    hex: "000ABF00",
    expect: { kind: "error" },
  },
  {
    name: "pdu_wrong_address_size",
    hex: "001C011C",
    expect: { kind: "error" },
  },
  {
    name: "pdu_wrong_user_data_elements_size",
    hex: "004100010100014B00002E",
    expect: { kind: "error" },
  },
  {
    name: "pdu_wrong_udh",
    hex: "00F101010C0000000000",
    expect: { kind: "error" },
  },
  {
    name: "test-sms-list.c, part 1 (its second half)",
    hex: "07912160130300F4440B915155685703F900005240713104738A3E050003C40202DA6F37881E969FCBF4B4FB0CCABFEB20F4FB0EA287E5E7323DED3E83DAE17519747FCBD96490B95C6683D273101D5D0601",
    expect: { kind: "deliver", centre: "+12063130004", concat: "196/2/2" },
  },
  {
    name: "test-sms-list.c, part 2 (its first half)",
    hex: "07912160130300F4440B915155685703F900005240713104738AA0050003C40201AC69373D7C2E83E87538BC2CBF87E565D039DC2E83C220769A4E6797416132394D4FBFDDA0FB5B4E4783C2EE3C888E2E83E86FD0DB0C1A86E769F71B647EB3D9EF7BDA7D06A5E7A0B09B0C9AB3DF74109C1DCE83E8E8301D44479741F9771D949E83E861F9B94C4FBBCF20F13B4C9F83E8E832485C068DDFEDF6DB0DA2A3CBA0FCBB0E1ABFDB",
    expect: { kind: "deliver", centre: "+12063130004", concat: "196/1/2" },
  },
  {
    name: "test-modem-helpers.c, +CMGL",
    hex: "07914306073011F00405812261F700003130916191314095C274D96D2FBBD3E437280CB2BEC961F3DB5D76818EF2F0381D9E83E06F39A8CC2E9FD372F77BEE0249CBE37A594E0E83E2F532085E2F93CB73D0B93CA7A7DFEEB01C447F93DF7310BD3E07CDCB727B7A9C7ECF41E432C8FC96B7C32079189E26874179D0F8DD7E93C3A0B21B246AA641D637396C7EBBCB22D0FD7E77B5D376B3AB3C07",
    expect: { kind: "deliver", centre: "+34607003110" },
  },
];
