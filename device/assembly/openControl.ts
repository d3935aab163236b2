import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { type ControlHandler, ControlServer } from "../control/ControlServer.ts";
import { socketPath } from "../control/socketPath.ts";
import { makeDirectory } from "../runtime/makeDirectory.ts";
import type { ApplianceOptions } from "./ApplianceOptions.ts";

/** A second FirstRing on the same data is refused; a disk that takes no directory and no socket does not stop the box. */
export async function openControl(
  { dataDirectory, log }: ApplianceOptions,
  handler: ControlHandler,
): Promise<ControlServer | undefined> {
  try {
    makeDirectory(dataDirectory);
  } catch (error) {
    log.warn({ error: String(error) }, "the data directory cannot be made");
  }
  try {
    return await ControlServer.listen(socketPath(dataDirectory, "control"), handler);
  } catch (error) {
    if (isApplianceError(error)) throw error;
    log.warn({ error: String(error) }, "no control socket: `firstring status` cannot ask this run");
    return undefined;
  }
}

/** What a technician's wizard may ask (device/setup/): open to the box's group, because it asks for little. */
export async function openSetup(
  { dataDirectory, log }: ApplianceOptions,
  handler: ControlHandler,
): Promise<ControlServer | undefined> {
  try {
    return await ControlServer.listen(socketPath(dataDirectory, "setup"), handler, "group");
  } catch (error) {
    log.warn({ error: String(error) }, "no set-up socket: the wizard cannot try out this run");
    return undefined;
  }
}
