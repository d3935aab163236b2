import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import { storeDetail } from "../../firmware/health/details/storeDetails.ts";
import type { InboxDetail, InboxMessage, InboxPlace, InboxQuery } from "../../firmware/message/Inbox.ts";
import type { Alert, Dispatch, MessageSummary, SpokenPart } from "../../firmware/message/MessageStore.ts";
import type { RetentionCut } from "../../firmware/message/Retention.ts";
import type { DutyChange } from "../../firmware/oncall/Duty.ts";
import type { CallFacts } from "../../firmware/report/ReportFacts.ts";
import { type AuditEntry, type AuditVerdict, appendAudit, verifyAudit } from "./auditChain.ts";
import { CodeLedger } from "./CodeLedger.ts";
import { DATABASE_FILE, emergencyFiles } from "./files.ts";
import { countInbox, type InboxCounts } from "./inbox/countInbox.ts";
import { stepsOfInbox } from "./inbox/queryInbox.ts";
import { inboxDetail, inboxMessage } from "./inbox/readInbox.ts";
import { refuseStrange, whyLocked } from "./inspect.ts";
import type { DatabaseKey } from "./key.ts";
import { keysInOrder } from "./keysInOrder.ts";
import { firstFound, Layer, type View } from "./Layer.ts";
import { isOurSchema, schemaOf } from "./migrate.ts";
import { READS } from "./operations.ts";
import { type RecordedSound, readChunk, recordedSound } from "./recordedSound.ts";
import { getMessage } from "./records.ts";
import type { RetentionDue } from "./retention.ts";
import { openSqlite } from "./SqliteFile.ts";
import { StorageFailure, storageFailureOf } from "./StorageFailure.ts";
import { readSpan } from "./span.ts";

export interface AuditedRow {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly ref: string | null;
  readonly person: string | null;
  readonly detail: string | null;
}

const COUNTED = ["calls", "messages", "recordings", "alerts", "dispatches", "publications", "inbound", "audit"];

/** Reads the databases of a data directory beside a running appliance (WAL: neither waits for the other). */
export class StoreReader {
  readonly #directory: string;
  readonly #key: Uint8Array;
  readonly #view: View;
  /** What could not be read, in sentences for a person. */
  readonly problems: string[];

  private constructor(directory: string, key: Uint8Array, layers: readonly Layer[], problems: string[]) {
    const [top] = layers;
    if (!top) throw new Error("no layer to read");
    this.#directory = directory;
    this.#key = key;
    this.problems = problems;
    this.#view = {
      top,
      all: layers,
      read: (layer, read, otherwise) => layer.tolerate(read, otherwise, (failure) => this.#note(failure.sentence)),
    };
  }

  /** Throws ApplianceError when there is nothing to read, or nothing that can be read. */
  static open(directory: string, key: DatabaseKey | undefined): StoreReader {
    const main = join(directory, DATABASE_FILE);
    const emergencies = emergencyFiles(directory).reverse();
    if (!existsSync(main) && emergencies.length === 0) throw nothingThere(directory);
    if (!key) throw noKey(directory);
    const problems: string[] = [];
    const ordered = { ...key, ...keysInOrder({ ...key, directory }) };
    const layers = [...emergencies, main]
      .filter((path) => existsSync(path))
      .map((path) => openLayer(path, ordered, directory, problems))
      .filter((layer) => layer !== undefined);
    if (layers.length > 0) return new StoreReader(directory, ordered.key, layers, problems);
    throw new ApplianceError("STORE_UNREADABLE", problems.join(" ").replace(/\.$/, ""), {
      disposition: "operator",
      cure: "Nothing was changed. Give the key that the appliance runs with, or restore the last backup.",
    });
  }

