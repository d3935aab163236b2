/**
 * vgetty as a telephone answering machine at an emulated modem: its configuration, spool and logs in a folder of its own,
 * seen by it as /etc, /run and /var/log in a mount namespace of its own. The machine's folders are not touched.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { writeWav } from "../../device/audio/wav.ts";
import { type DebianProgram, debianFiles } from "./debianPrograms.ts";
import { findMountNamespace } from "./mountNamespace.ts";

const run = promisify(execFile);

export interface VgettyPrograms {
  readonly vgetty: DebianProgram;
  readonly wavtopvf: DebianProgram;
  readonly pvftormd: DebianProgram;
}

/** Which of its V.253 dialects; its own detection takes both modems for older ones. */
export type VgettyDialect = "forceV253" | "forceV253subset";

/** The header of a .rmd file: "RMD1", the driver's name, compression, speed, bits (mgetty voice/include/voclib). */
const RMD_HEADER_BYTES = 32;
const TEMPLATE = "usr/share/mgetty/templates/etc/voice.conf";
const STARTED_WITHIN_MS = 30_000;
const ENDED_WITHIN_MS = 30_000;

/** Root may have one at once (not in every container); anybody may in a user namespace, where the kernel allows it. */
const NAMESPACES: readonly (readonly string[])[] = process.getuid?.() === 0 ? [["-m"], ["-rm"]] : [["-rm"]];

/** The flags of `unshare` that give a mount namespace here, or a sentence why there is none. */
export const findNamespace = (): Promise<readonly string[] | string> =>
  findMountNamespace("vgetty needs a mount namespace of its own (its /etc/mgetty is fixed)", NAMESPACES);

export class VgettyStation {
  readonly folder: string;
  readonly #programs: VgettyPrograms;
  readonly #namespace: readonly string[];
  #process: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #output = "";

  constructor(programs: VgettyPrograms, dialect: VgettyDialect, namespace: readonly string[]) {
    this.#programs = programs;
    this.#namespace = namespace;
    this.folder = mkdtempSync(join(tmpdir(), "firstring-vgetty-"));
    for (const path of ["etc/mgetty", "run/lock", "log/mgetty", "voice/messages", "voice/incoming"]) {
      mkdirSync(join(this.folder, path), { recursive: true });
    }
    this.#copyEtc();
    this.#configure(dialect);
  }

  /** Makes the greeting; returns its samples as vgetty will send them. */
  async recordGreeting(samples: Uint8Array): Promise<Uint8Array> {
    const wav = join(this.folder, "greeting.wav");
    const pvf = join(this.folder, "greeting.pvf");
    const rmd = join(this.folder, "voice/messages/standard.rmd");
    const { wavtopvf, pvftormd } = this.#programs;
    writeFileSync(wav, writeWav("u8", samples));
    await run(wavtopvf.path, [wav, pvf], { env: wavtopvf.env, timeout: 10_000 });
    await run(pvftormd.path, ["V253modem", "8", pvf, rmd], { env: pvftormd.env, timeout: 10_000 });
    return rmdSamples(rmd);
  }

  /** Starts it on `/dev/pts/N` and resolves when it waits for a call. */
  async start(port: string): Promise<void> {
    const { vgetty } = this.#programs;
    const script = [
      'mount --bind "$1/etc" /etc',
      'mount --bind "$1/log" /var/log',
      'mount --bind "$1/run" "$(readlink -f /run)"',
      'cd "$1"',
      'exec "$2" "$3"',
    ].join(" && ");
    const args = [...this.#namespace, "sh", "-c", script, "sh", this.folder, vgetty.path, port.replace(/^\/dev\//, "")];
    const child = spawn("unshare", args, { env: vgetty.env, stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        this.#output += text;
      });
    }
    this.#ended = new Promise((resolve) => child.once("close", () => resolve()));
    await this.#until("did not get ready", STARTED_WITHIN_MS, () => /waiting\.\.\./.test(this.log()));
  }

  /** Resolves when it has saved the call and ended, as it does after each call (init would start it again). */
  async ended(): Promise<void> {
    await this.#until("did not end after the call", ENDED_WITHIN_MS, () => this.#over());
    await this.#ended;
  }

  log(): string {
    const folder = join(this.folder, "log/mgetty");
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), "latin1"))
      .join("\n");
  }

  /** What it recorded: file names and samples. */
  recordings(): { readonly name: string; readonly samples: Uint8Array }[] {
    const folder = join(this.folder, "voice/incoming");
    return readdirSync(folder)
      .filter((name) => name.endsWith(".rmd"))
      .map((name) => ({ name: basename(name), samples: rmdSamples(join(folder, name)) }));
  }

  /** Ends it and removes its folder. */
  async close(): Promise<void> {
    if (!this.#over()) this.#process?.kill("SIGKILL");
    await this.#ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  #over(): boolean {
    return !this.#process || this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  async #until(what: string, boundMs: number, done: () => boolean): Promise<void> {
    const giveUpAt = performance.now() + boundMs;
    while (!done()) {
      if (performance.now() > giveUpAt || (this.#over() && !done())) {
        throw new Error(`vgetty ${what}. It printed: ${this.#output}\nIts log ends:\n${this.log().slice(-3000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Only what programs need to start and to look up names; the rest of the machine's /etc is none of vgetty's business. */
  #copyEtc(): void {
    for (const name of ["passwd", "group", "nsswitch.conf", "ld.so.cache", "localtime", "issue"]) {
      const from = join("/etc", name);
      if (existsSync(from)) copyFileSync(realpathSync(from), join(this.folder, "etc", name));
    }
  }

  #configure(dialect: VgettyDialect): void {
    const mgetty = [
      ...["debug 6", "speed 38400", "toggle-dtr NO", "need-dsr NO", "ignore-carrier true", "modem-type auto"],
      ...["port-owner root", "port-group root", "port-mode 0666", "autobauding NO"],
    ];
    writeFileSync(join(this.folder, "etc/mgetty/mgetty.config"), `${mgetty.join("\n")}\n`);
    writeFileSync(join(this.folder, "etc/mgetty/voice.conf"), this.#voiceConf(dialect));
  }

  #voiceConf(dialect: VgettyDialect): string {
    const path = debianFiles(TEMPLATE)
      .flatMap((file) => [file, `${file}.gz`])
      .find((file) => existsSync(file));
    if (!path) throw new Error(`the template ${TEMPLATE} of mgetty-voice is missing`);
    const bytes = readFileSync(path);
    const template = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1");
    const ours: Record<string, string> = {
      voice_log_level: "6",
      voice_dir: join(this.folder, "voice"),
      phone_group: "root",
      do_hard_flow: "false",
      rings: "1",
      answer_mode: "voice",
      message_program: "/bin/true",
      dtmf_program: "/bin/true",
      beep_length: "300",
    };
    const lines = template.split("\n").flatMap((line) => {
      const key = line.split(/\s/)[0] ?? "";
      if (key === "part" || key === "program" || key === "port") return [line];
      if (key === "command_delay") return [line, `${dialect} TRUE`];
      return key in ours ? [`${key} ${ours[key]}`] : [line];
    });
    return lines.join("\n");
  }
}

const rmdSamples = (path: string): Uint8Array => new Uint8Array(readFileSync(path).subarray(RMD_HEADER_BYTES));
