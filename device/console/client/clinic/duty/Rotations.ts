import type { VNode } from "preact";
import type { Choice } from "../../components/Choices.ts";
import { SelectField } from "../../components/controls.ts";
import { html } from "../../html.ts";
import { words } from "../../i18n.ts";
import { civilDate } from "../../time.ts";
import { at, listAt, type Path, textAt } from "../draft.ts";
import { type Bound, mayEdit, TextIn, wrongAt } from "../fields.ts";
import { NamedList } from "../NamedList.ts";
import { Rows } from "../Rows.ts";
import { everyEdits, freshRotation, usesOf } from "./dutyEdits.ts";
import { HandoffFields } from "./HandoffFields.ts";
import { EVERY, type Every, isEvery } from "./handoff.ts";
import { Strip } from "./Strip.ts";
import { Turns } from "./Turns.ts";
import type { DutyAhead } from "./useDutyAhead.ts";
import { windowWords } from "./windowWords.ts";

const says = words({
  en: {
    title: "Rotations",
    lead: "People who have duty one after the other.",
    none: "None: the fallback is paged at every hour that nothing else covers.",
    add: "Add a rotation",
    take: (id: string) => `Remove the rotation ${id}`,
    uses: (n: number) => (n === 1 ? "Named in one step of who is paged." : `Named in ${n} steps of who is paged.`),
    every: "Duty changes every",
    everies: { hour: "hour", day: "day", week: "week", month: "month" } satisfies Record<Every, string>,
    length: "So many of them are one turn",
    starts: "The first turn begins on",
    ends: "The last day",
    layer: "Layer",
    layerHelp: "Where a higher one has somebody, it hides the lower ones; 1 is the usual.",
    during: "Hours in which it serves",
    duringNone: "At all hours.",
    strip: (id: string) => `Whoever is paged as rotation ${id}`,
  },
  es: {
    title: "Turnos",
    lead: "Personas que tienen la guardia una tras otra.",
    none: "Ninguno: se avisa al sustituto a toda hora que nada más cubra.",
    add: "Añadir un turno rotatorio",
    take: (id: string) => `Quitar el turno rotatorio ${id}`,
    uses: (n: number) =>
      n === 1 ? "Nombrado en un paso de a quién se avisa." : `Nombrado en ${n} pasos de a quién se avisa.`,
    every: "La guardia cambia cada",
    everies: { hour: "hora", day: "día", week: "semana", month: "mes" },
    length: "Cuántos de ellos son un turno",
    starts: "El primer turno empieza el",
    ends: "El último día",
    layer: "Capa",
    layerHelp: "Donde una más alta tiene a alguien, oculta las más bajas; lo usual es 1.",
    during: "Horas en que sirve",
    duringNone: "A todas horas.",
    strip: (id: string) => `A quién se avisa como turno ${id}`,
  },
});

interface RotationsProps extends Bound {
  readonly people: readonly Choice[];
  readonly ahead: DutyAhead;
}

export function Rotations({ ahead, people, ...bound }: RotationsProps): VNode {
  const ids = people.map(({ value }) => value);
  const fresh = ids.length === 0 ? undefined : (): object => freshRotation(ids, civilDate(Date.now()));
  return html`<${NamedList} ...${bound} path=${["onCall", "rotations"]} words=${says()} fresh=${fresh}>${(
    here: Path,
    id: string,
  ) => html`<${Rotation} ...${bound} id=${id} here=${here} people=${people} ahead=${ahead} />`}<//>`;
}

/** Nothing else says who has duty: its strip is the one of all. */
const isAlone = (value: unknown): boolean =>
  ["rotations", "rules", "calendars", "temporary"].flatMap((part) => listAt(value, ["onCall", part])).length < 2;

function Rotation({
  ahead,
  here,
  id,
  people,
  ...bound
}: RotationsProps & { readonly id: string; readonly here: Path }): VNode {
  const { edit, shown } = bound;
  const text = (field: string): string => textAt(shown.value, [...here, field]);
  const uses = usesOf(at(shown.value, ["escalation"]), `rotation:${id}`);
  const known = ahead.answer?.rotations.find((one) => one.id === id);
  const strip = isAlone(shown.value) ? undefined : known;
  const every = text("every");
  const choices = EVERY.map((value) => ({ value, text: says().everies[value] }));
  return html`${uses > 0 && html`<p class="soft">${says().uses(uses)}</p>`}
    <${Turns} ...${bound} path=${[...here, "people"]} people=${people} kept=${ahead.current ? known?.kept : undefined} />
    <div class="beside">
      <${SelectField} label=${says().every} wrong=${wrongAt(bound, [...here, "every"])} value=${every} disabled=${!mayEdit(bound)}
        choices=${isEvery(every) ? choices : [...choices, { value: every, text: every }]} onValue=${(value: Every) => edit(...everyEdits(here, value, text("handoff")))} />
      <${HandoffFields} ...${bound} path=${here} />
      <${TextIn} ...${bound} path=${[...here, "length"]} label=${says().length} usual="1" numeric optional />
    </div>
    <div class="beside"><${TextIn} ...${bound} path=${[...here, "starts"]} label=${says().starts} date />
      <${TextIn} ...${bound} path=${[...here, "ends"]} label=${says().ends} date optional /></div>
    <h4>${says().during}</h4>
    <${Rows} ...${bound} path=${[...here, "during"]} fields=${windowWords().fields} none=${says().duringNone} add=${windowWords().add} fresh=${{ days: "mon-fri", from: "17:00", to: "08:00" }} neverEmpty />
    <div class="beside low"><${TextIn} ...${bound} path=${[...here, "layer"]} label=${says().layer} help=${says().layerHelp} usual="1" numeric optional /></div>
    ${strip !== undefined && html`<h4>${says().strip(id)}</h4><${Strip} segments=${strip.segments} people=${ahead.answer!.people} days=${ahead.days} now=${ahead.now} />`}`;
}
