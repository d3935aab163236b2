import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";
import { type EmulatedModel, emulatedModel, givesSound, hasSound } from "./emulatedModel.ts";

const FILE = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "provisioning/rehearsal/clinic.yaml");

export interface RehearsalLine {
  readonly id: string;
  readonly driver: "voice-modem" | "gsm";
  /** It can be called in the rehearsal. */
  readonly answers: boolean;
  /** A line that would answer nobody in earnest: the file says nothing of its sound, and the rehearsal had no other. */
  readonly answersHereOnly?: true;
  /** Which cellular modem is emulated. */
  readonly model?: EmulatedModel;
}

/** One of the clinic's people, who has a PIN of the rehearsal's own in it. */
export interface RehearsalPerson {
  readonly name: string;
  readonly phone: string;
  readonly pin: string;
}

/** Where a line's emulated modem is. */
export interface RehearsalPorts {
  readonly port: string;
  readonly audio?: string;
}

/** What belongs to the clinic's own hardware: none of it may be opened, switched or typed in. */
const HARDWARE = ["audio", "model", "simPin", "powerSwitch"];

/** A clinic file holds no PIN: those of a rehearsal are in the environment of its appliance. */
const pinVariable = (index: number): string => `FIRSTRING_REHEARSAL_PIN_${index + 1}`;
const FIRST_PIN = 7391;

/** The rehearsal clinic's file, or a clinic's own, made fit for emulated modems. */
export class RehearsalClinic {
  readonly #document: Document;
  readonly #file: string;

  /** @throws when the file has mistakes that `firstring check` finds: check it first. */
  constructor(file: string = FILE) {
    this.#file = file;
    this.#document = parseDocument(readFileSync(file, "utf8"));
  }

  /** A clinic that has only a SIM for its messages rehearses on it: its script is heard all the same. */
  get lines(): readonly RehearsalLine[] {
    const lines = this.#maps("lines").map(toLine);
    if (lines.some(({ answers }) => answers)) return lines;
    const chosen = lines.find(({ model }) => model !== undefined && hasSound(model));
    return lines.map((line) => (line === chosen ? { ...line, answers: true, answersHereOnly: true } : line));
  }

  /** As callers hear it. */
  get name(): string {
    return String(this.#document.getIn(["clinic", "name"]));
  }

  get timezone(): string {
    return String(this.#document.getIn(["clinic", "timezone"]));
  }

  get people(): readonly RehearsalPerson[] {
    return this.#maps("people").map((person, index) => ({
      name: String(person.get("name")),
      phone: String(person.get("phone")),
      pin: String(FIRST_PIN + index),
    }));
  }

  /** What the file's references stand for. */
  get environment(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.people.map(({ pin }, index) => [pinVariable(index), pin]));
  }

  /**
   * The file with the emulators' ports (by line id), everything else as the clinic wrote it, except what would reach outside
   * or hang on hardware: no broker (a rehearsal must not page real receivers), no SIM PIN, PINs of the rehearsal's own, no fixed model, answered at any hour
   * (`ownHours`: as the clinic does, so that in open hours it may ring out for the front desk).
   */
  text(ports: ReadonlyMap<string, RehearsalPorts>, { ownHours = false }: { readonly ownHours?: boolean } = {}): string {
    const answering = new Set(this.lines.filter(({ answers }) => answers).map(({ id }) => id));
    for (const line of this.#maps("lines")) {
      const id = String(line.get("id"));
      const { port, audio } = ports.get(id) ?? {};
      for (const key of HARDWARE) line.delete(key);
      line.set("port", port);
      if (audio !== undefined && answering.has(id)) line.set("audio", audio);
    }
    for (const [index, person] of this.#maps("people").entries()) person.set("pin", `\${env:${pinVariable(index)}}`);
    if (!ownHours) {
      this.#document.setIn(["hours", "answer"], "always");
      this.#document.deleteIn(["hours", "overflowRing"]);
    }
    // The rehearsal's file lies elsewhere.
    for (const calendar of mapsOf(this.#document.getIn(["onCall", "calendars"]))) {
      const path = word(calendar.get("file"));
      if (path !== undefined) calendar.set("file", resolve(dirname(this.#file), path));
    }
    if (this.#document.has("mqtt")) this.#withoutBroker();
    return this.#document.toString();
  }

  #withoutBroker(): void {
    this.#document.delete("mqtt");
    const escalation = this.#document.get("escalation");
    const steps = isMap(escalation) ? escalation.items.flatMap(({ value }) => mapsOf(value)) : [];
    for (const [map, key] of [
      ...steps.map((step) => [step, "by"] as const),
      ...this.#maps("people").map((person) => [person, "notify"] as const),
    ]) {
      const ways = map.get(key);
      if (!isSeq(ways)) continue;
      ways.items = ways.items.filter((way) => !(isScalar(way) && way.value === "mqtt"));
      if (ways.items.length === 0) ways.add("sms");
    }
  }

  #maps(key: string): readonly YAMLMap[] {
    const maps = mapsOf(this.#document.get(key));
    if (maps.length === 0 && key === "lines") throw new Error(`${this.#file} has no list of lines`);
    return maps;
  }
}

const mapsOf = (node: unknown): readonly YAMLMap[] => (isSeq(node) ? node.items.filter((item) => isMap(item)) : []);

function toLine(line: YAMLMap): RehearsalLine {
  const id = String(line.get("id"));
  if (line.get("driver") !== "gsm") return { id, driver: "voice-modem", answers: true };
  const [port, model, audio] = ["port", "model", "audio"].map((key) => line.get(key));
  const emulated = emulatedModel(word(port), word(model));
  return { id, driver: "gsm", answers: hasSound(emulated) && givesSound(word(port), word(audio)), model: emulated };
}

const word = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
