import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { parse } from "yaml";
import {
  ackTopic,
  alertPayload,
  alertTopic,
  digestPayload,
  digestTopic,
  healthPayload,
  healthTopic,
  readAckCommand,
  statePayload,
  stateTopic,
} from "./mqttTopics.ts";

interface Message {
  readonly payload: { readonly required: readonly string[]; readonly properties: Readonly<Record<string, unknown>> };
  readonly examples: readonly { readonly payload: unknown }[];
}

interface Document {
  readonly channels: Readonly<
    Record<string, { readonly address: string; readonly parameters: Readonly<Record<string, unknown>> }>
  >;
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
}

const document = parse(readFileSync(new URL("../../docs/asyncapi.yaml", import.meta.url), "utf8"), {
  merge: true,
}) as Document;
const PLACE = { topic: "firstring", site: "rosewood" };
const AT = Date.parse("2026-11-24T08:14:30Z");
const filled = (address: string): string =>
  address
    .replace("{topic}", "firstring")
    .replace("{site}", "rosewood")
    .replace("{ref}", "7Q4K")
    .replace("{fault}", "SMS_NOT_REGISTERED");

test("the topics are those of the document", () => {
  const ours = {
    state: stateTopic(PLACE),
    alert: alertTopic(PLACE, "7Q4K"),
    health: healthTopic(PLACE, "SMS_NOT_REGISTERED"),
    ack: ackTopic(PLACE),
    digest: digestTopic(PLACE),
  };
  for (const [name, topic] of Object.entries(ours)) {
    const channel = document.channels[name]!;
    assert.equal(topic, filled(channel.address));
    for (const [, parameter] of channel.address.matchAll(/\{(\w+)\}/g))
      assert(parameter! in channel.parameters, `${name} explains ${parameter}`);
  }
});

const people = { takenBy: "chen", takenAt: AT, closedBy: "chen", closedAt: AT };
const FIRST = { policy: "urgent", step: 1 };
const KIN = { linkedTo: "7Q4K", calls: 2 };
const SAID: readonly (readonly [string, string])[] = [
  ["state", statePayload("online", AT, { ready: "on", message: "off", urgent: "off", fault: "blink" })],
  ["state", statePayload("lost")],
  ["alert", alertPayload({ ref: "7Q4K", urgency: "urgent", state: "open", raisedAt: AT, ...FIRST, paged: ["chen"] })],
  [
    "alert",
    alertPayload({
      ...{ ref: "7Q4K", urgency: "urgent", state: "closed", raisedAt: AT, paged: [] },
      ...FIRST,
      ...people,
    }),
  ],
  ["alert", alertPayload({ ref: "9P2T", urgency: "urgent", state: "open", raisedAt: AT, ...FIRST, ...KIN, paged: [] })],
  [
    "health",
    healthPayload(
      {
        code: "SMS_NOT_REGISTERED",
        active: true,
        where: "mobile",
        since: AT,
        detail: "the modem is in service, but no network has taken it",
        places: ["mobile"],
      },
      AT + 20_000,
    ),
  ],
  [
    "digest",
    digestPayload({
      ...{ opensAt: Date.parse("2026-11-24T14:00:00Z"), since: Date.parse("2026-11-23T14:00:00Z") },
      ...{ messages: 3, urgent: 1, open: 0 },
    }),
  ],
];

test("every payload has what the document requires, and nothing that it does not name", () => {
  for (const [name, text] of SAID) {
    const { payload } = document.components.messages[name]!;
    const keys = Object.keys(JSON.parse(text) as object);
    for (const key of payload.required) assert(keys.includes(key), `${name} lacks ${key}`);
    for (const key of keys) assert(key in payload.properties, `${name} has ${key}, which is not documented`);
  }
});

test("the document's examples are what we say", () => {
  for (const [name, text] of [SAID[0]!, SAID[2]!, SAID[5]!, SAID[6]!])
    assert.deepEqual(JSON.parse(text), document.components.messages[name]!.examples[0]!.payload);
  assert.deepEqual(readAckCommand(JSON.stringify(document.components.messages["ack"]!.examples[0]!.payload)), {
    ref: "7Q4K",
    person: "chen",
  });
});

test("what a fault's detail says of a number stays in the box", () => {
  const news = { code: "SMS_SIM_SWAPPED", active: true, where: "mobile", since: AT, places: ["mobile"] };
  const text = healthPayload({ ...news, detail: "SIM 89014103211118510720, number +13125550142" }, AT);
  assert.ok(!/\d{5}/.test(text.replace(/"(since|at)":"[^"]*"/g, "")), text);
  assert.ok(!("detail" in JSON.parse(healthPayload({ ...news, active: false, detail: "x" }, AT))));
});

test("an alert that was taken and is open again does not name its old taker as the one who has it", () => {
  const text = alertPayload({
    ref: "7Q4K",
    urgency: "urgent",
    state: "open",
    raisedAt: AT,
    ...FIRST,
    paged: ["patel"],
    takenBy: "chen",
    takenAt: AT,
  });
  assert(!text.includes("takenBy"));
});

test("any command is read or refused, never a throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) =>
      assert.equal(readAckCommand(text), undefined),
    ),
  );
});
