import type { CliIo } from "../../device/cli/Cli.ts";
import { type OnBox, restoreCommand as restore } from "../../device/cli/restore.ts";
import { markGoingBack } from "../../device/data/Exchange.ts";
import type { RequestedChange } from "../change/Change.ts";
import type { InstalledBox } from "../change/installedBox.ts";
import type { BeforeRestore } from "./BeforeRestore.ts";

export const restoreCommand = (args: readonly string[], io: CliIo): Promise<number> => restore(args, io, onBox);

/** Data, clinic file and secrets of a backup are one change: tried, and kept or taken back together. So is the way back. */
const onBox: OnBox = {
  put: async ({ words, clinicFile, credentials }, io) => {
    const { box, before } = await parts();
    const changes: readonly RequestedChange[] = [
      ...(clinicFile === undefined ? [] : [{ kind: "clinic-file", text: clinicFile } as const]),
      ...[...credentials].flatMap(([name, value]) =>
        value.length === 0 ? [] : [{ kind: "secret", name, value: Buffer.from(value).toString("utf8") } as const],
      ),
    ];
    const secrets = changes.flatMap((change) => (change.kind === "secret" ? [change.name] : []));
    before.keep({ clinicFile: clinicFile !== undefined, secrets });
    const code = await apply(box, changes, { data: words }, io);
    if (code !== 0) before.forget();
    return code;
  },

  undo: async (io) => {
    const { box, before } = await parts();
    const was = before.find();
    const changes: readonly RequestedChange[] =
      was?.clinicFile === undefined ? [] : [{ kind: "clinic-file", text: was.clinicFile }];
    markGoingBack(box.places.data, true);
    const along = was?.secrets ?? [];
    const code = await apply(box, changes, { data: "the data from before the restore", along }, io);
    markGoingBack(box.places.data, false);
    if (code === 0) before.forget();
    return code;
  },

  forget: async () => (await parts()).before.forget(),
};

async function parts(): Promise<{ readonly box: InstalledBox; readonly before: BeforeRestore }> {
  const [{ InstalledBox }, { BeforeRestore }] = await Promise.all([
    import("../change/installedBox.ts"),
    import("./BeforeRestore.ts"),
  ]);
  const box = new InstalledBox({ present: true });
  return { box, before: new BeforeRestore(box.disk, box.places) };
}

async function apply(
  { engine }: InstalledBox,
  changes: readonly RequestedChange[],
  along: Parameters<typeof engine.apply>[2],
  io: CliIo,
): Promise<number> {
  const [{ tellOutcome }, { uninterrupted }] = await Promise.all([
    import("../change/configCli.ts"),
    import("../change/uninterrupted.ts"),
  ]);
  const onProgress = ({ words: said }: { readonly words: string }) => void io.stderr.write(`${said}\n`);
  const outcome = await uninterrupted(
    (signal) => engine.apply(changes, { who: { by: "command-line" }, onProgress, signal }, along),
    io,
  );
  return tellOutcome(outcome, io);
}
