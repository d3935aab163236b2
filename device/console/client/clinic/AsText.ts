import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { may } from "../session.ts";
import { type Clinic, discards, type Shown, unsent } from "./draft.ts";
import { Issues } from "./Issues.ts";

const says = words({
  en: {
    title: "The clinic file as text",
    lead: "The whole file, as it stands on the box. Checked while you write; nothing changes before it is applied. Secrets stand in it as references only.",
    label: "Clinic file (YAML)",
    check: "Check it now",
    fine: "No mistakes, nothing odd.",
    found: "What the check says",
    lines: (n: number) => `${n} lines`,
  },
  es: {
    title: "El archivo de la clínica como texto",
    lead: "El archivo entero, tal como está en el equipo. Se comprueba mientras escribe; nada cambia hasta aplicarlo. Los secretos figuran solo como referencias.",
    label: "Archivo de la clínica (YAML)",
    check: "Comprobar ahora",
    fine: "Sin errores ni nada raro.",
    found: "Lo que dice la comprobación",
    lines: (n: number) => `${n} líneas`,
  },
});

/** A pause in writing that is long enough to look at what was written. */
const PAUSE_MS = 700;

/** For the technician: the file itself, with its line numbers, checked while one writes. */
export function AsText({ clinic, shown }: { readonly clinic: Clinic; readonly shown: Shown }): VNode {
  const [typed, setTyped] = useState(unsent.value ?? shown.text);
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLPreElement>(null);
  /** The last text that was sent or taken over; undefined: it did not arrive. */
  const sent = useRef<string | undefined>(shown.text);
  /** Sent, and perhaps not answered. */
  const onTheWay = useRef({ count: 0, texts: new Set<string>() });
  const takeOver = (): void => {
    setTyped(shown.text);
    sent.current = shown.text;
  };
  // Restored, or changed by a form meanwhile. The answer to a text before the last one is no news, and what is being written stays.
  useEffect(() => {
    if (shown.text === sent.current || onTheWay.current.texts.has(shown.text)) return;
    if ((area.current?.value ?? typed) === sent.current) takeOver();
  }, [shown.text]);
  const seen = useRef(discards.value);
  useEffect(() => {
    if (seen.current !== discards.value) takeOver();
    seen.current = discards.value;
  }, [discards.value]);
  const check = async (): Promise<void> => {
    if (typed === sent.current) return;
    sent.current = typed;
    const { current: way } = onTheWay;
    way.count += 1;
    way.texts.add(typed);
    const arrived = await clinic.write(typed);
    way.count -= 1;
    if (way.count === 0) way.texts.clear();
    if (arrived || sent.current !== typed) return;
    sent.current = undefined;
    unsent.value ??= typed;
  };
  const write = (text: string): void => {
    setTyped(text);
    unsent.value = text === sent.current ? undefined : text;
  };
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(check, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const count = typed.split("\n").length;
  const toLine = (line: number): void => {
    const element = area.current;
    if (element === null) return;
    const before = typed
      .split("\n")
      .slice(0, line - 1)
      .join("\n").length;
    const start = line === 1 ? 0 : before + 1;
    const end = typed.indexOf("\n", start);
    element.focus();
    element.setSelectionRange(start, end < 0 ? typed.length : end);
    element.scrollTop = (line - 4) * (element.scrollHeight / count);
  };
  const wrong = shown.issues.filter(({ severity }) => severity === "error");
  return html`<section><h2>${says().title}</h2><p class="help">${says().lead}</p>
    <div class="as-text code"><pre aria-hidden="true" ref=${numbers}>${Array.from({ length: count }, (_, at) => at + 1).join("\n")}</pre>
      <textarea ref=${area} aria-label=${says().label} aria-invalid=${wrong.length > 0 ? "true" : undefined} aria-describedby="text-issues" readonly=${!may("clinic.change")} spellcheck=${false} autocapitalize="none" autocomplete="off" wrap="off" value=${typed}
        onInput=${(event: Event) => write((event.target as HTMLTextAreaElement).value)} onBlur=${check}
        onScroll=${(event: Event) => numbers.current?.scrollTo(0, (event.target as HTMLTextAreaElement).scrollTop)} /></div>
    ${may("clinic.change") && html`<div class="acts"><${Button} onClick=${check}>${says().check}<//><span class="soft">${says().lines(count)}</span></div>`}
    <div id="text-issues" aria-live="polite">${
      shown.issues.length === 0
        ? html`<p class="soft">${says().fine}</p>`
        : html`<h3>${says().found}</h3><${Issues} issues=${shown.issues} onLine=${toLine} />`
    }</div></section>`;
}
