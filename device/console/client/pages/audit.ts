import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type * as z from "zod";
import type { auditAnswer, auditVerdict } from "../../api/audit.ts";
import { get, queryText } from "../api.ts";
import { auditWord } from "../audit/auditWords.ts";
import { auditDetail } from "../audit/detailWords.ts";
import { Button, LinkButton, TextField } from "../components/controls.ts";
import { Empty, Loaded, Notice } from "../components/states.ts";
import { tellWrong } from "../components/toasts.ts";
import { html } from "../html.ts";
import { language, words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { roleWords } from "../roleWords.ts";
import { go, place, withQuery } from "../router.ts";
import { dayAndTime, isoTime, startOfDay } from "../time.ts";

const says = words({
  en: {
    title: "Who saw what",
    lead: "Every look at a message, every listening, every change. Rows are chained to each other, so a row that is changed or taken away is found.",
    who: "User name",
    ref: "Message",
    day: "Day",
    when: "When",
    what: "What",
    details: "Details",
    check: "Check the chain",
    well: (rows: number) => `The chain is whole: ${rows} rows.`,
    broken: "The chain is broken.",
    older: "Older",
    newest: "Back to the newest",
    none: "No row fits",
    noneHelp: "Look at another day, or leave a field empty.",
  },
  es: {
    title: "Quién vio qué",
    lead: "Cada mirada a un mensaje, cada escucha, cada cambio. Las filas están encadenadas: si se cambia o se quita una, se nota.",
    who: "Nombre de usuario",
    ref: "Mensaje",
    day: "Día",
    when: "Cuándo",
    what: "Qué",
    details: "Detalles",
    check: "Comprobar la cadena",
    well: (rows: number) => `La cadena está entera: ${rows} filas.`,
    broken: "La cadena está rota.",
    older: "Anteriores",
    newest: "Volver a las más recientes",
    none: "Ninguna fila coincide",
    noneHelp: "Mire otro día o deje un campo vacío.",
  },
});

type Answer = z.infer<typeof auditAnswer>;
type Verdict = z.infer<typeof auditVerdict>;

/** The access audit, for whoever has to answer for it. */
export default function Audit(): VNode {
  const { query } = place.value;
  const asked = (name: string): string => query.get(name) ?? "";
  const rows = useRemote<Answer>(
    `/audit${queryText({
      who: asked("who"),
      ref: asked("ref").toUpperCase(),
      from: startOfDay(asked("day")),
      to: startOfDay(asked("day"), 1),
      before: asked("before"),
    })}`,
  );
  const [verdict, setVerdict] = useState<Verdict>();
  const [busy, setBusy] = useState(false);
  const check = async (): Promise<void> => {
    setBusy(true);
    await get<Verdict>("/audit/verify").then(setVerdict, tellWrong);
    setBusy(false);
  };
  const filter = (name: string) => (value: string) =>
    go(withQuery({ [name]: value.trim(), before: undefined }), { replace: true });
  return html`<div class="head"><h1>${says().title}</h1><${Button} icon="check" busy=${busy} onClick=${check}>${says().check}<//></div>
    <p class="lead">${says().lead}</p>
    ${verdict !== undefined && html`<div role="status"><${Notice} kind=${verdict.ok ? "well" : "wrong"} icon=${verdict.ok ? "check" : "warning"}>${verdict.ok ? says().well(verdict.rows) : html`<strong>${says().broken}</strong> ${verdict.why}`}<//></div>`}
    <div class="dates unprinted"><${TextField} label=${says().who} value=${asked("who")} onValue=${filter("who")} /><${TextField} label=${says().ref} value=${asked("ref")} onValue=${filter("ref")} /><${TextField} type="date" label=${says().day} value=${asked("day")} onValue=${filter("day")} /></div>
    <${Loaded} of=${rows} lines=${8}>${({ next, rows: shown }: Answer) =>
      shown.length === 0
        ? html`<${Empty} icon="eye" title=${says().none}><p>${says().noneHelp}</p><//>`
        : html`<table class="stacked"><thead><tr><th scope="col">${says().when}</th><th scope="col">${says().who}</th><th scope="col">${says().what}</th><th scope="col">${says().ref}</th><th scope="col">${says().details}</th></tr></thead>
          <tbody>${shown.map(
            ({ at, detail, kind, ref, seq, who }) =>
              html`<tr key=${seq}><td><time class="cap" dateTime=${isoTime(at)}>${dayAndTime(at)}</time></td><td data-label=${says().who}>${who}</td><td>${auditWord(kind)}</td><td>${ref !== undefined && html`<a class="code" href=${`/messages/${ref}`}>${ref}</a>`}</td><td class="soft">${detail !== undefined && auditDetail(language.value, kind, detail, roleWords())}</td></tr>`,
          )}</tbody></table>
          <div class="acts unprinted">${query.has("before") && html`<${LinkButton} icon="back" href=${withQuery({ before: undefined })}>${says().newest}<//>`}${next !== undefined && html`<${LinkButton} icon="forward" href=${withQuery({ before: String(next) })}>${says().older}<//>`}</div>`}<//>`;
}
