import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { ByteStreamPort } from "../../serial/ByteStreamPort.ts";
import type { AudioLink } from "./VoicePort.ts";

/** 40 ms of sound on its way in the card, in periods of 20: less stutters on a busy Pi, more delays every key. */
const BUFFERING = ["--buffer-time=80000", "--period-time=20000"];
const FORMAT = ["-q", "-t", "raw", "-f", "S16_LE", "-r", "8000", "-c", "1", ...BUFFERING];

/** The programs of Debian's alsa-utils, and what runs them: another one for a test's own card. */
export interface AlsaPrograms {
  readonly record: string;
  readonly play: string;
  readonly env?: NodeJS.ProcessEnv;
}

const PROGRAMS: AlsaPrograms = { record: "arecord", play: "aplay" };

/**
 * A modem that is a USB sound card (Quectel's `Android`), by ALSA's own two programs: they resample where a card knows no
 * 8000 Hz (`plughw`), and a card that vanishes ends them instead of us. Rejects with ApplianceError.
 */
export async function openAlsaAudio(card: string, programs: AlsaPrograms = PROGRAMS): Promise<AudioLink> {
  const device = `plughw:CARD=${card}`;
  const record = await start(programs.record, ["-D", device, ...FORMAT], programs);
  let play: ChildProcessWithoutNullStreams;
  try {
    play = await start(programs.play, ["-D", device, ...FORMAT], programs);
  } catch (error) {
    await end(record);
    throw error;
  }
  const port: ByteStreamPort = new ByteStreamPort(`alsa:${card}`, {
    write: (bytes, taken) => void play.stdin.write(bytes, taken),
    close: async () => {
      await Promise.all([end(record), end(play)]);
    },
  });
  record.stdout.on("data", (bytes: Buffer) => port.deliver(bytes));
  play.stdin.on("error", () => {});
  for (const child of [record, play]) child.once("close", () => port.lose("the sound card has gone"));
  let listener: ((bytes: Uint8Array) => void) | undefined;
  port.onData((bytes) => listener?.(bytes));
  port.onGone(() => {});
  return {
    port,
    listen: (wanted) => {
      listener = wanted;
    },
    release: () => port.close(),
  };
}

function start(
  program: string,
  args: readonly string[],
  { env }: AlsaPrograms,
): Promise<ChildProcessWithoutNullStreams> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "pipe", ...(env === undefined ? {} : { env }) });
    let said = "";
    child.stderr.on("data", (bytes: Buffer) => {
      said = (said + bytes.toString("utf8")).slice(-400);
    });
    const failed = (why: string): void =>
      reject(
        new ApplianceError("ALSA_FAILED", `${program}: ${why}`, {
          disposition: "retry",
          cure: "Install Debian's alsa-utils, and look with `aplay -l` whether the modem's sound card is there.",
        }),
      );
    child.once("error", (error) => failed(error.message));
    child.once("close", () => failed(said.trim() === "" ? "it ended at once" : said.trim()));
    child.once("spawn", () => resolve(child));
  });
}

function end(child: ChildProcessWithoutNullStreams): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("close", () => resolve());
    child.stdin.end();
    child.kill("SIGKILL");
  });
}
