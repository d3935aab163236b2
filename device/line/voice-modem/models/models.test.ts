import assert from "node:assert/strict";
import { test } from "node:test";
import { Seconds } from "../../../../firmware/time/Duration.ts";
import { type Dialogue, DialoguePort, readDialogues } from "../../../../test/harness/DialoguePort.ts";
import { openAtPort } from "../../../at/AtPort.ts";
import { SystemClock } from "../../../runtime/SystemClock.ts";
import { type PreparedModem, prepareModem } from "../prepare.ts";
import { isOlder } from "./Model.ts";
import { MODELS } from "./registry.ts";

const dialogues = readDialogues(new URL("./dialogues/", import.meta.url));

async function prepare(
  dialogue: Dialogue,
  model?: string,
): Promise<{ modem: PreparedModem; heard: readonly string[] }> {
  const port = new DialoguePort(dialogue.answers);
  const at = openAtPort(port, {
    clock: new SystemClock(),
    dle: true,
    probe: { text: "ATS3?", answer: "013" },
    unsolicited: ["RING"],
    listeners: {},
  });
  try {
    const modem = await prepareModem((text, timeout = Seconds(5)) => at.command({ text, timeout }), model);
    return { modem, heard: port.heard };
  } finally {
    await at.close();
  }
}

for (const [name, dialogue] of dialogues) {
  test(`a modem as recorded in ${name} is known, set up and proved, or refused with the right sentence`, async () => {
    const fault = dialogue.header.get("fault");
    if (fault !== undefined) {
      await assert.rejects(prepare(dialogue), (error: { code?: string; cure?: string }) => {
        assert.equal(error.code, fault);
        assert.ok(error.cure !== undefined && error.cure.length > 10);
        return true;
      });
      return;
    }
    const { modem, heard } = await prepare(dialogue);
    assert.equal(modem.model.id, dialogue.header.get("model"));
    assert.equal(modem.firmware, dialogue.header.get("firmware"));
    assert.equal(modem.format.format, dialogue.header.get("format"));
    assert.equal(modem.selectFormat, dialogue.header.get("select"));
    assert.deepEqual(heard.slice(-2), ["AT+VLS=0", "AT+FCLASS=0"], "it ends on-hook, in class 0");
    assert.ok(heard.lastIndexOf("AT+VCID=1") > heard.indexOf("ATZ"), "ATZ forgets caller ID");
  });
}

test("every model of the registry has a recorded dialogue", () => {
  const recorded = new Set([...dialogues.values()].map(({ header }) => header.get("model")));
  assert.deepEqual(
    MODELS.map((model) => model.id).filter((id) => !recorded.has(id)),
    [],
  );
});

test("a model named in the clinic file is taken; a name nobody knows is refused with the names that are", async () => {
  const dialogue = dialogues.get("v253.at")!;
  assert.equal((await prepare(dialogue, "v253")).modem.model.id, "v253");
  await assert.rejects(prepare(dialogue, "acme"), /LINE_MODEM_UNKNOWN|usr5637, cx930xx, rockwell, v253/);
});

test("1.2.9 is older than 1.2.23, and what cannot be read is not", () => {
  assert.equal(isOlder("1.2.9", "1.2.23"), true);
  assert.equal(isOlder("1.2.23", "1.2.23"), false);
  assert.equal(isOlder("1.10", "1.2.23"), false);
  assert.equal(isOlder("unknown", "1.2.23"), false);
});
