import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { DutyAnswer } from "../../api/duty.ts";
import { queryText } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Loaded, Notice } from "../components/states.ts";
import { html } from "../html.ts";
import { language, words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { place } from "../router.ts";
import { Agenda } from "../schedule/Agenda.ts";
import { Away } from "../schedule/Away.ts";
import type { Hands } from "../schedule/Bar.ts";
import { CalendarLinks } from "../schedule/CalendarLinks.ts";
import { ChangeDuty } from "../schedule/ChangeDuty.ts";
import { droppedOn, firstDraft, pressedOn } from "../schedule/drafts.ts";
import { History } from "../schedule/History.ts";
import type { Block } from "../schedule/layout.ts";
import { Now } from "../schedule/Now.ts";
import { People } from "../schedule/People.ts";
import { Month, Week } from "../schedule/Rows.ts";
import { Toolbar } from "../schedule/Toolbar.ts";
import { askedFor, dutyOf, rowsOf, viewOfPlace } from "../schedule/view.ts";
import type { Wanted } from "../schedule/wishes.ts";
import { may, me } from "../session.ts";

const says = words({
  en: {
    title: "Schedule",
    change: "Change duty",
    noRotation: (who: string) =>
      `The clinic file has no rotation, so ${who} is paged at every hour. A manager can add one: Clinic file, On call.`,
  },
  es: {
    title: "Guardias",
    change: "Cambiar la guardia",
    noRotation: (who: string) =>
      `El archivo de la clínica no tiene turnos, así que se avisa a ${who} a todas horas. Un gerente puede añadirlos: Archivo de la clínica, De guardia.`,
  },
});

const MINUTE = 60_000;

/** The present minute: what is over and who is next moves on while somebody looks. */
function useMinute(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const each = setInterval(() => setNow(Date.now()), MINUTE);
    return () => clearInterval(each);
  }, []);
  return now;
}

/** Who has duty when; who would be paged; how to change that. */
export default function Schedule(): VNode {
  const now = useMinute();
  const { day, view } = viewOfPlace(now);
  const rotation = place.value.query.get("rotation") ?? undefined;
  const spoken = language.value;
  const path = useMemo(
    () => `/duty${queryText({ ...askedFor(view, day), rotation, language: spoken })}`,
    [view, day, rotation, spoken],
  );
  const asked = useRemote<DutyAnswer>(path, ["duty", "clinic"]);
  const [open, setOpen] = useState<{ readonly draft: Wanted; readonly block?: Block }>();
  const mayChange = may("duty.change");
  const own = me()?.role === "doctor" ? me()?.person : undefined;
  return html`<div class="head"><h1>${says().title}</h1>${mayChange && asked.data !== undefined && html`<${Button} kind="deed" icon="plus" class="unprinted" onClick=${() => setOpen({ draft: firstDraft(dutyOf(asked.data!, now), own) })}>${says().change}<//>`}</div>
    ${(asked.data !== undefined || asked.problem === undefined) && html`<${Now} minute=${now} />`}
    <${Loaded} of=${asked} lines=${8}>${(answer: DutyAnswer) => {
      const duty = dutyOf(answer, now);
      const rows = rowsOf(view, day, answer.weekStartsOn);
      const hands: Hands = {
        may: mayChange,
        open: (block) => setOpen({ block, draft: pressedOn(block, duty, own) }),
        drop: (what, block) => setOpen({ draft: droppedOn(what, block, duty) }),
      };
      return html`<${Toolbar} view=${view} day=${day} rows=${rows} rotations=${answer.rotations} rotation=${rotation} now=${now} />
        ${answer.warnings.map((text) => html`<${Notice} key=${text} kind="warn" icon="warning">${text}<//>`)}
        ${answer.rotations.length === 0 && answer.segments.length === 1 && html`<${Notice}>${says().noRotation(answer.fallback.name)}<//>`}
        ${view !== "list" && html`<${People} answer=${answer} may=${mayChange} own=${own} />`}
        ${view === "month" && html`<${Month} rows=${rows} month=${day.slice(0, 7)} duty=${duty} hands=${hands} />`}
        ${view === "week" && html`<${Week} rows=${rows} duty=${duty} hands=${hands} />`}
        ${view === "list" && html`<${Agenda} days=${rows.flat()} duty=${duty} hands=${hands} />`}
        <${Away} days=${rows.flat()} answer=${answer} now=${now} />
        <${History} answer=${answer} now=${now} />
        <${CalendarLinks} answer=${answer} />
        ${open !== undefined && html`<${ChangeDuty} duty=${duty} draft=${open.draft} block=${open.block} may=${mayChange} rotation=${rotation} onClose=${() => setOpen(undefined)} />`}`;
    }}<//>`;
}
