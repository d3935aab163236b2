import type { Layer } from "../../storage/Layer.ts";
import { type ConsoleSettings, settingsSchema } from "../api/users.ts";

const DEFAULTS: ConsoleSettings = { requireFactor: [] };
const NAME = "console";

/** What a manager sets for everybody. */
export class Settings {
  readonly #db: Layer;

  constructor(db: Layer) {
    this.#db = db;
  }

  get current(): ConsoleSettings {
    const row = this.#db.get<{ value: string }>("SELECT value FROM settings WHERE name = ?", NAME);
    return row === undefined ? DEFAULTS : (settingsSchema.safeParse(JSON.parse(row.value)).data ?? DEFAULTS);
  }

  set(settings: ConsoleSettings): void {
    this.#db.run(
      "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      ...[NAME, JSON.stringify(settings)],
    );
  }
}
