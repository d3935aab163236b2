import assert from "node:assert/strict";
import { test } from "node:test";
import { type Dialogue, DialoguePort, readDialogues } from "../../../../test/harness/DialoguePort.ts";
import { openAtPort } from "../../../at/AtPort.ts";
import { SystemClock } from "../../../runtime/SystemClock.ts";
import { GSM_UNSOLICITED, type InitResult, initModem, modemProbe } from "../initModem.ts";
import { ModemMemory } from "../ModemMemory.ts";
import { iccidOf } from "../simAccess.ts";
import { findGsmModel, GSM_MODELS, gsmModelNamed } from "./registry.ts";

const dialogues = readDialogues(new URL("./dialogues/", import.meta.url));

async function init(
  { answers }: Dialogue,
  options: { readonly model?: string; readonly simPin?: string } = {},
): Promise<{ result: InitResult; heard: readonly string[] }> {
  const port = new DialoguePort(answers);
  const probe = modemProbe();
  const at = openAtPort(port, {
    clock: new SystemClock(),
    dle: false,
    probe,
    unsolicited: GSM_UNSOLICITED,
    listeners: {},
  });
  const pins = new ModemMemory({ directory: "/firstring-no-such-directory", line: "mobile" });
  try {
    return {
      result: await initModem(at, { ...options, pins, probe, pause: () => Promise.resolve() }),
      heard: port.heard,
    };
  } finally {
    await at.close();
  }
}

for (const [name, dialogue] of dialogues) {
  const { header } = dialogue;
  test(`a modem as recorded in ${name} is known and made ready, or told as what a person has to do`, async () => {
    const { result, heard } = await init(dialogue);
    if (header.has("trouble")) {
      assert.equal(result.kind, "notYet");
      assert.equal(result.kind === "notYet" && result.code, header.get("trouble"));
      assert.deepEqual(
        heard.filter((command) => /^AT\+CPIN=/.test(command)),
        [],
        "no PIN is guessed",
      );
      return;
    }
    assert.ok(result.kind === "ready", JSON.stringify(result));
    assert.equal(result.model.id, header.get("model"));
    assert.equal(result.firmware, header.get("firmware"));
    assert.equal(result.iccid, header.get("iccid"));
    assert.equal(result.memory, header.get("memory"));
    assert.equal(result.imsi, "310260123456789");
    assert.equal(result.serviceCentre, "+13125550199");
    assert.equal(result.model.voice === undefined ? "no" : "yes", header.get("voice"));
    for (const { text } of result.model.init) assert.ok(heard.includes(text), `${text} was not sent`);
    assert.ok(heard.indexOf("AT+CPIN?") < heard.indexOf("AT+CMGF=0"), "a locked SIM refuses what comes before its PIN");
  });
}

test("every model of the registry has a recorded dialogue, and says who put it together", () => {
  const recorded = new Set([...dialogues.values()].map(({ header }) => header.get("model")));
  assert.deepEqual(
    GSM_MODELS.map((model) => model.id).filter((id) => !recorded.has(id)),
    [],
  );
  for (const [name, { header }] of dialogues) assert.ok((header.get("source") ?? "").length > 20, `${name}: no source`);
});

test("a locked SIM is opened by its PIN where the modem counts the tries; the model is known before", async () => {
  const locked = dialogues.get("sim7600-locked.at")!;
  const { heard } = await init(locked, { simPin: "1234" });
  assert.ok(heard.indexOf("AT+SPIC") < heard.indexOf('AT+CPIN="1234"'), "the tries are counted first");
  const [puk, noCount] = [dialogues.get("huawei-puk.at")!, new Map(locked.answers)];
  noCount.delete("AT+SPIC");
  for (const { answers, header } of [puk, { answers: noCount, header: locked.header }]) {
    const { heard: said } = await init({ answers, header }, { simPin: "1234" });
    assert.deepEqual(
      said.filter((command) => command.startsWith("AT+CPIN=")),
      [],
    );
  }
});

test("a model named in the clinic file is taken; a modem nobody has described is the plain one", async () => {
  const { result } = await init(dialogues.get("sim800.at")!, { model: "huawei" });
  assert.equal(result.kind === "ready" && result.model.id, "huawei");
  assert.equal(gsmModelNamed("acme"), undefined);
  const identity = { ati: "", manufacturer: "", model: "", revision: "" };
  assert.equal(findGsmModel(identity).id, "27007");
});

const identities: readonly [manufacturer: string, model: string, expected: string][] = [
  ["SIMCOM INCORPORATED", "SIMCOM_SIM7600E-H", "sim7600"],
  ["SIMCOM INCORPORATED", "SIMCOM_SIM7500A", "sim7600"],
  ["QUALCOMM INCORPORATED", "SIMCOM_SIM7600G-H", "sim7600"],
  ["SIMCOM_Ltd", "SIMCOM_SIM800L", "27007"],
  ["Quectel", "EC25", "ec25"],
  ["Quectel", "EG25", "ec25"],
  ["Quectel", "EG21", "ec25"],
  ["Quectel", "EP06", "ec25"],
  ["Quectel", "BG96", "27007"],
  ["Quectel", "M95", "27007"],
  ["huawei", "E173", "huawei"],
  ["HUAWEI", "E1750", "huawei"],
  ["huawei", "K3765", "huawei"],
  ["Telit", "LE910", "27007"],
];
for (const [manufacturer, model, expected] of identities)
  test(`${manufacturer} ${model} is driven as ${expected}`, () =>
    assert.equal(findGsmModel({ ati: "", manufacturer, model, revision: "" }).id, expected));

const cards: readonly [line: string, expected: string | undefined][] = [
  ["+ICCID: 8901260123456789012", "8901260123456789012"],
  ["+QCCID: 89012601234567890126", "89012601234567890126"],
  ["+QCCID: 8901260123456789012F", "8901260123456789012"],
  ["89012601234567890126", "89012601234567890126"],
  ['+CCID: "89012601234567890126"', "89012601234567890126"],
  ["^ICCID: 98106210325476981062", "89012601234567890126"],
  ["^ICCID: 981062103254769810F2", "8901260123456789012"],
  ["+CCID: 898600C0123456789012", "898600C0123456789012"],
  ["+CCID: 1234", undefined],
  ["", undefined],
];
for (const [line, expected] of cards)
  test(`the card's number in «${line}» is ${expected ?? "none"}`, () => assert.equal(iccidOf(line), expected));
