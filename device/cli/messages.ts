import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { CallerId } from "../../firmware/line/Line.ts";
import type { DeskAct } from "../../firmware/message/frontDesk.ts";
import type { Dispatch, MessageSummary, SpokenPart } from "../../firmware/message/MessageStore.ts";
import { messageStanding } from "../../firmware/message/messageState.ts";
import { writeWav } from "../audio/wav.ts";
import type { StoreReader } from "../storage/StoreReader.ts";
import { UsageError } from "./Cli.ts";
import { deliveryInWords } from "./deliveryInWords.ts";
import { playFile } from "./player.ts";
import {
  DATA_HELP,
  DATA_OPTION,
  oneOf,
  refFrom,
  type StoreIo,
  table,
  type WhenText,
  wholeNumber,
  withStore,
} from "./storeArgs.ts";

const HELP = `firstring messages list [--limit N] [--state open|taken|closed|none] [--json]
firstring messages show REF [--json]
firstring messages play REF [--part name|reason]
firstring messages export REF [--to DIR]

What callers left, newest first. Works beside a running appliance. Playing and exporting is noted in the audit.

  --limit N        at most so many (default: 20)
  --state STATE    only messages whose alert is in this state; none: without an alert
  --json           as JSON
  --part PART      name or reason (default: the reason, or the name when there is no other)
  --to DIR         where the WAV files and the JSON go (default: here); readable by you alone
${DATA_HELP}`;

const STATES = ["open", "taken", "closed", "none"] as const;
const PARTS = ["name", "reason"] as const;

/** `firstring messages …`. Returns the exit code; throws UsageError, parseArgs' errors and ApplianceError. */
export async function messagesCommand(argv: readonly string[], io: StoreIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...DATA_OPTION,
      json: { type: "boolean", default: false },
      limit: { type: "string", default: "20" },
      state: { type: "string" },
      part: { type: "string" },
      to: { type: "string", default: "." },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [what = "list", name, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`'${rest[0]}' is too much`);
  switch (what) {
    case "list": {
      if (name !== undefined) throw new UsageError(`list takes no '${name}'`);
      const limit = wholeNumber(values.limit, "--limit", 10_000);
      const state = values.state === undefined ? undefined : oneOf(values.state, "--state", STATES);
      return withStore(io, values.data, (store, when) => list(store, io, limit, state, values.json, when));
    }
    case "show": {
      const ref = refFrom(name);
      return withStore(io, values.data, (store, when) =>
        withMessage(store, io, ref, (it) => show(store, it, io, values.json, when)),
      );
    }
    case "play": {
      const [ref, part] = [refFrom(name), values.part === undefined ? undefined : oneOf(values.part, "--part", PARTS)];
      return withStore(io, values.data, (store) => withMessage(store, io, ref, (it) => play(store, io, it, part)));
    }
    case "export": {
      const ref = refFrom(name);
      return withStore(io, values.data, (store) =>
        withMessage(store, io, ref, (it) => exportAll(store, io, it, resolve(values.to))),
      );
    }
    default:
      throw new UsageError(`there is no 'messages ${what}'`);
  }
}

const withMessage = <T>(
  store: StoreReader,
  io: StoreIo,
  ref: string,
  use: (message: MessageSummary) => T,
): T | number => {
  const message = store.find(ref);
  if (message) return use(message);
  io.stderr.write(`There is no message ${ref}. firstring messages list shows what there is.\n`);
  return 1;
};

const stateOf = (summary: MessageSummary): (typeof STATES)[number] => summary.alert?.state ?? "none";

function list(
  store: StoreReader,
  io: StoreIo,
  limit: number,
  state: (typeof STATES)[number] | undefined,
  json: boolean,
  when: WhenText,
): number {
  const most = state === undefined ? limit : 10_000;
  const found = store
    .list(most)
    .filter((it) => state === undefined || stateOf(it) === state)
    .slice(0, limit);
  if (json) io.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
  else if (found.length === 0) io.stdout.write("No messages.\n");
  else
    io.stdout.write(
      table([
        ["REF", `RECEIVED (${when.zone})`, "URGENCY", "ALERT", "CALLBACK", "RECORDED"],
        ...found.map((it) => row(it, when)),
      ]),
    );
  return 0;
}

const row = (it: MessageSummary, when: WhenText): string[] => [
  it.message.ref,
  when(it.message.receivedAt),
  it.message.urgency,
  alertText(it),
  callbackText(it),
  it.recordings.map((part) => `${part.part} ${seconds(part.milliseconds)}`).join(", ") || "nothing",
];

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const alertText = ({ alert }: MessageSummary): string => {
  if (!alert) return "-";
  return alert.takenBy === undefined ? alert.state : `${alert.state} (${alert.takenBy})`;
};

const callbackText = ({ message, call }: MessageSummary): string => {
  if (message.callback !== undefined)
    return message.callbackConfirmed ? message.callback : `${message.callback} (not confirmed)`;
  return call.callerId.kind === "number" ? `${call.callerId.number} (caller ID)` : "-";
};

const callerText = (id: CallerId): string => {
  const name = id.kind !== "none" && id.name !== undefined ? ` ${id.name}` : "";
  return (id.kind === "number" ? id.number : id.kind) + name;
};

/** With what the front desk did with it. */
const whole = (store: StoreReader, it: MessageSummary) => {
  const { acts = [], ...facts } = store.inboxMessage(it.message.ref) ?? {};
  return { ...it, ...("message" in facts ? { state: messageStanding({ ...facts, acts }).state } : {}), acts };
};

