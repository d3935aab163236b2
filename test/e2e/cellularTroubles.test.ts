import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { ApplianceProcess } from "./ApplianceProcess.ts";
import { askedByTechnician } from "./askedByTechnician.ts";
import { codeOf, DOCTOR, House, type HouseOptions } from "./House.ts";
import { until } from "./until.ts";

/** Whole boxes side by side: they mostly wait, a network for 20 s until a person should know. */
const SIDE_BY_SIDE = 3;
const LONGEST_TEST = { timeout: 150_000 };
const PATIENCE = { withinMs: 60_000 };
/** A page that the network refused is tried again at growing distances. */
const AFTER_REPAIR = { withinMs: 60_000 };
/** A SIM is asked for again every two seconds while it keeps the modem out of service: time for several wrong ideas. */
const SEVERAL_LOOKS_MS = 7_000;

interface Trouble {
  readonly name: string;
  readonly house: HouseOptions;
  /** Once the modem is there. */
  readonly strike?: (house: House) => void;
  readonly code: string;
  /** The line of `firstring status`, the detail with it. */
  readonly says: RegExp;
  readonly repair: (house: House) => void;
  /** Tries that the card has left, of its PIN and of its PUK. */
  readonly tries?: readonly [number, number];
}

/** What lies on a SIM since somebody had it in a phone: texts that were never sent. */
const draft = "0011000B913121550510F10000AA0141";
const fillWithDrafts = ({ gsm }: House): void => {
  while (gsm.sim.storage.add(draft, 2) !== undefined);
};
const throwDraftsAway = ({ gsm }: House): void => {
  for (const { index } of gsm.sim.storage.all()) gsm.sim.storage.remove(index);
};

const TROUBLES: readonly Trouble[] = [
  {
    name: "the PIN in the clinic file is wrong",
    house: { simPin: "9999", gsm: { simPin: "1234" } },
    code: "SMS_SIM_PIN",
    says: /204 The SIM card asks for its PIN \(mobile\) \[SMS_SIM_PIN\]: /,
    repair: ({ gsm }) => gsm.swapSim({}),
    tries: [2, 10],
  },
  {
    name: "the SIM wants a PIN, and the clinic file has none",
    house: { gsm: { simPin: "1234" } },
    code: "SMS_SIM_PIN",
    says: /\[SMS_SIM_PIN\]: no PIN is given in the clinic file/,
    repair: ({ gsm }) => gsm.swapSim({}),
    tries: [3, 10],
  },
  {
    name: "the SIM is locked and wants its PUK",
    house: { simPin: "1234", gsm: { simPin: "1234" } },
    strike: ({ gsm }) => gsm.lockSim(),
    code: "SMS_SIM_PUK",
    says: /205 The SIM card is locked and asks for its PUK \(mobile\)/,
    repair: ({ gsm }) => gsm.swapSim({}),
    tries: [0, 10],
  },
  {
    name: "the network bars the SIM",
    house: {},
    strike: ({ gsm }) => gsm.setRegistration(3),
    code: "SMS_BARRED",
    says: /208 The network refuses this SIM card \(mobile\)[\s\S]*the contract has ended/,
    repair: ({ gsm }) => gsm.setRegistration(1),
  },
  {
    name: "there is no network",
    house: {},
    strike: ({ gsm }) => gsm.setRegistration(2),
    code: "SMS_NOT_REGISTERED",
    says: /207 No cellular network \(mobile\)[\s\S]*Check the antenna/,
    repair: ({ gsm }) => gsm.setRegistration(1),
  },
];

/** The analog line answers an urgent call to its end, and keeps it: its code. */
async function answersOnTheOtherLine(house: House, appliance: ApplianceProcess): Promise<string> {
  const report = await house.call();
  assert.equal(report.outcome, "answered", house.story());
  assert.equal(report.offHook?.rings, 1, "before the second ring");
  const saved = await appliance.event("saved");
  assert.match(saved.text, /^saved, reference/);
  return saved.ref ?? "";
}

async function toldInPlainWords(house: House, appliance: ApplianceProcess, { code, says }: Trouble): Promise<void> {
  await until(`fault ${code}`, () => appliance.journal.some((line) => line.msg === "fault" && line.code === code), {
    ...PATIENCE,
    story: () => house.story(),
  });
  assert.equal(appliance.journal.filter((line) => line.msg === "fault" && line.code === code).length, 1, "told once");
  const told = await askedByTechnician(house.data);
  assert.match(told, says);
  assert.match(told, /What to do: /);
  assert.doesNotMatch(told, /1234|9999/, "no PIN is shown");
  assert.match(told, /Line front +ready/);
}

