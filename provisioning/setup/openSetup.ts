import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DEFAULTS, isInstalled } from "../../device/runtime/installation.ts";
import { fingerprintIn } from "../../device/web/certificate.ts";
import { APPLY_SOCKET, type ApplyClient, type Who } from "../change/ApplyClient.ts";
import { SocketApplyClient } from "../change/SocketApplyClient.ts";
import { serialNumber } from "../gadget/serialNumber.ts";
import { tellUse } from "./mode/lastUse.ts";
import { Setup } from "./Setup.ts";
import { SETUP_PLACES, SetupStore } from "./SetupStore.ts";
import { DaemonDoor } from "./work/daemon.ts";
import type { SheetPart } from "./work/handOver.ts";
import { setupWork, sheetOf } from "./work/work.ts";

export interface SetupSettings {
  readonly state?: string | undefined;
  readonly run?: string | undefined;
  readonly config?: string | undefined;
  readonly data?: string | undefined;
  readonly apply?: string | undefined;
  readonly sys?: string | undefined;
  readonly dev?: string | undefined;
}

/** The wizard with all that it acts by, for whichever face. */
export interface SetupRun {
  readonly setup: Setup;
  readonly client: ApplyClient;
  readonly who: Who;
  /** Code or passphrase are asked for. */
  readonly needsEntry: boolean;
  readonly serial: string;
  /** Where the pages' certificate is. */
  readonly folder: string;
  readonly used: () => void;
  readonly sheet: () => Promise<readonly SheetPart[] | undefined>;
}

/** `root`: at the box's own keyboard, where root needs nobody's leave. */
const isRoot = (settings: SetupSettings, by: Who["by"]): boolean =>
  by === "command-line" && settings.apply === undefined && isInstalled && process.getuid?.() === 0;

export async function openSetup(settings: SetupSettings, by: Who["by"]): Promise<SetupRun> {
  const state = settings.state ?? SETUP_PLACES.state;
  const secrets = settings.run ?? SETUP_PLACES.secrets;
  const store = new SetupStore({ state, secrets, clinicFile: settings.config ?? SETUP_PLACES.clinicFile });
  const root = isRoot(settings, by);
  // Loaded only there: it meets systemd and the kernel.
  const client = root
    ? (await import("./rootClient.ts")).rootClient()
    : new SocketApplyClient(settings.apply ?? APPLY_SOCKET);
  const who: Who = { by };
  const daemon = new DaemonDoor(settings.data ?? DEFAULTS.data);
  const box = {
    serial: serialNumber(),
    hostname: hostname(),
    version: version(),
    fingerprint: () => fingerprintIn(state),
  };
  const sheet = { ...box, daemon };
  const usb = {
    ...(settings.sys === undefined ? {} : { sys: settings.sys }),
    ...(settings.dev === undefined ? {} : { dev: settings.dev }),
  };
  const setup = new Setup({
    store,
    now: () => Date.now(),
    work: setupWork({ ...sheet, client, store, usb, who, folder: join(state, "modems") }),
  });
  return {
    ...{ setup, client, who, serial: sheet.serial, folder: state, needsEntry: !root },
    used: () => tellUse(secrets),
    sheet: () => sheetOf(sheet, setup.state, Date.now()),
  };
}

const version = (): string =>
  (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version;
