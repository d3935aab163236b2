import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  Alert,
  AudioChunk,
  CallRecord,
  Dispatch,
  InboundPart,
  VoiceMessage,
} from "../../firmware/message/MessageStore.ts";
import { openStore, type Store, type StoreOptions } from "./StoreClient.ts";

/** Records and stores for the tests of this folder and of the command line. */

export const aCall = (id: string, more: Partial<CallRecord> = {}): CallRecord => ({
  id,
  line: "front",
  rangAt: 1_000_000,
  answeredAt: 1_001_500,
  callerId: { kind: "number", number: "3125550142", name: "CANARY QUILLFEATHER" },
  ...more,
});

export const aMessage = (ref: string, callId: string, more: Partial<VoiceMessage> = {}): VoiceMessage => ({
  callId,
  ref,
  receivedAt: 1_002_000,
  urgency: "urgent",
  urgencyBecause: "caller",
  callerKind: "patient",
  language: "en",
  callback: "3125550142",
  callbackConfirmed: true,
  complete: false,
  ...more,
});

export const anAlert = (ref: string, callId: string, more: Partial<Alert> = {}): Alert => ({
  ref,
  callId,
  urgency: "urgent",
  state: "open",
  raisedAt: 1_002_500,
  escalation: '{"step":0}',
  ...more,
});

export const aDispatch = (ref: string, more: Partial<Dispatch> = {}): Dispatch => ({
  id: `${ref}.0.0.chen.sms`,
  ref,
  person: "chen",
  way: "sms",
  address: "+13125550101",
  text: `ref ${ref}`,
  state: "queued",
  attempts: 0,
  createdAt: 1_002_500,
  updatedAt: 1_002_500,
  ...more,
});

export const anAnswer = (ref: string, more: Partial<Dispatch> = {}): Dispatch => ({
  ...aDispatch(ref, { id: `${ref}.answer.1`, text: `You have ${ref}.`, expiresAt: 1_602_500 }),
  purpose: "answer",
  ...more,
});

export const aPart = (id: string): InboundPart => ({ id, hex: "0791", receivedAt: 1_002_500 });

/** A second of samples, all 256 values. */
export const aChunk = (callId: string, sequence: number, more: Partial<AudioChunk> = {}): AudioChunk => ({
  callId,
  part: "reason",
  take: 1,
  sequence,
  format: "u8",
  bytes: Uint8Array.from({ length: 8000 }, (_, i) => (i * 7 + sequence) % 256),
  ...more,
});

export interface Fault {
  readonly code: string;
  readonly detail: string;
  readonly cleared: boolean;
}

export interface Bench extends AsyncDisposable {
  readonly directory: string;
  readonly key: Uint8Array;
  readonly faults: Fault[];
  open(more?: Partial<StoreOptions>): Promise<Store>;
  /** Waits for a fault that `matches`; rejects after ten seconds. */
  fault(matches: (fault: Fault) => boolean): Promise<Fault>;
}

/** A directory of its own; at the end its stores are closed and it is gone. */
export const bench = (): Bench => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-store-"));
  const key = Uint8Array.from(randomBytes(32));
  const faults: Fault[] = [];
  const watchers = new Set<() => void>();
  const stores: Store[] = [];
  return {
    directory,
    key,
    faults,
    open: async (more = {}) => {
      const onFault = (code: string, detail: string, cleared = false) => {
        faults.push({ code, detail, cleared });
        for (const watch of watchers) watch();
      };
      const store = await openStore({ directory, key, onFault, retryMs: 30, ...more });
      stores.push(store);
      return store;
    },
    fault: (matches) => waitFor(() => faults.find(matches), watchers),
    [Symbol.asyncDispose]: async () => {
      for (const store of stores) await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

const LONGEST_WAIT_MS = 10_000;

const waitFor = <T>(look: () => T | undefined, watchers: Set<() => void>): Promise<T> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      watchers.delete(watch);
      reject(new Error("the fault did not come within ten seconds"));
    }, LONGEST_WAIT_MS);
    const watch = () => {
      const found = look();
      if (found === undefined) return;
      clearTimeout(late);
      watchers.delete(watch);
      resolve(found);
    };
    watchers.add(watch);
    watch();
  });