  list(limit: number): readonly MessageSummary[] {
    return READS.list(this.#view, limit);
  }

  find(ref: string): MessageSummary | undefined {
    return READS.find(this.#view, ref);
  }

  /** What a report is made of: the calls that rang from `from` until before `to`, without anything that tells of a patient. */
  span(from: number, to: number): readonly CallFacts[] {
    return readSpan(this.#view, from, to);
  }

  recording(ref: string, part: SpokenPart) {
    return READS.recording(this.#view, ref, part);
  }

  /** The inbox: where messages are, newest first, step by step; each step is one short read. */
  inbox(query: InboxQuery): Generator<readonly InboxPlace[]> {
    return stepsOfInbox(this.#view, query);
  }

  inboxCounts(mine: readonly string[]): InboxCounts {
    return countInbox(this.#view, mine);
  }

  inboxMessage(ref: string): InboxMessage | undefined {
    return inboxMessage(this.#view, ref);
  }

  inboxDetail(ref: string): InboxDetail | undefined {
    return inboxDetail(this.#view, ref);
  }

  /** Where the sound of a part lies; undefined: there is none. */
  sound(ref: string, part: SpokenPart): RecordedSound | undefined {
    const message = firstFound(this.#view, (layer) => getMessage(layer, ref));
    return message && recordedSound(this.#view, message, part);
  }

  soundChunk(take: RecordedSound["take"], sequence: number): Uint8Array | undefined {
    return readChunk(this.#view, take, sequence);
  }

  unfinishedAlerts(): readonly { alert: Alert; dispatches: readonly Dispatch[] }[] {
    return READS.unfinishedAlerts(this.#view);
  }

  duties(since: number): readonly DutyChange[] {
    return READS.duties(this.#view, since);
  }

  /** How much there is, and of what kind; nothing of it. */
  figures(): object {
    return this.#view.read<object>(
      this.#view.top,
      (layer) => ({
        schema: schemaOf(layer.db),
        tables: Object.fromEntries(
          COUNTED.map((table) => [table, layer.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0]),
        ),
        audit: Object.fromEntries(
          layer
            .all<{ kind: string; n: number }>("SELECT kind, count(*) AS n FROM audit GROUP BY kind ORDER BY kind")
            .map(({ kind, n }) => [kind, n]),
        ),
      }),
      {},
    );
  }

  retentionDue(cut: RetentionCut, limit: number): RetentionDue {
    return READS.retentionDue(this.#view, cut, limit);
  }

  verifyAudit(): { readonly file: string; readonly verdict: AuditVerdict }[] {
    return this.#view.all.map((layer) => ({ file: basename(layer.path), verdict: verifyAudit(layer) }));
  }

  auditOf(ref: string): AuditedRow[] {
    return this.#view.all.flatMap((layer) =>
      this.#view.read(
        layer,
        (from) =>
          from.all<AuditedRow>("SELECT seq, at, kind, ref, person, detail FROM audit WHERE ref = ? ORDER BY seq", ref),
        [],
      ),
    );
  }

  /** All rows since then, in the order of their chains; an emergency database's after the main one's. */
  auditSince(at: number, limit: number): AuditedRow[] {
    const sql = "SELECT seq, at, kind, ref, person, detail FROM audit WHERE at >= ? ORDER BY seq DESC LIMIT ?";
    return this.#view.all
      .toReversed()
      .flatMap((layer) =>
        this.#view.read(layer, (from) => from.all<AuditedRow>(sql, Math.trunc(at), limit).reverse(), []),
      );
  }

  /** Notes who listened or exported (45 CFR 164.312(b)). Says why when it could not: listening is not held up by that. */
  noteInAudit(entry: AuditEntry): string | undefined {
    const path = join(this.#directory, DATABASE_FILE);
    if (!this.#view.all.some((layer) => layer.path === path)) return "the main database is out of reach";
    try {
      const writer = new Layer(openSqlite(path, this.#key, { busyMs: 3_000 }), "disk", path);
      try {
        writer.db.transaction(() => appendAudit(writer, entry)).immediate();
        // The key was changed in this very moment: the row went into the file that was.
        writer.demandStillThere();
      } finally {
        writer.close();
      }
      return undefined;
    } catch (error) {
      return storageFailureOf(error)?.sentence ?? String(error);
    }
  }

  close(): void {
    for (const layer of this.#view.all) layer.close();
  }

  #note(problem: string): void {
    if (!this.problems.includes(problem)) this.problems.push(problem);
  }
}

const openLayer = (path: string, key: DatabaseKey, directory: string, problems: string[]): Layer | undefined => {
  const kept = basename(path) === DATABASE_FILE ? "disk" : "emergency";
  let why: StorageFailure | undefined;
  for (const candidate of kept === "disk" ? [key.key] : [key.key, ...key.otherKeys]) {
    const keyChanged = kept === "disk" && new CodeLedger(directory, candidate).keyChanged;
    const opened = openOne(path, candidate, kept, keyChanged);
    if (opened instanceof Layer) return opened;
    why = opened;
  }
  problems.push(why?.sentence ?? `${storeDetail.fileUnread({ file: basename(path) })}.`);
  return undefined;
};

const openOne = (path: string, key: Uint8Array, kept: "disk" | "emergency", keyChanged: boolean) => {
  let layer: Layer | undefined;
  try {
    layer = new Layer(openSqlite(path, key, { readonly: true, busyMs: 3_000 }), kept, path);
    refuseStrange(layer.db);
    if (isOurSchema(layer.db)) return layer;
    throw new StorageFailure("failed", storeDetail.olderSchema({ file: basename(path) }));
  } catch (error) {
    layer?.close();
    const failure = storageFailureOf(error);
    if (!failure) throw error;
    return whyLocked(path, keyChanged, failure);
  }
};

const nothingThere = (directory: string): ApplianceError =>
  new ApplianceError("STORE_EMPTY", detail.noDatabase({ folder: directory }), {
    disposition: "operator",
    cure: detail.nameDataFolder(),
  });

const noKey = (directory: string): ApplianceError =>
  new ApplianceError("STORE_KEY_MISSING", detail.noKey({ folder: directory }), {
    disposition: "operator",
    cure: "Set FIRSTRING_DATABASE_KEY, or run the command as the appliance's service does (with its credentials).",
  });