function show(store: StoreReader, it: MessageSummary, io: StoreIo, json: boolean, when: WhenText): number {
  if (json) {
    io.stdout.write(`${JSON.stringify(whole(store, it), undefined, 2)}\n`);
    return 0;
  }
  const { message, call, alert } = it;
  const lines: [string, string][] = [
    ["Reference", message.ref],
    ["Received", `${when(message.receivedAt)} (${when.zone}) on line ${call.line}`],
    ["Urgency", `${message.urgency} (${message.urgencyBecause})`],
    ["Caller", `${message.callerKind}, language ${message.language}`],
    ["Caller ID", callerText(call.callerId)],
    ["Callback", callbackText(it)],
    ["Born", message.dateOfBirth ?? "-"],
    ["Call", `${call.ending ?? "still going on"}${message.complete ? "" : "; the caller did not finish"}`],
    ...it.recordings.map((part): [string, string] => [
      `Spoken ${part.part}`,
      `${seconds(part.milliseconds)}, take ${part.takes}, sha256 ${part.sha256}`,
    ]),
    ...timesOf(it, when),
    ...whole(store, it).acts.map((act): [string, string] => ["Front desk", `${actInWords(act)} at ${when(act.at)}`]),
    ["Alert", alert ? alertText(it) + (alert.takenAt === undefined ? "" : ` at ${when(alert.takenAt)}`) : "none"],
    ...it.dispatches.map((dispatch): [string, string] => [
      "Paged",
      `${dispatch.person} by ${dispatch.way} at ${when(dispatch.createdAt)}: ${deliveryInWords(dispatch)}${dispatch.detail ? ` (${dispatch.detail})` : ""}${arrivals(dispatch, when)}`,
    ]),
  ];
  io.stdout.write(table(lines));
  return 0;
}

const actInWords = ({ by, deed }: DeskAct): string => {
  switch (deed.kind) {
    case "note":
      return `${by.name} noted: ${deed.text.replace(/\s+/g, " ")}`;
    case "assigned":
      return `${deed.handedOver ? "handed over" : "assigned"} to ${deed.to?.name ?? "nobody"} by ${by.name}`;
    case "calledBack":
      return `called back by ${by.name}`;
    case "undone":
      return `${by.name} took back what was done before`;
    case "taken":
    case "closed":
    case "reopened":
      return `${deed.kind} by ${by.name}`;
  }
};

const arrivals = ({ sentAt, deliveredAt }: Dispatch, when: WhenText): string =>
  [
    ...(sentAt === undefined ? [] : [`; sent ${when(sentAt)}`]),
    ...(deliveredAt === undefined ? [] : [`; delivered ${when(deliveredAt)}`]),
  ].join("");

/** What somebody wants to know afterwards: when was it known, when kept, when taken, when called back. */
function timesOf({ call, message, alert }: MessageSummary, when: WhenText): [string, string][] {
  const times: readonly (readonly [string, number | undefined])[] = [
    ["Answered", call.answeredAt],
    ["Urgent since", message.urgentAt ?? (message.urgency === "urgent" ? alert?.raisedAt : undefined)],
    ["Recorded", message.savedAt],
    ["Taken", alert?.state === "open" ? undefined : alert?.takenAt],
    ["Called back", alert?.closedAt],
  ];
  return times.flatMap(([what, at]) => (at === undefined ? [] : [[what, when(at)]]));
}

async function play(
  store: StoreReader,
  io: StoreIo,
  it: MessageSummary,
  asked: SpokenPart | undefined,
): Promise<number> {
  const { ref } = it.message;
  const part = asked ?? (it.recordings.some((known) => known.part === "reason") ? "reason" : "name");
  const recording = store.recording(ref, part);
  if (!recording) {
    io.stderr.write(`Message ${ref} has no recording of the ${part}.\n`);
    return 1;
  }
  noteInAudit(store, io, "recording-played", ref, part);
  const wav = writeWav(recording.format, recording.bytes);
  io.stderr.write(`Playing the ${part} of ${ref} …\n`);
  if (await playFile(wav)) return 0;
  const path = resolve(`${ref}-${part}.wav`);
  writePrivately(path, wav);
  io.stderr.write(
    `No sound can be played on this machine (tried pw-play, paplay, aplay, play, ffplay).\nThe recording is in ${path}: copy it to a computer with a loudspeaker, open it there, and delete it afterwards.\n`,
  );
  io.stdout.write(`${path}\n`);
  return 0;
}

function exportAll(store: StoreReader, io: StoreIo, it: MessageSummary, directory: string): number {
  const { ref } = it.message;
  mkdirSync(directory, { recursive: true });
  noteInAudit(store, io, "recording-exported", ref, it.recordings.map((part) => part.part).join(" "));
  const written: string[] = [];
  for (const { part } of it.recordings) {
    const recording = store.recording(ref, part);
    if (!recording) continue;
    written.push(join(directory, `${ref}-${part}.wav`));
    writePrivately(written.at(-1)!, writeWav(recording.format, recording.bytes));
  }
  written.push(join(directory, `${ref}.json`));
  writePrivately(written.at(-1)!, `${JSON.stringify(whole(store, it), undefined, 2)}\n`);
  io.stdout.write(written.map((path) => `${path}\n`).join(""));
  return 0;
}

/** The mode holds also when the file was there before. */
function writePrivately(path: string, content: string | Uint8Array): void {
  writeFileSync(path, content, { mode: 0o600 });
  chmodSync(path, 0o600);
}

function noteInAudit(store: StoreReader, io: StoreIo, kind: string, ref: string, detail: string): void {
  const why = store.noteInAudit({ at: Date.now(), kind, ref, person: userName(), detail });
  if (why) io.stderr.write(`firstring: this could not be noted in the audit: ${why}\n`);
}

/** A user without an entry in passwd has a number only. */
const userName = (): string => {
  try {
    return `user:${userInfo().username}`;
  } catch {
    return `user:${process.getuid?.() ?? "unknown"}`;
  }
};
