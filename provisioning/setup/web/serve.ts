import { once } from "node:events";
import type { Server } from "node:net";
import { hostname } from "node:os";
import type { CliIo } from "../../../device/cli/Cli.ts";
import { ownCertificate } from "../../../device/web/certificate.ts";
import { redirectServer } from "../../../device/web/redirectServer.ts";
import { systemdSockets } from "../../../device/web/systemdSockets.ts";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { SetupRun } from "../openSetup.ts";
import { SetupPages } from "./server.ts";

/** On the USB cable; the units and the label say the same. */
const ADDRESS = "10.55.0.1";

/** Serves the pages until SIGTERM: on systemd's sockets, or on a port of loopback. */
export async function serveSetup(run: SetupRun, port: number | undefined, io: CliIo): Promise<number> {
  const names = [`${hostname()}.local`, "firstring.local"];
  const certificate = await ownCertificate(run.folder, { addresses: [ADDRESS, "127.0.0.1"], names }, Date.now());
  const hosts: string[] = [ADDRESS, ...names].map((name) => name.toLowerCase());
  const pages = new SetupPages({
    ...{ setup: run.setup, gate: run.client, who: run.who, certificate, hosts, used: run.used, sheet: run.sheet },
    now: () => performance.now(),
  });
  await pages.ready();
  const redirect = redirectServer(() => hosts);
  if (port === undefined) await listenOnSockets(pages.server, redirect);
  else {
    await listen(pages.server, { port, host: "127.0.0.1" });
    const address = pages.server.address();
    const at = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : port}`;
    hosts.unshift(at);
    io.stdout.write(`https://${at}/\n`);
  }
  io.stderr.write(`The set-up pages are there. Certificate (SHA-256): ${certificate.fingerprint}\n`);
  await untilSignal();
  redirect.closeAllConnections();
  redirect.close();
  await pages.close();
  return 0;
}

async function listenOnSockets(https: Server, http: Server): Promise<void> {
  const [[secure], [plain]] = [systemdSockets("https"), systemdSockets("http")];
  if (secure === undefined)
    throw new ApplianceError("PAGES_NO_SOCKET", "systemd has handed over no socket for the pages", {
      disposition: "operator",
      cure: "Start firstring-setup.target; or give a port with --port.",
    });
  await listen(https, { fd: secure });
  if (plain !== undefined) await listen(http, { fd: plain });
}

async function listen(server: Server, where: { fd: number } | { port: number; host: string }): Promise<void> {
  server.listen(where);
  await once(server, "listening");
}

function untilSignal(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => done());
  });
}
