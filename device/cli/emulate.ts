import { runGsmEmulatorCli } from "../emulator/gsm/main.ts";
import { runVoiceEmulatorCli } from "../emulator/voice/main.ts";
import { type CliIo, UsageError } from "./Cli.ts";

const HELP = `firstring emulate voice-modem|gsm-modem [--pty [--link PATH] | --tcp [PORT]] [...]

A modem emulated by its wire protocol, with its line or network, for rehearsal and tests. --help after the name says more.
`;

export async function emulateCommand(args: readonly string[], io: CliIo): Promise<number> {
  const [modem, ...rest] = args;
  if (modem === "voice-modem") return (await runVoiceEmulatorCli(rest)) ?? 0;
  if (modem === "gsm-modem") return (await runGsmEmulatorCli(rest)) ?? 0;
  if (modem === undefined || modem === "--help" || modem === "-h") {
    io.stdout.write(HELP);
    return modem === undefined ? 2 : 0;
  }
  throw new UsageError(`there is no emulated '${modem}'; there are voice-modem and gsm-modem`);
}
