import assert from "node:assert/strict";
import { test } from "node:test";
import { GSM_MODELS } from "../../device/line/gsm/models/registry.ts";
import { MODELS } from "../../device/line/voice-modem/models/registry.ts";
import { MODEL_NAMES } from "../../firmware/line/modelNames.ts";

test("a clinic file may name exactly the models that there are", () => {
  assert.deepEqual(
    MODEL_NAMES["voice-modem"],
    MODELS.map(({ id }) => id),
  );
  assert.deepEqual(
    MODEL_NAMES.gsm,
    GSM_MODELS.map(({ id }) => id),
  );
});
