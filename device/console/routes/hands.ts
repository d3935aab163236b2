import { handsAnswer } from "../api/hands.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { type Route, route } from "../http/Route.ts";

/** Whom a message can be given to: the people of the clinic file, and users of the console who may do something with it. */
export const handsRoutes = ({ clinic, users }: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/hands", summary: "To whom a message can be given", may: "messages.act" },
    answer: handsAnswer,
    handle: ({ who }) => {
      const people = clinic.known?.people ?? [];
      const bound = new Set(people.map(({ id }) => id));
      return {
        hands: [
          ...people.map(({ id, name }) => ({ id, name, you: who.person === id })),
          ...users
            .list()
            .filter(({ disabledAt, person, role }) => {
              // Whoever is bound to a person of the clinic file is given messages as that person.
              return disabledAt === null && role !== "technician" && !(person !== null && bound.has(person));
            })
            .map(({ id, name }) => ({ id: `user:${id}`, name, you: who.id === id })),
        ],
      };
    },
  }),
];
