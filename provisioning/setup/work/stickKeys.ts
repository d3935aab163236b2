import { keyIdOf } from "../../bundle/keyId.ts";
import type { ApplyClient, Who } from "../../change/ApplyClient.ts";
import { type RequestedChange, type TrustedKey, trustedKeySchema } from "../../change/Change.ts";
import { answered, withResult } from "../core/SetupState.ts";
import { problem } from "../core/Step.ts";
import type { WorkContext, WorkEnd } from "../Setup.ts";
import { outcomeInWords } from "./apply.ts";

/** A file `NAME.pub` is a few hundred characters. */
const LONGEST_KEY = 4_000;

/** From now on the box takes what this key has signed. Refused unless somebody is at the box. */
export async function trustStickKey(client: ApplyClient, who: Who, context: WorkContext): Promise<WorkEnd> {
  const key = keyIn(context.input["key"] ?? "");
  if (key === undefined)
    return notTaken("key", "is no public key for sticks", "put in all of the file NAME.pub, from { to }");
  const { name, publicKey, roles } = key;
  const may = roles.map((role) => (role === "release" ? "other versions of the program" : "settings")).join(" and ");
  return change(client, who, context, { kind: "keys", add: [key], revoke: [] }, [
    `The key ${keyIdOf(publicKey)} (${name}) is trusted: it may sign ${may}.`,
    "The stick has to be FAT32; the bundle lies on it as FIRSTRING.BUN.",
  ]);
}

export async function revokeStickKey(client: ApplyClient, who: Who, context: WorkContext): Promise<WorkEnd> {
  const id = (context.input["id"] ?? "").trim().toLowerCase();
  if (!/^[0-9a-f]{16}$/.test(id))
    return notTaken("id", "is no number of a key", "sixteen digits and letters from a to f, such as 3f09a1b2c3d4e5f6");
  const words = [`The key ${id} is trusted no more.`];
  return change(client, who, context, { kind: "keys", add: [], revoke: [id] }, words);
}

function keyIn(text: string): TrustedKey | undefined {
  if (text.length > LONGEST_KEY) return undefined;
  try {
    return trustedKeySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const notTaken = (field: string, what: string, instead: string): WorkEnd => ({
  ...{ ok: false, words: [], problems: [problem(field, what, instead)] },
});

async function change(
  client: ApplyClient,
  who: Who,
  { say, session }: WorkContext,
  wanted: RequestedChange,
  words: readonly string[],
): Promise<WorkEnd> {
  const outcome = await client.apply([wanted], {
    who,
    ...(session === undefined ? {} : { session }),
    onProgress: (progress) => say(progress.words),
  });
  if (outcome.kind !== "kept") return { ok: false, words: outcomeInWords(outcome) };
  const told = [...words, ...outcome.warnings];
  return {
    ok: true,
    keeps: (now) => withResult(answered(now, "keys"), "keys", { ok: true, words: told }),
    words: told,
  };
}
