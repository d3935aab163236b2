import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { type Duration, Milliseconds } from "../../../firmware/time/Duration.ts";
import { ByteStreamPort } from "../../serial/ByteStreamPort.ts";
import type { AudioLink } from "./VoicePort.ts";

/** 40 ms of sound on its way in the card, in periods of 20: less stutters on a busy Pi, more delays every key. */
const BUFFERING = ["--buffer-time=80000", "--period-time=20000"];
/** ALSA refuses a card in a few milliseconds. */
const OPENED_WITHIN: Duration = Milliseconds(250);
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
  const { env } = programs;
  const args = ["-D", `plughw:CARD=${card}`, ...FORMAT];
  const [record, play] = [new AlsaProgram(programs.record, args, env), new AlsaProgram(programs.play, args, env)];
  try {
    // A card that is not there, or is taken, ends them at once; sound that comes says that it is well.
    await Promise.race([Promise.all([record.failing, play.failing]), record.sounds(OPENED_WITHIN)]);
  } catch (error) {
    await Promise.all([record.end(), play.end()]);
    throw error;
  }
  const port: ByteStreamPort = new ByteStreamPort(`alsa:${card}`, {
    write: (bytes, taken) => play.write(bytes, taken),
    close: async () => {
      await Promise.all([record.end(), play.end()]);
    },
  });
  record.onSound((bytes) => port.deliver(bytes));
  for (const program of [record, play])
    program.failing.catch((error: ApplianceError) => port.lose(`the sound card has gone: ${error.message}`));
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

/** One of the two programs, from its start to its end. */
class AlsaProgram {
  /** Rejects when it ends, with what it said; pending as long as it runs. */
  readonly failing: Promise<never>;
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv | undefined) {
    const child = spawn(program, args, { stdio: "pipe", ...(env === undefined ? {} : { env }) });
    this.#child = child;
    child.stdin.on("error", () => {});
    let said = "";
    child.stderr.on("data", (bytes: Buffer) => {
      said = (said + bytes.toString("utf8")).slice(-400);
    });
    this.failing = new Promise((_, reject) => {
      child.once("error", (error) => reject(alsaFailed(program, error.message)));
      child.once("close", () => reject(alsaFailed(program, said.trim() === "" ? "it ended" : said.trim())));
    });
    this.failing.catch(() => undefined);
  }

  /** It has given some sound, or has run for so long without an error: a modem may be silent until a call is up. */
  sounds(within: Duration): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, within);
      const look = (): void => {
        // Its end is readable too, and is no sound.
        if (this.#child.stdout.readableLength === 0) return;
        clearTimeout(timer);
        this.#child.stdout.off("readable", look);
        resolve();
      };
      this.#child.stdout.on("readable", look);
    });
  }

  onSound(listener: (bytes: Buffer) => void): void {
    this.#child.stdout.on("data", listener);
  }

  write(bytes: Uint8Array, taken: (error?: Error | null) => void): void {
    this.#child.stdin.write(bytes, taken);
  }

  end(): Promise<void> {
    const child = this.#child;
    return new Promise((resolve) => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("close", () => resolve());
      child.stdin.end();
      child.kill("SIGKILL");
    });
  }
}

const alsaFailed = (program: string, why: string): ApplianceError =>
  new ApplianceError("ALSA_FAILED", `${program}: ${why}`, {
    disposition: "retry",
    cure: "Install Debian's alsa-utils, and look with `aplay -l` whether the modem's sound card is there.",
  });
