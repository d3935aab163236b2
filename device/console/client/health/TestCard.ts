import type { VNode } from "preact";
import type { BoxTest } from "../../api/box.ts";
import { Icon } from "../components/icons.ts";
import { type Children, html } from "../html.ts";
import { words } from "../i18n.ts";
import { clockTime, clockTimeExact, isoTime, whenShort } from "../time.ts";

const says = words({
  en: {
    page: (who: string) => `To ${who}`,
    call: (last: string) => `From …${last}`,
    by: (who: string, when: string) => `${when}, by ${who}`,
    waiting: (until: string) => `waits until ${until}`,
    outcomes: {
      ...{
        answered: "answered",
        notSent: "not sent",
        noAnswer: "no answer",
        over: "over",
        stopped: "ended",
        lost: "the answering program went away",
      },
    },
    legs: {
      sending: "Handed over to the modem",
      sent: "The network has taken it",
      delivered: "It is on the phone, the network reports",
      notDelivered: "The network reports that it cannot be delivered: is the phone on, and the number right?",
      replied: "The answer is here",
      notSent: "It could not be sent: look at the modem's signal and SIM on the page Live",
      waiting: "Call now",
      rings: "The telephone rings",
      caller: "It is another caller; nothing is shown of it",
      noNumber: "The network tells no number; it is taken for your call",
      answered: "The box answers",
      greeting: "The greeting is heard",
      key: "A key has arrived",
      heard: "You were heard",
      over: "The line is free",
    },
    mine: "It is your telephone",
    heard: {
      good: "well",
      soft: "softly: speak up, or try another telephone",
      loud: "too loudly",
      silent: "not at all",
    },
    took: (seconds: string) => `${seconds} s`,
    reply: (ref: string) => `To be answered with ${ref}.`,
  },
  es: {
    page: (who: string) => `Para ${who}`,
    call: (last: string) => `Desde …${last}`,
    by: (who: string, when: string) => `${when}, por ${who}`,
    waiting: (until: string) => `espera hasta las ${until}`,
    outcomes: {
      ...{
        answered: "respondido",
        notSent: "no enviado",
        noAnswer: "sin respuesta",
        over: "terminada",
        stopped: "terminada a mano",
        lost: "el programa que atiende se fue",
      },
    },
    legs: {
      sending: "Entregado al módem",
      sent: "La red lo ha aceptado",
      delivered: "Está en el teléfono, según la red",
      notDelivered: "La red dice que no se puede entregar: ¿está encendido el teléfono, y es ese el número?",
      replied: "Ha llegado la respuesta",
      notSent: "No se pudo enviar: mire la señal y la SIM en la página En vivo",
      waiting: "Llame ahora",
      rings: "Suena el teléfono",
      caller: "Es otra persona; no se muestra nada de ella",
      noNumber: "La red no dice el número; se toma por su llamada",
      answered: "El equipo descuelga",
      greeting: "Se oye el saludo",
      key: "Ha llegado una tecla",
      heard: "Se le oyó",
      over: "La línea queda libre",
    },
    mine: "Es su teléfono",
    heard: {
      good: "bien",
      soft: "bajo: hable más alto o pruebe otro teléfono",
      loud: "demasiado alto",
      silent: "nada",
    },
    took: (seconds: string) => `${seconds} s`,
    reply: (ref: string) => `Se responde con ${ref}.`,
  },
});

const WELL: ReadonlySet<string> = new Set(["answered", "over"]);
const MINUTES_MS = 60_000;

/** One try, leg by leg, with how long each took. */
export function TestCard({ children, test }: { readonly test: BoxTest; readonly children?: Children }): VNode {
  const { by, fromLast = "", kind, legs, outcome, person = "", ref, startedAt, until } = test;
  const title = kind === "page" ? says().page(person) : says().call(fromLast);
  return html`<article class="try" aria-label=${title}>
    <div class="head"><h4>${title}</h4>${
      outcome === undefined
        ? html`<span class="pill going"><${Icon} name="clock" />${says().waiting(clockTime(until))}</span>`
        : html`<span class=${WELL.has(outcome) ? "pill well" : "pill warn"}><${Icon} name=${WELL.has(outcome) ? "check" : "warning"} />${says().outcomes[outcome]}</span>`
    }</div>
    <p class="soft">${says().by(by, whenShort(startedAt))}${ref !== undefined && outcome === undefined && html`. ${says().reply(ref)}`}</p>
    <ol class="trace" role="list" aria-live="polite">${legs.map(
      (leg, place) =>
        html`<li key=${place}><time dateTime=${isoTime(leg.at)}>${clockTimeExact(leg.at)}</time><span>${legText(leg)}${leg.tookMs !== undefined && html` <strong class="counted">${says().took(secondsOf(leg.tookMs))}</strong>`}</span></li>`,
    )}</ol>${children}</article>`;
}

function legText({ dbm0, heard, line, mine, step }: BoxTest["legs"][number]): string {
  const said = step === "caller" && mine === true ? says().mine : says().legs[step];
  const level = dbm0 === undefined || heard === "silent" ? "" : ` (−${Math.abs(dbm0)} dBm0)`;
  const how = heard === undefined ? "" : ` ${says().heard[heard]}${level}`;
  return `${said}${how}${line === undefined || step !== "rings" ? "" : ` (${line})`}`;
}

/** Of a machine to the hundredth, of a person to the second. */
const secondsOf = (ms: number): string => (ms < MINUTES_MS ? (ms / 1_000).toFixed(2) : (ms / 1_000).toFixed(0));
