import assert from "node:assert/strict";
import { test } from "node:test";
import { Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import { onGsmRig } from "../../../test/harness/onGsmRig.ts";

for (const model of ["sim7600", "ec25", "huawei-ddtmf"] as const) {
  test(`${model}: a key that the modem reports at once, while its tone is held up for long, was pressed once`, () =>
    onGsmRig(
      async (rig) => {
        const call = rig.rings([{ call: { number: "3125550142" } }, { waits: 6_000 }, { hangsUp: {} }]);
        await rig.until("answered");
        await rig.passes(Seconds(1));
        void rig.press("1");
        await rig.passes(Milliseconds(30));
        rig.emulator.stallAudio(600);
        await rig.finished(call);
        const keys = rig.of("digitReceived").map(({ digit, source }) => `${digit} ${source}`);
        assert.deepEqual(keys, ["1 modem"], rig.story());
      },
      { model, voice: { keyLateMs: 20 } },
    ));
}
