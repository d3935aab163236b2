import { boxAnswer, boxTest, testCallBody, testPageBody, testParams, testsAnswer } from "../api/box.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";
import { boxFacts } from "../live/boxFacts.ts";
import { doctorCommand, SupportArchive } from "../live/supportArchive.ts";
import { languageOf } from "../messages/languageOf.ts";

/** The box for whoever keeps it running, and what may be tried on it. */
export const boxRoutes = (box: ConsoleBox, version: string): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/box", summary: "Versions, how runs ended, backups, releases", may: "live.read" },
    answer: boxAnswer,
    handle: ({ headers }) => boxFacts(box, { version, language: languageOf(undefined, headers["accept-language"]) }),
  }),
  archiveRoute(box),
  route({
    ...{ method: "GET", path: "/box/tests", may: "box.test", answer: testsAnswer },
    summary: "Test pages and test calls: those under way and the last ones, and whom a test page can go to",
    handle: async () => {
      const { people } = box.clinic.current;
      const onCall = new Set((await box.live.status())?.onCall.people ?? []);
      return {
        tests: [...box.tests.tests],
        people: people.map(({ id, name, phone }) => ({
          ...{ id, name, onCall: onCall.has(name) },
          phoneLast: phone.replace(/\D/g, "").slice(-4),
        })),
      };
    },
  }),
  route({
    ...{ method: "POST", path: "/box/tests/page", may: "box.test", body: testPageBody, answer: boxTest },
    summary: "One SMS marked as a test to somebody of the clinic file; it is waited for the answer",
    audit: ({ body }) => ({ kind: "test-page", detail: body.person }),
    handle: ({ body, who }) => box.tests.page(body.person, who.name),
  }),
  route({
    ...{ method: "POST", path: "/box/tests/call", may: "box.test", body: testCallBody, answer: boxTest },
    summary: "Follow a call that somebody makes from a telephone of theirs",
    audit: () => ({ kind: "test-call" }),
    handle: ({ body, who }) => box.tests.call(body.from, who.name),
  }),
  route({
    ...{ method: "DELETE", path: "/box/tests/:id", may: "box.test", params: testParams, sends: "application/json" },
    summary: "Wait for it no longer",
    handle: ({ params }) => {
      box.tests.end(params.id);
      return new RawAnswer("application/json", "{}");
    },
  }),
];

function archiveRoute(box: ConsoleBox): Route {
  const archive = new SupportArchive(box.clock);
  return route({
    ...{ method: "GET", path: "/box/archive", may: "clinic.read", sends: "application/gzip" },
    summary: "The archive for support, as `firstring doctor --archive` makes it: without patient data; one at a time",
    audit: () => ({ kind: "support-archive" }),
    handle: async ({ signal }) => {
      const day = new Date(box.clock.now()).toISOString().slice(0, 10);
      const bytes = await archive.make(doctorCommand(box.clinic.file, box.directory), signal);
      return new RawAnswer("application/gzip", bytes, {
        headers: { "Content-Disposition": `attachment; filename="firstring-support-${day}.json.gz"` },
      });
    },
  });
}
