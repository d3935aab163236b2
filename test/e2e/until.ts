const LOOK_EVERY_MS = 10;
/** A bound, not a pace: a machine that is busy with other things takes its time. */
const USUALLY_WITHIN_MS = 60_000;

/** Looks again and again until there is something (not false, not undefined); rejects with `what` and `story()` when the time is up. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  { withinMs = USUALLY_WITHIN_MS, story = () => "" }: { withinMs?: number; story?: () => string } = {},
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${withinMs} ms\n${story()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
