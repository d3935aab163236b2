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
