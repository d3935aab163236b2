import {
  type CalendarLink,
  calendarLinkBody,
  calendarLinksAnswer,
  calendarParams,
  changeParams,
  newCalendarLink,
} from "../api/duty.ts";
import { conflict, notFound } from "../api/errors.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { type CalendarLinkRecord, MOST_LINKS } from "../duty/CalendarLinks.ts";
import type { DutyDesk } from "../duty/DutyDesk.ts";
import { addressOf, RawAnswer, type Route, route } from "../http/Route.ts";

/** The schedule for calendar programs: an address with a secret in it (they cannot sign in), which is withdrawn at will. */
export const calendarLinkRoutes = (box: ConsoleBox, desk: DutyDesk): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/duty/links", may: "duty.read", answer: calendarLinksAnswer, personsOnly: true },
    summary: "Your addresses for calendar programs",
    handle: ({ who }) => ({ links: box.calendarLinks.of(who.id).map((link) => shown(box, link)) }),
  }),
  route({
    ...{ method: "POST", path: "/duty/links", may: "duty.read", personsOnly: true },
    ...{ body: calendarLinkBody, answer: newCalendarLink },
    summary: "Make an address for a calendar program; it is told once",
    audit: (_asked, { link }) => ({ kind: "calendar-link-made", detail: link.id }),
    handle: ({ body, who }) => {
      const { person } = body;
      if (person !== undefined && !box.clinic.current.people.some(({ id }) => id === person))
        throw notFound(`person '${person}' in the clinic file`);
      if (box.calendarLinks.of(who.id).length >= MOST_LINKS)
        throw conflict("TOO_MANY_LINKS", `There are ${MOST_LINKS} already.`, "Withdraw those that nobody uses.");
      const { key, link } = box.calendarLinks.make(who.id, person);
      return { link: shown(box, link), path: addressOf({ atRoot: false, path: `/duty/calendar/${key}.ics` }) };
    },
  }),
  route({
    ...{ method: "DELETE", path: "/duty/links/:id", may: "duty.read", params: changeParams, personsOnly: true },
    summary: "Withdraw an address: calendars that have it get nothing any more",
    sends: "application/json",
    audit: ({ params }) => ({ kind: "calendar-link-withdrawn", detail: params.id }),
    handle: ({ params, who }) => {
      if (!box.calendarLinks.withdraw(params.id, who.id)) throw notFound("address of that name");
      return new RawAnswer("application/json", "{}");
    },
  }),
  route({
    ...{ method: "GET", path: "/duty/calendar/:key", may: "anybody", params: calendarParams },
    summary: "The schedule as iCalendar (RFC 5545), for half a year",
    sends: "text/calendar",
    handle: ({ params }) => {
      const link = box.calendarLinks.find(params.key.replace(/\.ics$/, ""));
      // Whoever may no longer sign in reads nothing here, either; and what there was, nobody learns.
      const user = link === undefined ? undefined : box.users.find(link.user);
      if (link === undefined || user === undefined || user.disabledAt !== null)
        throw notFound("calendar at this address");
      return new RawAnswer("text/calendar; charset=utf-8", desk.calendar(link.person ?? undefined), {
        headers: { "Content-Disposition": 'inline; filename="on-call.ics"' },
      });
    },
  }),
];

const shown = (box: ConsoleBox, { id, madeAt, person, usedAt }: CalendarLinkRecord): CalendarLink => ({
  ...{ id, madeAt },
  ...(usedAt === null ? {} : { usedAt }),
  ...(person === null
    ? {}
    : { person: { id: person, name: box.clinic.known?.people.find((each) => each.id === person)?.name ?? person } }),
});
