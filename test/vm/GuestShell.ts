import { connect, type Socket } from "node:net";

export interface ShellAnswer {
  readonly code: number;
  readonly output: string;
}

/** A line of a serial terminal in canonical mode holds 4095 bytes; the rest would be lost. */
const LINE = 1_000;
const MARK = "firstring-vm-mark";

/**
 * Root's shell in the guest, on the serial line where `systemd.debug_shell=` puts one. One command at a time; stdout and
 * stderr together. It is there before the services are, and it survives them.
 */
export class GuestShell {
  readonly #socket: Socket;
  #heard = "";
  #listeners = new Set<() => void>();
  #turn: Promise<unknown> = Promise.resolve();
  #commands = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      this.#heard += text;
      for (const listener of [...this.#listeners]) listener();
    });
    socket.on("error", () => {});
  }

  static open(path: string): Promise<GuestShell> {
    return new Promise((resolve, reject) => {
      const socket = connect(path, () => resolve(new GuestShell(socket)));
      socket.once("error", reject);
    });
  }

  /** Waits for the prompt of the shell, then makes it a plain one that echoes nothing. */
  async greet(withinMs: number): Promise<void> {
    // A prompt that came before we connected is asked for again by an empty line, every second until it comes.
    const ask = setInterval(() => this.#socket.write("\n"), 1_000);
    try {
      await this.#until(() => /[#$] $/.test(this.#heard), withinMs, "a shell");
    } finally {
      clearInterval(ask);
    }
    this.#socket.write("exec /bin/sh\n");
    this.#socket.write("stty -echo -onlcr; PS1=; PS2=; export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin\n");
    // Computed, so that an echo of the question is not taken for the answer.
    this.#socket.write(`echo ${MARK} $((40 + 2))\n`);
    await this.#until(() => new RegExp(`${MARK} 42\\r?\\n`).test(this.#heard), withinMs, "an answer");
    this.#heard = "";
  }

  /** Runs a script in a shell of its own. */
  run(script: string, withinMs = 300_000): Promise<ShellAnswer> {
    const turn = this.#turn.then(() => this.#run(script, withinMs));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #run(script: string, withinMs: number): Promise<ShellAnswer> {
    const n = ++this.#commands;
    const encoded =
      Buffer.from(script)
        .toString("base64")
        .match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
    this.#heard = "";
    const begin = `${MARK} begin ${n}\n`;
    const end = new RegExp(`${MARK} end ${n} (\\d+)\\n`);
    const file = `/run/vm-command-${n % 2}`;
    this.#socket.write(`base64 -d > ${file} <<'END'\n${encoded.join("\n")}\nEND\n`);
    this.#socket.write(
      `echo ${MARK} begin ${n}; sh ${file} </dev/null 2>&1; code=$?; echo; echo ${MARK} end ${n} $code\n`,
    );
    await this.#until(() => end.test(this.#heard), withinMs, `the end of: ${script.slice(0, 200)}`);
    const found = end.exec(this.#heard);
    const from = this.#heard.indexOf(begin) + begin.length;
    // The empty echo ends a last line that had no end.
    const output = this.#heard.slice(from, found?.index).replace(/\n$/, "");
    return { code: Number(found?.[1]), output };
  }

  #until(there: () => boolean, withinMs: number, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        settle();
      };
      const look = () => there() && done(resolve);
      const timer = setTimeout(
        () => done(() => reject(new Error(`guest: not within ${withinMs} ms: ${what}\n${this.#heard.slice(-2_000)}`))),
        withinMs,
      );
      this.#listeners.add(look);
      look();
    });
  }
}
