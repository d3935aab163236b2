import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { BytePort, OpenBytePort } from "./BytePort.ts";
import { openSerialPort } from "./openSerialPort.ts";
import { openTcpPort } from "./openTcpPort.ts";

/** Opens `/dev/…` or `tcp://host:port`, as the clinic file names it. Rejects with an ApplianceError that says what to do. */
export const openPort: OpenBytePort = async (spec: string, signal?: AbortSignal): Promise<BytePort> => {
  if (spec.startsWith("tcp://")) return openTcpPort(spec, signal);
  if (spec.startsWith("/")) return openSerialPort(spec, signal);
  throw new ApplianceError("PORT_SPEC", `"${spec}" is not a port`, {
    disposition: "operator",
    cure: "Name a device such as /dev/firstring/front, or tcp://host:port.",
  });
};
