import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { CallState } from "../../firmware/call/CallState.ts";
import type { PageNews } from "../../firmware/message/PageNews.ts";
import type { Clip } from "../../firmware/triage/PromptCatalogue.ts";
import { spokenTimeAt } from "../../firmware/triage/PromptCatalogue.ts";
import { worlds } from "./CallWorld.ts";

// Whatever comes in whatever order: at the moment at which a sentence begins, what it says of a page is so.

type Claim = (state: CallState) => boolean;

const own =
  (...kinds: readonly string[]): Claim =>
  ({ news }) =>
    kinds.includes(news?.kind ?? "unknown");
const earlier =
  (...kinds: readonly string[]): Claim =>
  (state) =>
    state.earlier !== undefined && kinds.includes(state.earlier.news.kind);
/** Nobody ever had it. */
const first =
  (claim: Claim, of: (state: CallState) => PageNews | undefined): Claim =>
  (state) => {
    const news = of(state);
    return claim(state) && !(news !== undefined && "again" in news);
  };
const mine = (state: CallState) => state.news;
const before = (state: CallState) => state.earlier?.news;
const either =
  (a: Claim, b: Claim): Claim =>
  (state) =>
    a(state) || b(state);

const OPEN = ["notifying", "failing", "waiting"];
const CLAIMS: Readonly<Record<string, Claim>> = {
  "page-notifying": own("notifying"),
  "page-waiting": either(first(own("notifying"), mine), first(earlier("notifying"), before)),
  "page-failing": either(first(own("unknown", "failing"), mine), first(earlier("failing"), before)),
  "page-again": either(own("notifying", "failing"), earlier("notifying", "failing")),
  taken: own("taken", "closed"),
  "taken-at": own("taken"),
  "will-call-back": own("taken"),
  "taken-it": earlier("taken"),
  "taken-it-at": earlier("taken"),
  "stay-over": first(own(...OPEN), mine),
  "stay-offer": own("notifying", "failing"),
  "earlier-message": earlier(...OPEN, "taken"),
  "earlier-message-from": earlier(...OPEN, "taken"),
  "saved-urgent": ({ saved }) => saved,
  "saved-routine": ({ saved }) => saved,
};

const nameOf = (id: string | undefined): string =>
  id === "chen" ? "person.dr-chen" : id === "patel" ? "person.dr-patel" : "a-doctor";

test("what a caller hears of a page is true when it is said", () => {
  const heard = new Map<string, number>();
  fc.assert(
    fc.property(worlds, ({ said }) => {
      for (const { clips, state } of said) {
        for (const { clip } of clips) {
          const claim = CLAIMS[clip];
          if (claim === undefined) continue;
          heard.set(clip, (heard.get(clip) ?? 0) + 1);
          assert(claim(state), `${clip} while ${JSON.stringify({ news: state.news, earlier: state.earlier })}`);
        }
      }
    }),
    // One seed: the count below is of these calls, not of luck.
    { numRuns: 2_000, seed: 20_261_126 },
  );
  for (const clip of Object.keys(CLAIMS).filter((each) => !each.startsWith("saved-")))
    assert((heard.get(clip) ?? 0) >= 5, `${clip}: heard ${heard.get(clip)} times`);
});

test("who has taken it, and when, is who and when; and no time is told by a clock that is not believed", () => {
  const after = (clips: readonly Clip[], of: string) => clips.slice(clips.findIndex(({ clip }) => clip === of) + 1);
  const before = (clips: readonly Clip[], of: string) => clips[clips.findIndex(({ clip }) => clip === of) - 1]?.clip;
  fc.assert(
    fc.property(worlds, ({ said }) => {
      for (const { clips, state } of said) {
        const { clockTrusted, timezone } = state.setup;
        for (const [clip, news] of [
          ["taken-at", state.news],
          ["taken-it-at", state.earlier?.news],
        ] as const) {
          if (!clips.some((each) => each.clip === clip)) continue;
          assert(news?.kind === "taken" && clockTrusted);
          assert.equal(before(clips, clip), nameOf(news.by));
          const time = spokenTimeAt(news.at, timezone);
          assert.deepEqual(
            after(clips, clip)
              .slice(0, time.length)
              .map((each) => each.clip),
            time,
          );
        }
        if (!clockTrusted) assert(!clips.some((each) => each.clip.startsWith("part-")), "a time was told");
      }
    }),
    { numRuns: 1_000 },
  );
});
