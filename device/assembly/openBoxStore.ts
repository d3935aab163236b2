import type { LiveFeed } from "../control/LiveFeed.ts";
import { settleExchange } from "../data/Exchange.ts";
import { chooseKey } from "../storage/chooseKey.ts";
import { openStore, type Store } from "../storage/StoreClient.ts";
import type { ApplianceOptions, ReportFault } from "./ApplianceOptions.ts";

/** The store of the data directory with its key; each message that changes is told to the feed. What is wrong with either is a fault, never a failure to start. */
export function openBoxStore(
  { dataDirectory, log, allowStall, storeThread }: ApplianceOptions,
  fault: ReportFault,
  feed: LiveFeed,
): Promise<Store> {
  settle(dataDirectory, log);
  const { key, otherKeys, nextKeys, warning, problem } = chooseKey(dataDirectory);
  if (warning !== undefined) log.warn(warning);
  if (problem !== undefined) fault("STORE_UNREADABLE", "store", problem);
  return openStore({
    directory: dataDirectory,
    key,
    otherKeys,
    ...(nextKeys === undefined ? {} : { nextKeys }),
    onFault: (code, detail, cleared) => fault(code, "store", detail, cleared),
    log: (line) => log.info(line),
    onChanged: (messages) => {
      for (const { isNew, ref } of messages) feed.tell("message-changed", "", { ref, figures: { isNew } });
    },
    ...(allowStall === undefined ? {} : { allowStall }),
    ...(storeThread === undefined ? {} : { thread: storeThread }),
  });
}

/** A restore that the power cut off is finished before anything is opened. */
function settle(directory: string, log: ApplianceOptions["log"]): void {
  try {
    settleExchange(directory);
  } catch (error) {
    log.error({ error: String(error) }, "a restore could not be finished");
  }
}
