import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import net from "node:net";
import { pipeline } from "node:stream/promises";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";

/** firstring-stick-backup.socket: who connects has one backup written onto the stick (provisioning/stick/writeBackup.sh). */
export const STICK_SOCKET = "/run/firstring-stick-backup.sock";

export interface StickDelivery {
  /** The file to write, closed and complete. */
  readonly file: string;
  /** Its name on the stick. */
  readonly name: string;
  /** How many backups of this clinic stay on the stick; 0: all. */
  readonly keep: number;
  readonly socket?: string;
  readonly say: (words: string) => void;
}

/** Why not, by the word in front of the answer, and what to do. */
const CURES: Readonly<Record<string, string>> = {
  none: detail.plugStick(),
  several: detail.leaveOneStick(),
  unreadable: detail.formatStick(),
  full: detail.emptyStick(),
  large: detail.useDisk(),
  there: detail.tryInASecond(),
  differs: detail.leaveStickIn(),
};

/** Resolves when the stick has it and it has been read back; with what the stick says, in words. */
export async function sendToStick({ file, name, keep, socket: path, say }: StickDelivery): Promise<string> {
  const bytes = statSync(file).size;
  const sum = await sha256(file);
  await using stick = await StickLine.open(path ?? STICK_SOCKET);
  stick.socket.write(`${sum} ${bytes} ${keep} ${name}\n`);
  let answer = await stick.line();
  if (answer === "ready") {
    say(`Writing ${(bytes / 1e6).toFixed(1)} MB onto the stick, and reading it back …`);
    // It goes on to its end whatever happens to the stick; the answer says what did.
    await pipeline(createReadStream(file), stick.socket).catch(() => {});
    answer = await stick.line();
  }
  const [code = "", ...words] = (answer ?? "").split(" ");
  if (code === "done") return words.join(" ");
  throw stickTrouble(code, words.join(" "));
}

const stickTrouble = (code: string, words: string): ApplianceError =>
  new ApplianceError("BACKUP_FAILED", words === "" ? detail.stickSilent() : detail.stickHasNone({ why: words }), {
    disposition: "operator",
    cure: CURES[code] ?? detail.waitAMinute(),
  });

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** A stream that is written to its end, and read line by line. */
class StickLine implements AsyncDisposable {
  readonly socket: net.Socket;
  readonly #ended: Promise<void>;
  #text = "";

  private constructor(socket: net.Socket) {
    this.socket = socket;
    socket.on("error", () => {});
    socket.setEncoding("utf8").on("data", (text) => {
      this.#text += String(text);
    });
    this.#ended = new Promise((resolve) => {
      for (const end of ["end", "close"]) socket.once(end, () => resolve());
    });
  }

  static open(path: string): Promise<StickLine> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ path, allowHalfOpen: true });
      socket.once("connect", () => resolve(new StickLine(socket)));
      socket.once("error", (cause: NodeJS.ErrnoException) =>
        reject(
          new ApplianceError("BACKUP_FAILED", detail.noStickWriter({ path, code: cause.code ?? "" }), {
            disposition: "operator",
            cure: cause.code === "EACCES" ? detail.runAsRoot() : detail.onlyInstalled(),
            cause,
          }),
        ),
      );
    });
  }

  /** The next line; what there is of it when the other side ends. */
  async line(): Promise<string | undefined> {
    while (!this.#text.includes("\n")) {
      const more = new Promise<boolean>((resolve) => this.socket.once("data", () => resolve(true)));
      if (!(await Promise.race([more, this.#ended.then(() => false)]))) break;
    }
    const [line = "", ...rest] = this.#text.split("\n");
    this.#text = rest.join("\n");
    return line === "" ? undefined : line;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.#ended;
  }
}
