/* @pure */
import { FRONT_DESK } from "../../../firmware/alert/personName.ts";
import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { findPerson } from "../../../firmware/oncall/onCall.ts";
import type { Hand } from "../api/messages.ts";
import type { Who } from "../auth/Who.ts";

/** An id as colleagues read it: of the clinic file, of a user (`user:ann`), `front-desk`; undefined: nobody has it. */
export type NameOf = (id: string) => string | undefined;

const USER = "user:";

export const userHandId = (user: string): string => USER + user;
export const userOfHand = (id: string): string | undefined => (id.startsWith(USER) ? id.slice(USER.length) : undefined);

/** As whom somebody who asks acts: a user that is bound to a person of the clinic file acts as that person. */
export const handOf = ({ id, kind, name, person }: Who, clinic: Clinic | undefined): Hand => {
  const theirs = person === undefined || clinic === undefined ? undefined : findPerson(clinic, person);
  if (theirs !== undefined) return { id: theirs.id, name: theirs.name };
  return { id: kind === "user" ? userHandId(id) : id, name };
};

export const namesOf =
  (clinic: Clinic | undefined, userName: (id: string) => string | undefined, frontDesk: string): NameOf =>
  (id) => {
    if (id === FRONT_DESK) return frontDesk;
    const user = userOfHand(id);
    if (user !== undefined) return userName(user);
    return clinic === undefined ? undefined : findPerson(clinic, id)?.name;
  };
