import {
  closeSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { newState, type SetupState, setupStateSchema } from "./core/SetupState.ts";

export interface SetupPlaces {
  /** The answers so far. */
  readonly state: string;
  /** PINs and passwords until they are handed over: a folder in memory (tmpfs), never on the card. */
  readonly secrets: string;
  /** The clinic file that is in force. */
  readonly clinicFile: string;
}

export const SETUP_PLACES: SetupPlaces = {
  state: "/var/lib/firstring-setup",
  secrets: "/run/firstring-setup",
  clinicFile: "/etc/firstring/clinic.yaml",
};

const STATE_FILE = "answers.json";
const SECRETS_FILE = "secrets.json";

/**
 * What the wizard remembers, read anew each time: the pages and the serial console are two processes with the same answers,
 * and either may be restarted at any moment.
 */
export class SetupStore {
  readonly #places: SetupPlaces;

  constructor(places: SetupPlaces = SETUP_PLACES) {
    this.#places = places;
  }

  /** Never throws for what it finds: answers that cannot be read are begun anew from the file in force. */
  load(): SetupState {
    const inForce = this.#clinicFile();
    const kept = this.#kept();
    if (kept === undefined) return newState(inForce);
    // By a stick or by hand the box has another file now, and nothing here waits to be put into force.
    if (inForce !== undefined && kept.applied !== inForce && kept.text === kept.applied)
      return { ...newState(inForce), done: kept.done };
    const { applied: _, ...rest } = kept;
    return inForce === undefined ? rest : { ...rest, applied: inForce };
  }

  /** What could not be read again would take all answers before it along. */
  save(state: SetupState): void {
    const [issue] = setupStateSchema.safeParse(state).error?.issues ?? [];
    if (issue !== undefined)
      throw new ApplianceError(
        "SETUP_NOT_KEPT",
        `the answer could not be kept (${issue.path.join(".")}: ${issue.message})`,
        { disposition: "operator", cure: "Answer more briefly. What was answered before is kept." },
      );
    replaceFile(this.#places.state, STATE_FILE, JSON.stringify(state));
  }

  /** Begins anew; what is in force stays so. */
  forget(): void {
    rmSync(join(this.#places.state, STATE_FILE), { force: true });
    rmSync(join(this.#places.secrets, SECRETS_FILE), { force: true });
  }

  get secrets(): Readonly<Record<string, string>> {
    try {
      const read: unknown = JSON.parse(readFileSync(join(this.#places.secrets, SECRETS_FILE), "utf8"));
      return isTexts(read) ? read : {};
    } catch {
      return {};
    }
  }

  addSecrets(added: Readonly<Record<string, string>>): void {
    replaceFile(this.#places.secrets, SECRETS_FILE, JSON.stringify({ ...this.secrets, ...added }));
  }

  /** They are where they belong now; what was typed meanwhile is not. */
  forgetSecrets(handedOver: Readonly<Record<string, string>>): void {
    const left = Object.entries(this.secrets).filter(([name, value]) => handedOver[name] !== value);
    if (left.length === 0) rmSync(join(this.#places.secrets, SECRETS_FILE), { force: true });
    else replaceFile(this.#places.secrets, SECRETS_FILE, JSON.stringify(Object.fromEntries(left)));
  }

  #kept(): SetupState | undefined {
    try {
      const read = setupStateSchema.safeParse(JSON.parse(readFileSync(join(this.#places.state, STATE_FILE), "utf8")));
      return read.success ? (read.data as SetupState) : undefined;
    } catch {
      return undefined;
    }
  }

  #clinicFile(): string | undefined {
    try {
      return readFileSync(this.#places.clinicFile, "utf8");
    } catch {
      return undefined;
    }
  }
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === "object" && value !== null && Object.values(value).every((one) => typeof one === "string");

/** The old one or the new one, whenever the power goes. */
function replaceFile(folder: string, name: string, text: string): void {
  // Of this process: the pages and the serial console may answer at the same moment.
  const part = join(folder, `${name}.${process.pid}.part`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = openSync(part, "w", 0o600);
    try {
      // A disk that is nearly full takes a part of it, and that is no error yet.
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      // Root at the keyboard leaves it to the wizard's own user.
      if (process.getuid?.() === 0) {
        const { gid, uid } = statSync(folder);
        fchownSync(file, uid, gid);
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, join(folder, name));
  } catch (cause) {
    rmSync(part, { force: true });
    throw new ApplianceError(
      "SETUP_NOT_KEPT",
      `the answer could not be kept (${(cause as NodeJS.ErrnoException).code})`,
      {
        disposition: "operator",
        cure: `See that ${folder} can be written and that the card is not full, then answer again.`,
        cause,
      },
    );
  }
}
