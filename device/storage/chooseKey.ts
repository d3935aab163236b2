import { type ApplianceError, isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { type DatabaseKey, readDatabaseKey } from "./key.ts";

/**
 * The database's key; never throws, because a box without a usable key must still answer and page. `problem` says what is
 * wrong with the key that was given; then messages go to an emergency database under the key file beside it.
 */
export function chooseKey(
  directory: string,
  env: NodeJS.ProcessEnv = process.env,
): DatabaseKey & { readonly problem?: string } {
  try {
    return readDatabaseKey(directory, env);
  } catch (error) {
    if (!isApplianceError(error)) throw error;
    return { ...keyBeside(directory, error), problem: `${error.message} ${error.cure}` };
  }
}

function keyBeside(directory: string, reason: ApplianceError): DatabaseKey {
  try {
    return readDatabaseKey(directory, {});
  } catch {
    // The key file itself is no key, or cannot be written: a key for this run only, so that calls are taken all the same.
    return { key: crypto.getRandomValues(new Uint8Array(32)), source: "new-file", otherKeys: [], warning: reason.cure };
  }
}
