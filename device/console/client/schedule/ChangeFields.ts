import type { VNode } from "preact";
import type { Choice } from "../components/Choices.ts";
import { SelectField } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { me } from "../session.ts";
import { spanText } from "./dutyWords.ts";
import type { Block } from "./layout.ts";
import { MomentField } from "./MomentField.ts";
import type { Duty } from "./view.ts";
import { DEEDS, type Deed, type Wanted } from "./wishes.ts";

const says = words({
  en: {
    what: "What",
    deeds: {
      cover: "Somebody stands in",
      swap: "Two swap their duties",
      away: "Somebody is away",
      add: "Somebody is on duty as well",
    } satisfies Record<Deed, string>,
    whose: "Whose duty",
    who: "Who",
    away: "Who is away",
    by: "Who stands in",
    byAway: "Who stands in, if anybody",
    nobody: "Nobody",
    choose: "Choose …",
    myself: (name: string) => `${name} (you)`,
    from: "From",
    to: "Until",
    one: "One duty",
    other: "The other duty",
    ownOnly: "You can change what is about yourself: your own duty, and duty that you take over.",
  },
  es: {
    what: "Qué",
    deeds: {
      cover: "Alguien sustituye",
      swap: "Dos cambian sus guardias",
      away: "Alguien no está",
      add: "Alguien más tiene guardia",
    },
    whose: "La guardia de quién",
    who: "Quién",
    away: "Quién no está",
    by: "Quién sustituye",
    byAway: "Quién sustituye, si hay alguien",
    nobody: "Nadie",
    choose: "Elija …",
    myself: (name: string) => `${name} (usted)`,
    from: "Desde",
    to: "Hasta",
    one: "Una guardia",
    other: "La otra guardia",
    ownOnly: "Puede cambiar lo que le afecta a usted: su propia guardia, y la que toma de otros.",
  },
});

/** What stands in the form. */
export type Draft = Wanted;

interface ChangeFieldsProps {
  readonly draft: Draft;
  readonly duty: Duty;
  readonly onChange: (more: Partial<Draft>) => void;
}

const orNone = (value: string): string | undefined => (value === "" ? undefined : value);

export function ChangeFields({ draft, duty, onChange }: ChangeFieldsProps): VNode {
  const deeds = DEEDS.map((deed) => ({ value: deed, text: says().deeds[deed] }));
  return html`<${SelectField} label=${says().what} help=${me()?.role === "doctor" ? says().ownOnly : undefined} value=${draft.deed} choices=${deeds} onValue=${(deed: string) => onChange({ deed: deed as Deed })} />
    ${draft.deed === "swap" ? html`<${SwapFields} draft=${draft} duty=${duty} onChange=${onChange} />` : html`<${SpanFields} draft=${draft} duty=${duty} onChange=${onChange} />`}`;
}

function SpanFields({ draft, duty, onChange }: ChangeFieldsProps): VNode {
  const { by, deed, from, person, to } = draft;
  const own = me()?.person;
  const people = (none: string): readonly Choice[] => [
    { value: "", text: none },
    ...duty.answer.people.map(({ id, name }) => ({ value: id, text: id === own ? says().myself(name) : name })),
  ];
  const label = deed === "add" ? says().who : deed === "away" ? says().away : says().whose;
  return html`<${SelectField} label=${label} value=${person ?? ""} choices=${people(says().choose)} onValue=${(id: string) => onChange({ person: orNone(id) })} />
    ${
      deed !== "add" &&
      html`<${SelectField} label=${deed === "away" ? says().byAway : says().by} value=${by ?? ""} choices=${people(deed === "away" ? says().nobody : says().choose).filter(({ value }) => value === "" || value !== person)}
        onValue=${(id: string) => onChange({ by: orNone(id) })} />`
    }
    <div class="duty-span"><${MomentField} label=${says().from} value=${from} onValue=${(at: number | undefined) => onChange({ from: at })} />
    <${MomentField} label=${says().to} value=${to} last onValue=${(at: number | undefined) => onChange({ to: at })} /></div>`;
}

/** A duty as it is swapped: what is left of it. */
export const partOf = ({ from, person, to }: Block, now: number) => ({
  person: person.id,
  to,
  from: Math.max(from, now),
});

/** It is chosen by where it ends: its beginning moves on with the clock. */
const keyOf = ({ person, to }: { readonly person: string; readonly to: number }): string => `${person} ${to}`;

function SwapFields({ draft, duty, onChange }: ChangeFieldsProps): VNode {
  const open = duty.blocks
    .filter(({ gap, to }) => !gap && to > duty.now)
    .map((block) => ({ block, part: partOf(block, duty.now) }));
  const choices = (without: string | undefined): readonly Choice[] => [
    { value: "", text: says().choose },
    ...open
      .filter(({ block }) => block.person.id !== without)
      .map(({ block, part }) => ({
        value: keyOf(part),
        text: `${block.person.name}: ${spanText(block.from, block.to, duty.now)}`,
      })),
  ];
  const chosen = (key: string) => open.find(({ part }) => keyOf(part) === key)?.part;
  return html`<${SelectField} label=${says().one} value=${draft.mine === undefined ? "" : keyOf(draft.mine)} choices=${choices(undefined)} onValue=${(key: string) => onChange({ mine: chosen(key) })} />
    <${SelectField} label=${says().other} value=${draft.theirs === undefined ? "" : keyOf(draft.theirs)} choices=${choices(draft.mine?.person)} onValue=${(key: string) => onChange({ theirs: chosen(key) })} />`;
}
