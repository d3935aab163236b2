/* @pure */

import { parsePhoneNumberFromString } from "libphonenumber-js";
import { complaintAboutPin } from "../../../firmware/config/callChecks.ts";
import { listIn, removeItem, setIn, textIn } from "../../../firmware/config/editYaml.ts";
import { slug } from "../../../firmware/triage/slug.ts";
import { lastName, problemsAbout } from "../core/checks.ts";
import { answered, type SetupState } from "../core/SetupState.ts";
import { type Accepted, type Field, type ListStep, type Problem, problem, refuse } from "../core/Step.ts";
import { isMissing, parts, withMissing } from "./inputs.ts";

interface PersonEntry {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly notify?: readonly string[];
  readonly pin?: string;
}

export const peopleOf = (state: SetupState): readonly PersonEntry[] =>
  listIn(state.text, ["people"]).filter((one): one is PersonEntry => typeof one === "object" && one !== null);

export const pinName = (id: string): string => `pin-${id}`;

export const peopleStep: ListStep = {
  kind: "list",
  id: "people",
  title: "The doctors",
  one: "a person",
  least: 1,
  about: ["people"],
  intro: () => [
    "Everybody who may be paged. Their own mobile telephone is how they are reached, and how the box knows who answers.",
    "The PIN is asked for on the telephone before anything of a patient is said. Ask each person for theirs; it is kept encrypted and shown to nobody.",
  ],
  items: (state) =>
    peopleOf(state).map(
      ({ name, phone, notify, pin }) => `${name}, ${phone}, by ${ways(notify)}${pin === undefined ? ", no PIN" : ""}`,
    ),
  fields(state, index, { secrets }) {
    const person = index === undefined ? undefined : peopleOf(state)[index];
    const hasPin = person !== undefined && secrets.has(pinName(person.id));
    return [
      {
        name: "name",
        kind: "text",
        label: "Name",
        help: "As colleagues read it: Dr. Chen.",
        value: person?.name ?? "",
      },
      {
        ...{ name: "phone", kind: "phone", label: "Mobile telephone", value: person?.phone ?? "" },
        help: "With or without country code. Each person needs a number of their own.",
      },
      {
        ...{
          name: "notify",
          kind: "many",
          label: "Ways to reach them",
          value: (person?.notify ?? ["sms", "call"]).join(","),
        },
        help: "A call rings when an SMS sleeps. MQTT is for the clinic's own receivers.",
        choices: [
          { value: "sms", label: "SMS" },
          { value: "call", label: "Telephone call" },
          { value: "mqtt", label: "MQTT" },
        ],
      },
      pinField(person, hasPin),
    ];
  },
  put: (state, index, input, facts) => {
    const missing = withMissing(input, ["name", "phone", "notify"]);
    if (isMissing(missing)) return missing;
    const people = peopleOf(state);
    const before = index === undefined ? undefined : people[index];
    if (index !== undefined && before === undefined) return gone;
    const name = input["name"]!.trim();
    const id = before?.id ?? freeId(name, people);
    const phone = international(input["phone"]!, textIn(state.text, ["clinic", "country"]) || "US");
    const pin = (input["pin"] ?? "").replace(/\s/g, "");
    const complaint = pin === "" ? undefined : complaintAboutPin(pin, phone);
    if (complaint !== undefined) return refuse(problem("pin", complaint.what, complaint.instead));
    const keepsPin = pin !== "" || (before?.pin !== undefined && facts.secrets.has(pinName(id)));
    const person = {
      ...{ id, name, phone, notify: parts(input["notify"]!) },
      ...(keepsPin ? { pin: `\${credential:${pinName(id)}}` } : {}),
    };
    const at = index ?? people.length;
    const text = setIn(state.text, [[["people", at], person]]);
    const problems = problemsWith(text, state.text, at);
    if (problems.length > 0) return { ok: false, problems };
    return {
      ...{ ok: true, state: answered({ ...state, text }, "people") },
      ...(pin === "" ? {} : { secrets: { [pinName(id)]: pin } }),
      notes: keepsPin
        ? []
        : [`Without a PIN ${name} hears the reference of a call on the telephone, and nothing of the patient.`],
    };
  },
  remove(state, index) {
    const person = peopleOf(state)[index];
    if (person === undefined) return gone;
    if (
      JSON.stringify([
        ...listIn(state.text, ["onCall", "rotations"]),
        textIn(state.text, ["onCall", "fallback"]),
      ]).includes(`"${person.id}"`)
    )
      return refuse(problem("", `${person.name} is on call`, "change who is on call first"));
    return { ok: true, state: { ...state, text: removeItem(state.text, ["people"], index) } };
  },
};

/** Of this entry; or of another one that was well before (two people with one telephone: the check tells it of the second). */
function problemsWith(text: string, before: string, at: number): readonly Problem[] {
  const mine = problemsAbout(text, [`people[${at}]`], lastName);
  if (mine.length > 0) return mine;
  const known = new Set(problemsAbout(before, ["people"], lastName).map(({ what }) => what));
  return problemsAbout(text, ["people"], lastName).filter(({ what }) => !known.has(what));
}

const gone: Accepted = refuse(
  problem("", "this entry is not there any more", "look at the list again: somebody may have changed it"),
);

function pinField(person: PersonEntry | undefined, hasPin: boolean): Field {
  const kept = hasPin ? " Left empty: the one that they have." : "";
  const lost = person?.pin !== undefined && !hasPin ? " It has to be entered again." : "";
  return {
    ...{ name: "pin", kind: "secret", label: "PIN for the telephone", value: "", optional: true },
    help: `4 to 8 digits that nobody guesses.${kept}${lost}`,
  };
}

function freeId(name: string, people: readonly PersonEntry[]): string {
  // "Dr. Maria Chen" is chen to whoever reads the file.
  const last = slug(name.replace(/,.*$/, "").split(/\s+/).at(-1) ?? "").replace(/^[^a-z]+/, "") || "person";
  const taken = new Set(people.map(({ id }) => id));
  if (!taken.has(last)) return last;
  for (let number = 2; ; number++) if (!taken.has(`${last}-${number}`)) return `${last}-${number}`;
}

/** `(312) 555-0101` in the clinic's country is +13125550101; what is no number stays, for the check to refuse. */
function international(typed: string, country: string): string {
  const parsed = parsePhoneNumberFromString(
    typed,
    country as Parameters<typeof parsePhoneNumberFromString>[1] as never,
  );
  return parsed?.number ?? typed.trim();
}

const WAYS: Readonly<Record<string, string>> = { sms: "SMS", call: "telephone", mqtt: "MQTT" };
const ways = (notify: readonly string[] | undefined): string =>
  (notify ?? ["sms"]).map((way) => WAYS[way] ?? way).join(" and ");
