import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";

const FILE = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "provisioning/rehearsal/clinic.yaml");

export interface RehearsalLine {
  readonly id: string;
  readonly driver: "voice-modem" | "gsm";
}

/** The rehearsal clinic's file, or a clinic's own, made fit for emulated modems. */
export class RehearsalClinic {
  readonly #document: Document;
  readonly #file: string;

  /** @throws when the file has mistakes that `firstring check` finds: check it first. */
  constructor(file: string = FILE) {
    this.#file = file;
    this.#document = parseDocument(readFileSync(file, "utf8"));
  }

  get lines(): readonly RehearsalLine[] {
    return this.#maps("lines").map((line) => ({
      id: String(line.get("id")),
      driver: line.get("driver") === "gsm" ? "gsm" : "voice-modem",
    }));
  }

  /**
   * The file with the emulators' ports (by line id), everything else as the clinic wrote it, except what would reach outside
   * or hang on hardware: no broker (a rehearsal must not page real receivers), no SIM PIN, no fixed model, answered at any hour.
   */
  text(ports: ReadonlyMap<string, string>): string {
    for (const line of this.#maps("lines")) {
      line.set("port", ports.get(String(line.get("id"))));
      for (const key of ["model", "audio", "simPin"]) line.delete(key);
    }
    this.#document.setIn(["hours", "answer"], "always");
    this.#document.deleteIn(["hours", "overflowRing"]);
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
