import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";
import { CellularModem } from "../line/gsm/CellularModem.ts";
import { ModemMemory } from "../line/gsm/ModemMemory.ts";
import { encodeSubmit } from "../line/gsm/pdu/Pdu.ts";
import type { LastModem } from "./LastResort.ts";

/** Below the time after which the recovery ladder resets a modem: another program may have it, and gives it back. */
const FOUND_WITHIN: Duration = Seconds(25);

export interface LastText {
  readonly to: string;
  readonly text: string;
  readonly modems: readonly (LastModem & { readonly simPin?: string })[];
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** One text over the first modem that takes it; the id of its line, or undefined when none did. */
export async function sendLastResort({ to, text, modems, clock, log }: LastText): Promise<string | undefined> {
  for (const modem of modems) if (await sendOver(modem, { to, text, clock, log })) return modem.id;
  return undefined;
}

async function sendOver(
  modem: LastText["modems"][number],
  { to, text, clock, log }: Omit<LastText, "modems">,
): Promise<boolean> {
  // Resets and PINs are remembered by the daemon; this process orders no reset, and enters a PIN only where the modem asks.
  const directory = mkdtempSync(join(tmpdir(), "firstring-last-resort-"));
  const carrier = new CellularModem({
    ...modem,
    clock,
    memory: new ModemMemory({ directory, line: modem.id, onTrouble: log }),
    onFault: (code, detail, cleared) => log(cleared ? `${code} is over` : `${code}: ${detail}`),
    log,
  });
  try {
    await carrier.start();
    if (!(await carrier.whenReady(FOUND_WITHIN))) return false;
    for (const part of encodeSubmit({ to, text }).pdus) {
      const result = await carrier.submit(part, { urgent: true });
      if (result.kind === "submitted") continue;
      log(`the text did not go over ${modem.id}: ${result.kind}`);
      return false;
    }
    return true;
  } finally {
    await carrier.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
