import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { connectControl } from "./ControlClient.ts";
import { socketPath } from "./socketPath.ts";

/**
 * One request to the running box and its answer; `patience` ends the waiting for one that stands still.
 * @throws ApplianceError NOT_RUNNING when nobody runs there or patience is over, REFUSED when it says no.
 */
export async function askControl(
  directory: string,
  request: { readonly do: string; readonly [key: string]: unknown },
  patience?: AbortSignal,
): Promise<Record<string, unknown>> {
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
  const client = await connectControl(socketPath(directory, "control"), (message) => {
    if ("error" in message) reject(refused(String(message["error"])));
    else resolve(message);
  });
  void client.ended.then(() => reject(refused("FirstRing ended while it was asked")));
  const over = (): void => reject(standsStill());
  patience?.addEventListener("abort", over, { once: true });
  client.send(request);
  try {
    return await promise;
  } finally {
    patience?.removeEventListener("abort", over);
    client.close();
  }
}

const refused = (why: string): ApplianceError =>
  new ApplianceError("REFUSED", why, {
    disposition: "operator",
    cure: "`firstring status` and `firstring doctor` say how the box is.",
  });

const standsStill = (): ApplianceError =>
  new ApplianceError("NOT_RUNNING", "FirstRing is there and does not answer", {
    disposition: "retry",
    cure: "It is started anew by itself within a minute, where it stands still; then try again.",
  });
