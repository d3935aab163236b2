import type { Store } from "../storage/StoreClient.ts";

/** Erases what there is of a telephone number; calls whose alert is not closed stay, and are counted. */
export async function erasePerson(
  store: Pick<Store, "callsOfNumber" | "erasePersonStep" | "giveBackPages">,
  digits: string,
  by: string,
): Promise<{ readonly erased: number; readonly open: number }> {
  const calls = await store.callsOfNumber(digits);
  let erased = 0;
  for (const { call, open } of calls) {
    if (open) continue;
    for (let more = true; more; ) {
      const step = await store.erasePersonStep({ digits, call, by });
      if (step.refused !== undefined) throw new Error(step.refused);
      more = step.more;
      erased += step.more ? 0 : step.erased;
    }
  }
  await store.erasePersonStep({ digits, calls: erased, by });
  while (await store.giveBackPages());
  return { erased, open: calls.filter(({ open }) => open).length };
}
