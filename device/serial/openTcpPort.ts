import { connect, type Socket } from "node:net";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { BytePort } from "./BytePort.ts";
import { ByteStreamPort } from "./ByteStreamPort.ts";

/** A port server on the clinic's own network answers in milliseconds, or it is not there. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Finds a port server that lost its power: the kernel asks after so long without a byte. */
const KEEP_ALIVE_MS = 10_000;
const CLOSE_TIMEOUT_MS = 1_000;

/** `tcp://host:port`: a serial port server, or an emulated modem. Every write leaves at once (no Nagle). */
export async function openTcpPort(spec: string, signal?: AbortSignal): Promise<BytePort> {
  signal?.throwIfAborted();
  const { host, port } = parse(spec);
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
  await connected(socket, spec, signal);
  const bytePort = new ByteStreamPort(spec, {
    write: (bytes, taken) => void socket.write(bytes, taken),
    close: () => closeSocket(socket),
  });
  socket.on("data", (bytes) => bytePort.deliver(bytes));
  socket.on("error", (error) => bytePort.lose(error.message));
  socket.on("end", () => bytePort.lose("the other end closed the connection"));
  socket.on("close", () => bytePort.lose("connection closed"));
  return bytePort;
}

function parse(spec: string): { host: string; port: number } {
  const match = /^tcp:\/\/(?:\[([0-9A-Fa-f:]+)\]|([^/:\s]+)):(\d{1,5})\/?$/.exec(spec);
  const port = Number(match?.[3]);
  if (!match || port < 1 || port > 65_535) {
    throw new ApplianceError("PORT_SPEC", `"${spec}" is not a TCP port`, {
      disposition: "operator",
      cure: "Write it as tcp://host:port, for example tcp://127.0.0.1:7001.",
    });
  }
  return { host: match[1] ?? match[2]!, port };
}

function connected(socket: Socket, spec: string, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (outcome: () => void): void => {
      clearTimeout(timer);
      socket.off("error", failed);
      signal?.removeEventListener("abort", aborted);
      outcome();
    };
    const failed = (error: Error): void =>
      end(() => {
        socket.on("error", () => undefined);
        socket.destroy();
        reject(unreachable(spec, error));
      });
    const aborted = (): void => failed(new Error("given up"));
    const timer = setTimeout(
      () => failed(new Error(`no answer in ${CONNECT_TIMEOUT_MS / 1000} s`)),
      CONNECT_TIMEOUT_MS,
    );
    socket.once("error", failed);
    socket.once("connect", () => end(resolve));
    signal?.addEventListener("abort", aborted, { once: true });
  });
}

const unreachable = (spec: string, error: Error): ApplianceError =>
  new ApplianceError("PORT_MISSING", detail.notReached({ port: spec, why: error.message }), {
    disposition: "retry",
    cure: detail.checkServer(),
    cause: error,
  });

/** What was written last still goes out, but a peer that does not read cannot hold up the closing. */
function closeSocket(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), CLOSE_TIMEOUT_MS);
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.destroySoon();
  });
}
