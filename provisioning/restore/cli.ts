import type { CliIo } from "../../device/cli/Cli.ts";
import { type PutOnBox, restoreCommand as restore } from "../../device/cli/restore.ts";
import type { RequestedChange } from "../change/Change.ts";

export const restoreCommand = (args: readonly string[], io: CliIo): Promise<number> => restore(args, io, putOnBox);

/** Data, clinic file and secrets of a backup are one change: tried, and kept or taken back together. */
const putOnBox: PutOnBox = async ({ words, clinicFile, credentials }, io) => {
  const [{ InstalledBox }, { tellOutcome }, { uninterrupted }] = await Promise.all([
    import("../change/installedBox.ts"),
    import("../change/configCli.ts"),
    import("../change/uninterrupted.ts"),
  ]);
  const changes: readonly RequestedChange[] = [
    ...(clinicFile === undefined ? [] : [{ kind: "clinic-file", text: clinicFile } as const]),
    ...[...credentials].flatMap(([name, value]) =>
      value.length === 0 ? [] : [{ kind: "secret", name, value: Buffer.from(value).toString("utf8") } as const],
    ),
  ];
  const onProgress = ({ words: said }: { readonly words: string }) => void io.stderr.write(`${said}\n`);
  const { engine } = new InstalledBox({ present: true });
  const outcome = await uninterrupted(
    (signal) => engine.apply(changes, { who: { by: "command-line" }, onProgress, signal }, { data: words }),
    io,
  );
  return tellOutcome(outcome, io);
};
