import module from "node:module";

/** Whether Node had to load its type stripper: some file was not in the compile cache. Node tells it in no better way. */
export const loadedTypeStripper = (): boolean =>
  (process as { moduleLoadList?: readonly string[] }).moduleLoadList?.includes(
    "NativeModule internal/deps/amaro/dist/index",
  ) ?? false;

/** Loads all that the daemon, its store thread and its clinic reader are made of, and writes it to the compile cache. */
export async function warmCompileCache(): Promise<void> {
  await Promise.all([
    import("../Appliance.ts"),
    import("../channel/MqttChannel.ts"),
    import("../cli/run.ts"),
    import("../config/clinicReader.ts"),
    import("../storage/StoreWorker.ts"),
    import("./openLog.ts"),
    import("./SystemClock.ts"),
  ]);
  module.flushCompileCache();
}

/** What only a rehearsal needs. */
async function warmRehearsal(): Promise<void> {
  await Promise.all([
    import("../cli/start.ts"),
    import("../rehearsal/rehearsalProgram.ts"),
    import("../cli/emulate.ts"),
  ]);
}

// Run by the set-up. Not awaited: run.ts, which is loaded here, imports this file.
if (import.meta.main) void warmRehearsal().then(warmCompileCache);
