import type { VNode } from "preact";
import type { ClinicEdit } from "../../../api/clinic.ts";
import type { Choice } from "../../components/Choices.ts";
import { Button, SelectField } from "../../components/controls.ts";
import { html } from "../../html.ts";
import { words } from "../../i18n.ts";
import { addDays } from "../../schedule/days.ts";
import { civilDate } from "../../time.ts";
import { issuesAt, listAt, type Path, textAt } from "../draft.ts";
import { type Bound, ChooseIn, mayEdit, remove, set, TextIn } from "../fields.ts";
import { Told } from "../Told.ts";

const KINDS = ["replace", "add", "remove"] as const;
type Kind = (typeof KINDS)[number];

const says = words({
  en: {
    title: "Changes of duty in the file",
    lead: "Each holds for its time, and stays until somebody removes it. Nobody is told; a change that tells whoever it concerns is made on",
    schedule: "the schedule",
    none: "None.",
    kind: "What changes",
    kinds: { replace: "Somebody stands in", add: "One more has duty", remove: "Somebody is off duty" },
    persons: { replace: "For whom", add: "Who", remove: "Who" },
    with: "Who stands in",
    from: "From",
    to: "To",
    momentHelp: "From and to are a day, or a day and a time: 2026-12-24 17:00.",
    rotation: "In which rotation",
    anywhere: "All duty",
    add: "Add a change of duty",
    take: (who: string, from: string) => `Remove the change for ${who} from ${from}`,
  },
  es: {
    title: "Cambios de guardia en el archivo",
    lead: "Cada uno vale para su tiempo y queda hasta que alguien lo quite. No se avisa a nadie; un cambio que avisa a quien le toca se hace en",
    schedule: "las guardias",
    none: "Ninguno.",
    kind: "Qué cambia",
    kinds: { replace: "Alguien sustituye", add: "Uno más de guardia", remove: "Alguien sin guardia" },
    persons: { replace: "A quién", add: "Quién", remove: "Quién" },
    with: "Quién sustituye",
    from: "Desde",
    to: "Hasta",
    momentHelp: "Desde y hasta son un día, o un día y una hora: 2026-12-24 17:00.",
    rotation: "En qué turno rotatorio",
    anywhere: "Toda la guardia",
    add: "Añadir un cambio de guardia",
    take: (who: string, from: string) => `Quitar el cambio de ${who} desde ${from}`,
  },
});

const LIST = ["onCall", "overrides"];

/** Of an entry that says several things, or nothing, the form shows the first: the check tells the rest. */
const kindOf = (entry: unknown): Kind => KINDS.find((kind) => textAt(entry, [kind]) !== "") ?? "replace";

/** The same person in a change of another kind. Time and rotation are left alone: they may be under way to the box. */
function ofKind(here: Path, entry: unknown, kind: Kind, people: readonly Choice[]): readonly ClinicEdit[] {
  const was = kindOf(entry);
  const person = textAt(entry, [was]);
  const other = people.find(({ value }) => value !== person)?.value ?? "";
  const edits = [set([...here, kind], person), remove([...here, was])];
  if (kind === "replace") return [...edits, set([...here, "with"], other)];
  return textAt(entry, ["with"]) === "" ? edits : [...edits, remove([...here, "with"])];
}

/** Who stands in, has duty beside somebody, or is off duty for a time, as the file has it. */
export function Overrides({ people, ...bound }: Bound & { readonly people: readonly Choice[] }): VNode {
  const { edit, shown } = bound;
  const overrides = listAt(shown.value, LIST);
  const rotations = listAt(shown.value, ["onCall", "rotations"]).map((one) => textAt(one, ["id"]));
  const can = mayEdit(bound);
  const add = (): unknown => {
    const day = addDays(civilDate(Date.now()), 1);
    const [first, second] = people.map(({ value }) => value);
    const what = second === undefined ? { add: first ?? "" } : { replace: first ?? "", with: second };
    return edit(set([...LIST, overrides.length], { from: day, to: day, ...what }));
  };
  return html`<section><h2>${says().title}</h2>
    <p class="help">${says().lead} <a href="/schedule">${says().schedule}</a>. ${says().momentHelp}</p>
    ${overrides.length === 0 && html`<p class="soft">${says().none}</p>`}
    <ul role="list" class="entry-rows">${overrides.map((entry, index) => {
      const here = [...LIST, index];
      const kind = kindOf(entry);
      const id = textAt(entry, [kind]);
      const who = people.find(({ value }) => value === id)?.text ?? id;
      const kinds = KINDS.map((value) => ({ value, text: says().kinds[value] }));
      const toKind = (value: string): unknown => edit(...ofKind(here, entry, value as Kind, people));
      return html`<li key=${index}><div class="line">
        <${SelectField} label=${says().kind} value=${kind} choices=${kinds} disabled=${!can} onValue=${toKind} />
        <${ChooseIn} ...${bound} path=${[...here, kind]} label=${says().persons[kind]} usual="" choices=${people} />
        ${kind === "replace" && html`<${ChooseIn} ...${bound} path=${[...here, "with"]} label=${says().with} usual="" choices=${people.filter(({ value }) => value !== id)} />`}
        ${can && html`<${Button} kind="quiet" icon="close" label=${says().take(who, textAt(entry, ["from"]))} onClick=${() => edit(remove(here))} />`}</div>
        <div class="line"><${TextIn} ...${bound} path=${[...here, "from"]} label=${says().from} />
        <${TextIn} ...${bound} path=${[...here, "to"]} label=${says().to} />
        ${rotations.length > 0 && html`<${ChooseIn} ...${bound} path=${[...here, "rotation"]} label=${says().rotation} usual="" choices=${[{ value: "", text: says().anywhere }, ...rotations.map((value) => ({ value, text: value }))]} />`}</div>
        <${Told} issues=${issuesAt(shown.issues, here)} /></li>`;
    })}</ul>
    ${can && people.length > 0 && html`<${Button} icon="plus" onClick=${add}>${says().add}<//>`}
  </section>`;
}
