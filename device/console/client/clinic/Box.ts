import type { VNode } from "preact";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { issuesAt, listAt, textAt } from "./draft.ts";
import { Elsewhere } from "./Elsewhere.ts";
import { type Bound, OneIn, SomeIn, TextIn } from "./fields.ts";
import { Told } from "./Told.ts";
import { peopleIn } from "./targets.ts";

const says = words({
  en: {
    lines: "Telephone lines",
    linesLead:
      "A line that does not work with what is changed here is put back by itself. When the box answers is said with the",
    hours: "hours",
    drivers: { "voice-modem": "a telephone line", gsm: "a modem with a SIM card" } as Record<string, string>,
    port: "Where the modem is",
    portHelp: "A device, usb:VENDOR:PRODUCT, tcp://host:port, or emulated. The technician's part.",
    pickup: "It answers",
    callerId: "As soon as the caller's number is known, before the second ring",
    immediate: "At once",
    audio: "Where its sound comes out",
    audioHelp: "With it the line answers calls; without, it only sends SMS.",
    faults: "When something is wrong with the box",
    tell: "Who is told by SMS",
    tellHelp: "If nobody is ticked: the fallback of who is paged.",
    after: "Once it has lasted for",
    afterHelp: "Such as 60s or 5m.",
    power: "When the power is out",
    off: "Shut down after",
    offHelp: "With a UPS, 2m or more. Empty: when its battery is nearly empty.",
  },
  es: {
    lines: "Líneas de teléfono",
    linesLead:
      "Si una línea no funciona con lo que se cambia aquí, vuelve sola a lo anterior. Cuándo contesta el equipo está en el",
    hours: "horario",
    drivers: { "voice-modem": "una línea de teléfono", gsm: "un módem con tarjeta SIM" },
    port: "Dónde está el módem",
    portHelp: "Un dispositivo, usb:VENDOR:PRODUCT, tcp://host:port o emulated. Cosa del técnico.",
    pickup: "Contesta",
    callerId: "En cuanto se sabe el número de quien llama, antes del segundo timbre",
    immediate: "Enseguida",
    audio: "Por dónde sale su sonido",
    audioHelp: "Con él la línea contesta llamadas; sin él solo envía SMS.",
    faults: "Cuando algo va mal en el equipo",
    tell: "A quién se avisa por SMS",
    tellHelp: "Si no se marca a nadie: al sustituto de a quién se avisa.",
    after: "Cuando ha durado",
    afterHelp: "Como 60s o 5m.",
    power: "Cuando no hay corriente",
    off: "Apagar al cabo de",
    offHelp: "Con un UPS, 2m o más. Vacío: cuando su batería está casi vacía.",
  },
});

const LINES = ["lines"];

/** The box itself: its lines, whom it tells of its faults, what it does without power. */
export function Box(bound: Bound): VNode {
  const { shown } = bound;
  const pickups = [
    { value: "caller-id", text: says().callerId },
    { value: "immediate", text: says().immediate },
  ];
  return html`<section><h2>${says().lines}</h2><p class="help">${says().linesLead} <a href="/clinic/hours">${says().hours}</a>.</p>
      <ul role="list" class="entries">${listAt(shown.value, LINES).map((line, index) => {
        const here = [...LINES, index];
        const driver = textAt(line, ["driver"]);
        const others = ["id", "driver", "model", "simPin", "secondPort", "powerSwitch"];
        return html`<li key=${index} class="card"><h3><code>${textAt(line, ["id"])}</code> <span class="soft">${says().drivers[driver] ?? driver}</span></h3>
          <${TextIn} ...${bound} path=${[...here, "port"]} label=${says().port} help=${says().portHelp} />
          ${driver === "voice-modem" && html`<${OneIn} ...${bound} path=${[...here, "pickup"]} label=${says().pickup} usual="caller-id" choices=${pickups} />`}
          ${driver === "gsm" && html`<${TextIn} ...${bound} path=${[...here, "audio"]} label=${says().audio} help=${says().audioHelp} optional />`}
          <${Told} issues=${[here, ...others.map((field) => [...here, field])].flatMap((path) => issuesAt(shown.issues, path))} /></li>`;
      })}</ul></section>
    <section><h2>${says().faults}</h2>
      <${SomeIn} ...${bound} path=${["faults", "tell"]} label=${says().tell} help=${says().tellHelp} usual=${[]} choices=${peopleIn(shown.value)} neverEmpty />
      <${TextIn} ...${bound} path=${["faults", "after"]} label=${says().after} help=${says().afterHelp} usual="60s" optional /></section>
    <section><h2>${says().power}</h2>
      <${TextIn} ...${bound} path=${["box", "power", "offAfter"]} label=${says().off} help=${says().offHelp} optional /></section>
    <${Elsewhere} section="box" shown=${shown} />`;
}
