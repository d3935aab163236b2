import type { Rung } from "../../../firmware/health/RecoveryRules.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { Seconds } from "../../../firmware/time/Duration.ts";
import type { OpenBytePort } from "../../serial/BytePort.ts";
import { canReauthorise, POWER_OFF, reauthorise, switchPower } from "../../usb/UsbPower.ts";
import type { ModemSession } from "./ModemSession.ts";
import type { GsmModel } from "./models/Model.ts";
import { plain27007 } from "./models/registry.ts";

/** Switching the radio off waits for the network to be told. */
const RADIO_WITHIN = Seconds(15);
const RESET_WITHIN = Seconds(5);

export interface RecoveryTools {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly session: ModemSession | undefined;
  /** As it was known when it was in service last. */
  readonly model: GsmModel | undefined;
  /** The AT port's name, where it was last. */
  readonly at: string | undefined;
  readonly openPort: OpenBytePort;
  readonly socket: string | undefined;
  readonly powerSwitch: string | undefined;
  readonly sys: string | undefined;
  closeSession(): Promise<void>;
  /** True when the port is open. */
  reopen(): Promise<boolean>;
}

/** What can be done to this modem at this moment. */
export function canRecoverBy({
  session,
  socket,
  powerSwitch,
  sys,
}: Pick<RecoveryTools, "session" | "socket" | "powerSwitch" | "sys">): readonly Rung[] {
  return [
    "reinit",
    "reopen",
    ...(session === undefined ? [] : (["radio"] as const)),
    "reset",
    ...(socket !== undefined && canReauthorise(socket, sys) ? (["usb"] as const) : []),
    ...(powerSwitch === undefined ? [] : (["power"] as const)),
  ];
}

/** Does it, and says whether it could be done; whether it has helped is seen by the modem being in service again. */
export async function performRung(rung: Rung, tools: RecoveryTools): Promise<boolean> {
  const { session, clock, signal } = tools;
  switch (rung) {
    case "reinit":
      if (session === undefined) return tools.reopen();
      session.reinit();
      return true;
    case "reopen":
      return tools.reopen();
    case "radio":
      return session !== undefined && radioOffAndOn(session);
    case "reset":
      return reset(tools);
    case "usb":
      if (tools.socket === undefined) return false;
      await tools.closeSession();
      await reauthorise(tools.socket, { clock, signal, ...(tools.sys === undefined ? {} : { sys: tools.sys }) });
      return true;
    case "power":
      if (tools.powerSwitch === undefined) return false;
      await tools.closeSession();
      await switchPower(tools.powerSwitch, POWER_OFF, { clock, signal });
      return true;
  }
}

async function radioOffAndOn(session: ModemSession): Promise<boolean> {
  const off = await session.at.command({ text: "AT+CFUN=0", timeout: RADIO_WITHIN });
  const on = await session.at.command({ text: "AT+CFUN=1", timeout: RADIO_WITHIN });
  session.reinit();
  return off.kind === "ok" && on.kind === "ok";
}

/** Asked of a modem that answers; written also to one that does not: it may still listen. */
async function reset(tools: RecoveryTools): Promise<boolean> {
  const { session, model } = tools;
  const { texts } = (model ?? plain27007).reset;
  const asked = session !== undefined && (await resetByCommand(session, texts));
  await tools.closeSession();
  if (asked) return true;
  return tools.at !== undefined && resetBlindly(tools.at, texts, tools);
}

/** True when one was accepted, or the modem went before it could say so. */
async function resetByCommand(session: ModemSession, texts: readonly string[]): Promise<boolean> {
  for (const text of texts) {
    const outcome = await session.at.command({ text, timeout: RESET_WITHIN });
    if (outcome.kind === "ok") return true;
    if (outcome.kind !== "refused") return false;
  }
  return false;
}

async function resetBlindly(
  at: string,
  texts: readonly string[],
  { openPort, signal }: RecoveryTools,
): Promise<boolean> {
  const port = await openPort(at, signal);
  // ESC leaves an entry that an earlier process began.
  port.write(Buffer.from(texts.map((text) => `\x1b${text}\r`).join(""), "latin1"));
  // A modem that takes no byte any more must not keep its port ours: nobody could open it again.
  const givenUp = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => givenUp.resolve(), { once: true });
  try {
    await Promise.race([port.drained(), givenUp.promise]);
  } finally {
    await port.close();
  }
  return !signal.aborted;
}
