import net from "node:net";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { isInstalled } from "../runtime/installation.ts";
import { LineReader } from "./LineReader.ts";

export interface ControlClient {
  send(value: { readonly do: string; readonly [key: string]: unknown }): void;
  close(): void;
  /** Resolves when the server has ended the conversation or we have. */
  readonly ended: Promise<void>;
}

/** Rejects with NOT_RUNNING when nobody serves that socket. */
export function connectControl(
  path: string,
  onMessage: (message: Record<string, unknown>) => void,
): Promise<ControlClient> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(path);
    const ended = new Promise<void>((end) => socket.once("close", () => end()));
    const reader = new LineReader((line) => onMessage(JSON.parse(line) as Record<string, unknown>));
    socket.on("data", (bytes) => reader.push(bytes));
    socket.once("error", (cause) =>
      reject(
        new ApplianceError("NOT_RUNNING", "FirstRing is not running on this data directory", {
          disposition: "operator",
          cure: isInstalled
            ? "Start it: systemctl start firstring. What it says: journalctl -u firstring"
            : "Start it with `npm start` (or `firstring run`), or name its directory with --data.",
          cause,
        }),
      ),
    );
    socket.once("connect", () =>
      resolve({ send: (value) => socket.write(`${JSON.stringify(value)}\n`), close: () => socket.destroy(), ended }),
    );
  });
}
