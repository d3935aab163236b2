import type { SpokenPart } from "../../../firmware/message/MessageStore.ts";
import { writeWav } from "../../audio/wav.ts";

/** A recording of a rehearsal, out of its own database, as a WAV file. */
export async function recordingIn(
  directory: string,
  environment: NodeJS.ProcessEnv,
  ref: string,
  part: string,
): Promise<Uint8Array | undefined> {
  const [{ StoreReader }, { findDatabaseKey }] = await Promise.all([
    import("../../storage/StoreReader.ts"),
    import("../../storage/key.ts"),
  ]);
  const store = StoreReader.open(directory, findDatabaseKey(directory, environment));
  try {
    const found = store.recording(ref, part as SpokenPart);
    return found && writeWav(found.format, found.bytes);
  } finally {
    store.close();
  }
}
