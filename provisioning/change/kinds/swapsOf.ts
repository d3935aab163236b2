import { Buffer } from "node:buffer";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import { keyIdOf } from "../../bundle/keyId.ts";
import type { Change, TrustedKey } from "../Change.ts";
import { type Disk, FOR_EVERYBODY, FOR_THE_SERVICE, ROOTS_OWN, THE_SERVICES_OWN } from "../disk/Disk.ts";
import { type Content, type FileSwap, textOf } from "../disk/FileSwap.ts";
import type { NetworkControl } from "../network/NetworkControl.ts";
import type { Places } from "../Places.ts";
import { consoleDropIns } from "./consoleDropIns.ts";
import { historySwaps } from "./history.ts";
import type { SecretSealer } from "./sealSecret.ts";
import { openingsFor, serviceDropIn } from "./serviceDropIn.ts";

export interface SwapMeans {
  readonly places: Places;
  readonly disk: Disk;
  readonly network: NetworkControl;
  readonly sealer: SecretSealer;
  readonly at: number;
  /** By which way in it comes, for the names of past clinic files. */
  readonly by: string;
  /** The link that says which release is wanted, and what it is to lead to. */
  readonly releaseLink?: { readonly link: string; readonly to: string } | undefined;
}

const ABSENT: Content = { kind: "absent" };

/** The files that the changes come to. What is a file that is there already is left out. */
export async function swapsOf(changes: readonly Change[], means: SwapMeans): Promise<readonly FileSwap[]> {
  const swaps: FileSwap[] = [];
  for (const change of changes) swaps.push(...(await swapsOfOne(change, means)));
  return swaps.filter(({ content, target }) => content.kind !== "absent" || means.disk.exists(target));
}

async function swapsOfOne(change: Change, means: SwapMeans): Promise<readonly FileSwap[]> {
  const { places, disk, network, sealer } = means;
  switch (change.kind) {
    case "clinic-file":
      return clinicFileSwaps(change.text, means);
    case "prompts":
      return change.clips.map(({ language, clip, wav }) => ({
        target: `${places.prompts}/${language}/${clip}.wav`,
        content: wav === null ? ABSENT : { kind: "bytes", bytes: Buffer.from(wav, "base64") },
        owner: THE_SERVICES_OWN,
      }));
    case "secret": {
      const target = `${places.credentials}/${change.name}`;
      const sealed = change.value === null ? undefined : await sealer.seal(change.name, change.value);
      return [
        { target, content: sealed === undefined ? ABSENT : { kind: "bytes", bytes: sealed }, owner: ROOTS_OWN },
        // One that could not be opened any more and was put aside: nobody needs it now.
        { target: `${target}.unreadable`, content: ABSENT, owner: ROOTS_OWN },
        ...sealer.alongside(namesAfter(disk.list(places.credentials), change.name, sealed !== undefined)),
      ];
    }
    case "certificate":
      return [
        {
          target: `${places.certificates}/${change.name}.pem`,
          content: change.pem === null ? ABSENT : textOf(change.pem),
          owner: FOR_THE_SERVICE,
        },
      ];
    case "network":
      return network.files(change);
    case "hostname":
      return [{ target: places.hostname, content: textOf(`${change.hostname}\n`), owner: FOR_EVERYBODY }];
    case "time":
      return [];
    case "release": {
      const { link, to } = means.releaseLink ?? {};
      if (link === undefined || to === undefined) return [];
      return [{ target: link, content: { kind: "link", to }, owner: FOR_EVERYBODY }];
    }
    case "time-zone":
      return [
        {
          target: places.localtime,
          content: { kind: "link", to: `/usr/share/zoneinfo/${change.zone}` },
          owner: FOR_EVERYBODY,
        },
      ];
    case "keys":
      return [
        ...change.add.flatMap((key) => keySwaps(places, key, change.revoke)),
        // Kept as a word against it, so that a packaged key stays out, too.
        ...change.revoke.map((id) => ({
          target: `${places.keys}/${id}.revoked`,
          content: textOf("Trusted no more.\n"),
          owner: ROOTS_OWN,
        })),
      ];
    case "backup-key":
      return [
        {
          target: places.backupKey,
          content: change.publicKey === null ? ABSENT : textOf(`${change.publicKey}\n`),
          owner: FOR_THE_SERVICE,
        },
      ];
  }
}

const namesAfter = (names: readonly string[], name: string, there: boolean): readonly string[] => {
  const others = names.filter((other) => other !== name && !other.startsWith("."));
  return there ? [...others, name].sort() : others;
};

function keySwaps(places: Places, key: TrustedKey, revoked: readonly string[]): readonly FileSwap[] {
  const id = keyIdOf(key.publicKey);
  return [
    { target: `${places.keys}/${id}.json`, content: textOf(`${JSON.stringify(key, null, 2)}\n`), owner: ROOTS_OWN },
    // Trusted again: the word against it goes.
    ...(revoked.includes(id)
      ? []
      : [{ target: `${places.keys}/${id}.revoked`, content: ABSENT, owner: ROOTS_OWN } as const]),
  ];
}

function clinicFileSwaps(text: string, means: SwapMeans): readonly FileSwap[] {
  const { places, disk, at, by } = means;
  const before = disk.read(places.clinicFile);
  const old = before === undefined ? undefined : new TextDecoder().decode(before);
  if (old === text) return dropInSwaps(text, means);
  return [
    ...dropInSwaps(text, means),
    { target: places.clinicFile, content: textOf(text), owner: FOR_THE_SERVICE },
    ...(old === undefined ? [] : historySwaps(places.history, disk.list(places.history), { text: old, at, by })),
  ];
}

/** Secrets are not looked at; a file with a mistake was refused before. */
function dropInSwaps(text: string, { places, disk }: SwapMeans): readonly FileSwap[] {
  const read = readClinicFile(text, { resolveSecret: () => "7391" });
  if (!read.ok) return [];
  const swaps = [serviceDropIn(openingsFor(read.clinic), places), ...consoleDropIns(read.clinic, places)];
  return swaps.filter(({ content, target }) => {
    const there = disk.read(target);
    return content.kind === "bytes"
      ? there === undefined || Buffer.compare(there, content.bytes) !== 0
      : there !== undefined;
  });
}
