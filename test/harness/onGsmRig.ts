import assert from "node:assert/strict";
import type { GsmModel } from "../../device/emulator/gsm/families/registry.ts";
import type { VoiceTraits } from "../../device/emulator/gsm/voice/VoiceTraits.ts";
import { GsmRig, type GsmRigParts } from "./GsmRig.ts";

export interface OnGsmRig extends GsmRigParts {
  readonly model?: GsmModel;
  readonly voice?: Partial<VoiceTraits>;
  /** Before the modem is started. */
  readonly before?: (rig: GsmRig) => void;
}

/** A test on a cellular line that is started and, whatever happens, stopped: calls end once, and nothing is left behind. */
export async function onGsmRig(run: (rig: GsmRig) => Promise<void>, parts: OnGsmRig = {}): Promise<void> {
  const { model = "sim7600", voice = {}, before, ...rest } = parts;
  const rig = new GsmRig({ ...rest, emulator: { model, voice, ...rest.emulator } });
  before?.(rig);
  try {
    await rig.start();
    await run(rig);
  } finally {
    await rig.stop();
  }
  assert.deepEqual(rig.clock.running(), [], "a timer is left behind");
  let open = 0;
  for (const { kind } of rig.events) {
    if (kind === "answered") open += 1;
    if (kind === "released") open -= 1;
    if (open !== 0 && open !== 1) assert.fail(`${kind} out of turn\n${rig.story()}`);
  }
  assert.equal(open, 0, rig.story());
}
