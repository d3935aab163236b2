import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { ApplianceError, isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { syncFolder } from "../storage/files.ts";
import { CREDENTIAL_NAME } from "./credentialName.ts";
import { destroyFile, destroyReplaced, moveSecretFile, REPLACED } from "./files.ts";

/** The folder of the box's encrypted credentials; root's alone. */
export const CREDENTIALS_FOLDER = "/etc/firstring/credentials";

/** Behind the name of one that could not be opened: nobody is given it, and it is not lost. */
const ASIDE = ".unreadable";

/**
 * Encrypted credentials of the box (systemd-creds(1)), each a file that only this box can open. Without a TPM the key to them
 * lies on the same card: they protect a copy of these files, not a stolen card.
 */
export class Credentials {
  readonly #folder: string;

  constructor(folder = CREDENTIALS_FOLDER) {
    this.#folder = folder;
  }

  get names(): readonly string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => CREDENTIAL_NAME.test(name))
      .sort();
  }

  /** Names of those that were put aside. */
  get aside(): readonly string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(ASIDE))
      .map((name) => name.slice(0, -ASIDE.length))
      .filter((name) => CREDENTIAL_NAME.test(name))
      .sort();
  }

  has(name: string): boolean {
    return existsSync(this.#path(name));
  }

  /** Undefined: there is none. @throws ApplianceError CREDENTIAL_UNREADABLE */
  get(name: string): Buffer | undefined {
    return this.has(name) ? this.#open(name, this.#path(name)) : undefined;
  }

  #open(name: string, path: string): Buffer {
    return this.#run(["decrypt", `--name=${name}`, path, "-"], "", `the credential ${name} cannot be opened`);
  }

  /** The services start without it. */
  putAside(name: string): void {
    renameSync(this.#path(name), `${this.#path(name)}${ASIDE}`);
    syncFolder(this.#folder);
  }

  /** What it held is known from elsewhere. */
  forgetAside(name: string): void {
    destroyFile(`${this.#path(name)}${ASIDE}`);
  }

  /** In its place again, if it can be opened now and no other has come there: what it was sealed with may have been away for a while. */
  takeBack(name: string): boolean {
    const aside = `${this.#path(name)}${ASIDE}`;
    if (this.has(name)) return false;
    try {
      this.#open(name, aside);
    } catch (error) {
      if (!isApplianceError(error)) throw error;
      return false;
    }
    renameSync(aside, this.#path(name));
    syncFolder(this.#folder);
    return true;
  }

  /** In place of the one that was there, whole or not at all. The value goes through a pipe, never as an argument. */
  put(name: string, value: Uint8Array): void {
    if (!existsSync(this.#folder)) mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const part = `${this.#path(name)}.part`;
    destroyFile(part);
    this.#run(["encrypt", `--name=${name}`, "-", part], value, `the credential ${name} cannot be encrypted`);
    moveSecretFile(part, this.#path(name));
  }

  /** What a cut left of those that others have taken the place of. */
  destroyReplaced(): void {
    if (!existsSync(this.#folder)) return;
    for (const name of readdirSync(this.#folder))
      if (name.endsWith(REPLACED)) destroyReplaced(join(this.#folder, name.slice(0, -REPLACED.length)));
  }

  remove(name: string): void {
    destroyFile(this.#path(name));
    destroyFile(`${this.#path(name)}${REPLACED}`);
    syncFolder(this.#folder);
  }

  #path(name: string): string {
    if (CREDENTIAL_NAME.test(name)) return join(this.#folder, name);
    throw new ApplianceError("CREDENTIAL_NAME", `'${name}' is no name for a credential`, {
      disposition: "operator",
      cure: "Use letters, digits, dots, hyphens and underscores, begin with a letter, and do not end with .part, .old or .unreadable.",
    });
  }

  #run(args: readonly string[], input: string | Uint8Array, trouble: string): Buffer {
    try {
      return execFileSync("systemd-creds", args, { input, stdio: ["pipe", "pipe", "pipe"], timeout: 60_000 });
    } catch (cause) {
      const { code, stderr } = cause as NodeJS.ErrnoException & { readonly stderr?: Buffer };
      const missing = code === "ENOENT";
      const said =
        String(stderr ?? "")
          .trim()
          .split("\n")
          .at(-1) ?? "";
      throw new ApplianceError(
        "CREDENTIAL_UNREADABLE",
        missing
          ? `${trouble}: this machine has no systemd-creds`
          : `${trouble}: ${said || String(code ?? "it failed")}`,
        {
          disposition: "operator",
          cure: missing
            ? "It comes with systemd 250 and later (Debian 12). On other machines give secrets by environment variables instead."
            : "Run it as root on the box that encrypted it. A credential of another box, or of this card before it was set up anew, cannot be opened: set it again.",
        },
      );
    }
  }
}
