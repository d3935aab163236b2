import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { connectControl } from "./ControlClient.ts";
import { socketPath } from "./socketPath.ts";

/** One request to the running box and its answer. @throws ApplianceError when nobody runs there, or it says no. */
export async function askControl(
  directory: string,
  request: { readonly do: string; readonly [key: string]: unknown },
): Promise<Record<string, unknown>> {
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
  const client = await connectControl(socketPath(directory, "control"), (message) => {
    if ("error" in message) reject(refused(String(message["error"])));
    else resolve(message);
  });
  void client.ended.then(() => reject(refused("FirstRing ended while it was asked")));
  client.send(request);
  try {
    return await promise;
  } finally {
    client.close();
  }
}

const refused = (why: string): ApplianceError =>
  new ApplianceError("REFUSED", why, {
    disposition: "operator",
    cure: "`firstring status` and `firstring doctor` say how the box is.",
  });
