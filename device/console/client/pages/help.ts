import type { VNode } from "preact";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { shortcuts } from "../preferences.ts";

const says = words({
  en: {
    title: "Help",
    statesTitle: "What has become of a message",
    states: [
      ["On the line now", "The caller is speaking at this moment. What they have said so far is kept."],
      ["New", "Nobody has it. A routine message waits for the clinic; an urgent one is about to be paged."],
      ["Doctor is being paged", "The box sends SMS and calls, person after person, until somebody takes it."],
      [
        "… has it",
        "A doctor has taken it by SMS, by telephone or here. If they do not say that it is done, the box pages again after a while.",
      ],
      ["Called back", "Somebody has spoken with the caller, and said so."],
      [
        "Closed",
        "There is nothing more to be done: a wrong number, a thank-you, a message that was seen to otherwise.",
      ],
    ],
    urgencyTitle: "Urgent or routine",
    urgency:
      "The caller decides it by the keys of the clinic's own menu. Professionals, silence, wrong keys and whatever fails count as urgent. The box gives no advice and judges nobody.",
    unheardTitle: "Unheard",
    unheard:
      "A dot before the number: nobody has listened yet. The count is in the navigation, in the title of the browser's tab and as a red dot in its icon, so that it is seen from another window.",
    notWritten:
      "What callers say is kept as sound and not written down, so it cannot be searched. Search by number, reference, or the name that the telephone network told.",
    keysTitle: "Keys",
    keysOff: "They are switched off at this browser; My account switches them on.",
    keys: [
      ["/", "go to the search"],
      ["↓ ↑ or j k", "next and previous message of the list"],
      ["Enter", "open it"],
      ["Space", "play and pause"],
      ["← →", "five seconds back and forward"],
      ["↑ ↓", "faster and slower, in a message"],
      ["c", "called back"],
      ["t", "I take it"],
      ["g", "give to somebody"],
      ["n", "write a note"],
      ["?", "this page"],
    ],
    undoTitle: "Something went wrong?",
    undo: "Whatever you do with a message can be taken back: by Undo in the line at the bottom, or later in the message itself.",
    printTitle: "On paper",
    print:
      "Print gives a message, or the list as it is filtered, without the page around it; the browser also makes a PDF of it. CSV is for a spreadsheet, WAV for any player.",
  },
  es: {
    title: "Ayuda",
    statesTitle: "Qué ha sido de un mensaje",
    states: [
      ["Hablando ahora", "El llamante está hablando en este momento. Lo dicho hasta ahora queda guardado."],
      ["Nuevo", "No lo tiene nadie. Uno de rutina espera a la clínica; de uno urgente se va a avisar."],
      [
        "Se está avisando al médico",
        "El equipo envía SMS y llama, persona tras persona, hasta que alguien se encarga.",
      ],
      [
        "Lo tiene …",
        "Un médico se ha encargado por SMS, por teléfono o aquí. Si no dice que está hecho, el equipo vuelve a avisar al cabo de un rato.",
      ],
      ["Devuelta", "Alguien ha hablado con el llamante y lo ha dicho."],
      [
        "Cerrado",
        "No hay nada más que hacer: un número equivocado, un agradecimiento, un mensaje resuelto de otra forma.",
      ],
    ],
    urgencyTitle: "Urgente o de rutina",
    urgency:
      "Lo decide el llamante con las teclas del menú de la clínica. Los profesionales, el silencio, las teclas equivocadas y todo lo que falla cuentan como urgente. El equipo no da consejos ni juzga a nadie.",
    unheardTitle: "Sin escuchar",
    unheard:
      "Un punto delante del número: todavía no lo ha escuchado nadie. La cuenta está en el menú, en el título de la pestaña y como punto rojo en su icono, para que se vea desde otra ventana.",
    notWritten:
      "Lo que dicen los llamantes se guarda como sonido y no se escribe, así que no se puede buscar. Busque por número, referencia o el nombre que dijo la red telefónica.",
    keysTitle: "Teclas",
    keysOff: "En este navegador están desactivadas; se activan en Mi cuenta.",
    keys: [
      ["/", "ir a la búsqueda"],
      ["↓ ↑ o j k", "mensaje siguiente y anterior de la lista"],
      ["Enter", "abrirlo"],
      ["Espacio", "reproducir y pausar"],
      ["← →", "cinco segundos atrás y adelante"],
      ["↑ ↓", "más rápido y más lento, en un mensaje"],
      ["c", "llamada devuelta"],
      ["t", "me lo quedo"],
      ["g", "asignar a alguien"],
      ["n", "escribir una nota"],
      ["?", "esta página"],
    ],
    undoTitle: "¿Algo salió mal?",
    undo: "Todo lo que haga con un mensaje se puede deshacer: con Deshacer en la línea de abajo, o más tarde en el propio mensaje.",
    printTitle: "En papel",
    print:
      "Imprimir da un mensaje, o la lista tal como está filtrada, sin la página de alrededor; el navegador también hace un PDF. CSV es para una hoja de cálculo, WAV para cualquier reproductor.",
  },
});

/** What the words of this console mean, and its keys. */
export default function Help(): VNode {
  return html`<h1>${says().title}</h1><div class="prose">
    <section><h2>${says().statesTitle}</h2><dl class="facts">${says().states.map(([name, text]) => html`<dt key=${name}>${name}</dt><dd>${text}</dd>`)}</dl></section>
    <section><h2>${says().urgencyTitle}</h2><p>${says().urgency}</p></section>
    <section><h2>${says().unheardTitle}</h2><p>${says().unheard}</p><p>${says().notWritten}</p></section>
    <section><h2>${says().undoTitle}</h2><p>${says().undo}</p></section>
    <section><h2>${says().printTitle}</h2><p>${says().print}</p></section>
    <section><h2>${says().keysTitle}</h2>${shortcuts.value === "off" && html`<p class="soft">${says().keysOff}</p>`}
      <dl class="facts">${says().keys.map(([key, text]) => html`<dt key=${key}><kbd>${key}</kbd></dt><dd>${text}</dd>`)}</dl></section>
  </div>`;
}
