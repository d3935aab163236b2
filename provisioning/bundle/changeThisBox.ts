import { resolve } from "node:path";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { demandRoot } from "../change/cli.ts";
import { tellOutcome } from "../change/configCli.ts";
import { InstalledBox } from "../change/installedBox.ts";
import { uninterrupted } from "../change/uninterrupted.ts";
import { applyBundleFile } from "./applyBundle.ts";
import { readPublicKeyFile } from "./keyFiles.ts";

const KEY_ID = /^[0-9a-f]{16}$/;

/** Root at the box is somebody at the box. */
export async function changeThisBox(verb: "apply" | "trust" | "revoke", what: string, io: CliIo): Promise<number> {
  if (verb === "revoke" && !KEY_ID.test(what.toLowerCase()))
    throw new UsageError(
      `'${what}' is no key's number: sixteen digits and letters from a to f, as bundle keys shows them`,
    );
  demandRoot();
  const box = new InstalledBox({ present: true });
  const options = {
    who: { by: "command-line" as const },
    onProgress: ({ words }: { readonly words: string }) => void io.stderr.write(`${words}\n`),
  };
  if (verb === "apply") {
    const apply = (signal: AbortSignal) => applyBundleFile(box, resolve(what), { ...options, signal });
    return tellOutcome(await uninterrupted(apply, io), io);
  }
  const change =
    verb === "trust"
      ? { kind: "keys" as const, add: [readPublicKeyFile(what)], revoke: [] }
      : { kind: "keys" as const, add: [], revoke: [what.toLowerCase()] };
  const apply = (signal: AbortSignal) => box.engine.apply([change], { ...options, signal });
  return tellOutcome(await uninterrupted(apply, io), io);
}