suite("a SIM or a network in trouble is told in plain words, and the other line answers", {
  concurrency: SIDE_BY_SIDE,
}, () => {
  for (const trouble of TROUBLES) {
    test(
      `${trouble.name}: told, no try is wasted, calls are taken, and the page goes once it is mended`,
      LONGEST_TEST,
      async () => {
        await using house = await House.build(trouble.house);
        trouble.strike?.(house);
        const appliance = house.spawn();
        await appliance.ready(({ lines }) =>
          lines.some(({ id, state }) => id === "front" && state.startsWith("ready")),
        );
        await toldInPlainWords(house, appliance, trouble);
        const code = await answersOnTheOtherLine(house, appliance);
        assert.deepEqual(house.paged, []);
        checkTries(house, trouble);
        trouble.repair(house);
        await until("the page", () => house.paged.includes(code), { ...AFTER_REPAIR, story: () => house.story() });
        await appliance.faultOver(trouble.code);
        assert.deepEqual([...new Set(house.paged)], [code]);
      },
    );
  }

  test("a wrong PIN is entered once: not again after a replug, a restart, or a full count", LONGEST_TEST, async () => {
    await using house = await House.build({ simPin: "9999", gsm: { simPin: "1234" } });
    const first = house.spawn();
    await first.connect();
    await first.fault("SMS_SIM_PIN");
    assert.equal(house.gsm.sim.pinTries, 2);
    await house.gsm.unplug();
    await house.gsm.replug();
    await passes(SEVERAL_LOOKS_MS);
    assert.equal(house.gsm.sim.pinTries, 2, "not after a replug");
    await first.stop();
    // Somebody enters the right one with a phone, and the clinic file stays wrong.
    house.gsm.sim.pinTries = 3;
    const second = house.spawn();
    await second.connect();
    assert.match((await second.fault("SMS_SIM_PIN")).detail ?? "", /has refused this PIN before: correct simPin/);
    await passes(SEVERAL_LOOKS_MS);
    assert.equal(house.gsm.sim.pinTries, 3, "not after a restart with all tries left");
  });

  test(
    "the SIM is full of what FirstRing may not delete: told; calls are taken and paged all the same",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ gsm: { slots: 10 } });
      fillWithDrafts(house);
      const appliance = await house.start();
      // The modem says so again and again, as each reply that does not fit makes it do.
      const says = setInterval(() => house.gsm.say("+SMS FULL"), 1_000);
      try {
        const trouble = {
          code: "SMS_STORAGE_FULL",
          says: /211 The modem's message store is full[\s\S]*10 of 10 places/,
        };
        await toldInPlainWords(house, appliance, trouble as Trouble);
      } finally {
        clearInterval(says);
      }
      const code = await answersOnTheOtherLine(house, appliance);
      assert.deepEqual(house.paged, [code]);
      house.gsm.doctorPhone(DOCTOR).sends(code);
      throwDraftsAway(house);
      house.gsm.network.pump();
      // So that its store is read now, and not at the next round.
      house.gsm.say("+SMS FULL");
      await appliance.event("taken", 0, ({ ref }) => ref === code);
      await appliance.faultOver("SMS_STORAGE_FULL");
    },
  );

  test(
    "the SIM is full of old texts: made room in before anybody has to be told, and the reply that waited arrives",
    LONGEST_TEST,
    async () => {
      await using house = await House.build({ gsm: { slots: 10 } });
      house.gsm.fillStorage();
      const appliance = await house.start();
      const code = await answersOnTheOtherLine(house, appliance);
      house.gsm.doctorPhone(DOCTOR).sends(codeOf(house.texts[0] ?? "") ?? "");
      await appliance.event("taken", 0, ({ ref }) => ref === code);
      assert.ok(
        appliance.journal.every((line) => line.code !== "SMS_STORAGE_FULL"),
        house.story(),
      );
    },
  );
});

function checkTries({ gsm }: House, { tries }: Trouble): void {
  if (tries !== undefined) assert.deepEqual([gsm.sim.pinTries, gsm.sim.pukTries], tries);
}

/** Nothing can be waited for that must not happen. */
const passes = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
