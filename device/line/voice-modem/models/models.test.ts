import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Seconds } from "../../../../firmware/time/Duration.ts";
import { openAtPort } from "../../../at/AtPort.ts";
import { SystemClock } from "../../../runtime/SystemClock.ts";
import type { BytePort } from "../../../serial/BytePort.ts";
import { type PreparedModem, prepareModem } from "../prepare.ts";
import { isOlder } from "./Model.ts";
import { MODELS } from "./registry.ts";

const folder = new URL("./dialogues/", import.meta.url);

interface Dialogue {
  readonly header: ReadonlyMap<string, string>;
  readonly answers: ReadonlyMap<string, readonly string[]>;
}

function readDialogue(name: string): Dialogue {
  const header = new Map<string, string>();
  const answers = new Map<string, string[]>();
  let lines: string[] = [];
  for (const text of readFileSync(new URL(name, folder), "utf8").split("\n")) {
    const field = /^# ([a-z]+): (.*)$/.exec(text);
    if (field !== null) header.set(field[1]!, field[2]!);
    if (text.startsWith("> ")) {
      lines = [];
      answers.set(text.slice(2), lines);
    }
    if (text.startsWith("< ")) lines.push(text.slice(2));
  }
  return { header, answers };
}

/** A modem that knows its dialogue by heart and nothing else. */
class DialoguePort implements BytePort {
  readonly name = "dialogue";
  readonly pending = 0;
  readonly heard: string[] = [];
  readonly #answers: Dialogue["answers"];
  #listener: (bytes: Uint8Array) => void = () => {};

  constructor(answers: Dialogue["answers"]) {
    this.#answers = answers;
  }

  write(bytes: Uint8Array): void {
    const command = Buffer.from(bytes).toString("latin1").replace(/\r$/, "");
    this.heard.push(command);
    const lines = this.#answers.get(command) ?? ["ERROR"];
    queueMicrotask(() => this.#listener(Buffer.from(lines.map((line) => `\r\n${line}\r\n`).join(""), "latin1")));
  }

  drained = (): Promise<void> => Promise.resolve();
  onData(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
  }
  onGone(): void {}
  close = (): Promise<void> => Promise.resolve();
}

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

for (const name of readdirSync(folder)) {
  test(`a modem as recorded in ${name} is known, set up and proved, or refused with the right sentence`, async () => {
    const dialogue = readDialogue(name);
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
  const recorded = new Set(readdirSync(folder).map((name) => readDialogue(name).header.get("model")));
  assert.deepEqual(
    MODELS.map((model) => model.id).filter((id) => !recorded.has(id)),
    [],
  );
});

test("a model named in the clinic file is taken; a name nobody knows is refused with the names that are", async () => {
  const dialogue = readDialogue("v253.at");
  assert.equal((await prepare(dialogue, "v253")).modem.model.id, "v253");
  await assert.rejects(prepare(dialogue, "acme"), /LINE_MODEM_UNKNOWN|usr5637, cx930xx, rockwell, v253/);
});

test("1.2.9 is older than 1.2.23, and what cannot be read is not", () => {
  assert.equal(isOlder("1.2.9", "1.2.23"), true);
  assert.equal(isOlder("1.2.23", "1.2.23"), false);
  assert.equal(isOlder("1.10", "1.2.23"), false);
  assert.equal(isOlder("unknown", "1.2.23"), false);
});
