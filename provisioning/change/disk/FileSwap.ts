/* @pure */
import { dirname } from "node:path";
import type { Ownership } from "./Disk.ts";

export type Content =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "link"; readonly to: string }
  /** The file is taken away. */
  | { readonly kind: "absent" };

/** One file that shall have another content. */
export interface FileSwap {
  readonly target: string;
  readonly content: Content;
  readonly owner: Ownership;
}

export const textOf = (text: string): Content => ({ kind: "bytes", bytes: new TextEncoder().encode(text) });

/** What the journal keeps of a swap: enough to finish it or to undo it, whenever the power went. */
export interface SwapRecord {
  readonly target: string;
  readonly staged?: string | undefined;
  readonly backup: string;
  readonly existed: boolean;
  readonly owner: Ownership;
}

/** Beside the target, so that a rename is enough; with a dot first, so that nobody takes them for files in use. */
export function recordOf({ target, content, owner }: FileSwap, id: string, existed: boolean): SwapRecord {
  const folder = dirname(target);
  const base = target.slice(folder.length + 1);
  return {
    target,
    owner,
    existed,
    backup: `${folder}/.${base}.${id}.old`,
    ...(content.kind === "absent" ? {} : { staged: `${folder}/.${base}.${id}.new` }),
  };
}
