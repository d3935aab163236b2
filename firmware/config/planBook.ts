import { saysOf } from "../language/sentenceBook.ts";
import type { Issue } from "./Issue.ts";

// What a change of the clinic file would open or close on the box, and what speaks against it.

export const PLAN_BOOK = {
  reachesInternet: {
    en: "the service may reach the internet, for {what} ({name})",
    es: "el programa que atiende podrá llegar a internet, para {what} ({name})",
  },
  reachesAddress: {
    en: "the service may reach {address}, for {what} ({name})",
    es: "el programa que atiende podrá llegar a {address}, para {what} ({name})",
  },
  theBroker: { en: "the broker", es: "el servidor MQTT" },
  theCalendar: { en: "the calendar {id}", es: "el calendario {id}" },
  aLine: { en: "a line", es: "una línea" },
  boardPorts: {
    en: "the service may use the board's own serial ports, for {port}",
    es: "el programa que atiende podrá usar los puertos seriales de la placa, para {port}",
  },
  consoleOpen: {
    en: "the console's pages can be reached from the clinic's own network",
    es: "se podrá llegar a las páginas de la consola desde la red de la clínica",
  },
  notSpoken: {
    en: "nobody has spoken the sentence {id} ({language}) yet, and the step {step} says it",
    es: "nadie ha grabado aún la frase {id} ({language}), y el paso {step} la dice",
  },
  speakFirst: {
    en: "Keep the sentence under prompts and take it out of the step; record it (console, page Prompts) or let it be spoken (firstring prompts render); then let the step say it.",
    es: "Deje la frase en prompts y quítela del paso; grábela en la página Frases; después haga que el paso la diga.",
  },
  emulatedLine: {
    en: "the line {id} has port: emulated, which nobody can call",
    es: "la línea {id} tiene port: emulated, y a esa no puede llamar nadie",
  },
  promptUnfit: {
    en: "the recording {name} cannot be played ({why})",
    es: "la grabación {name} no se puede reproducir ({why})",
  },
  makeItFit: {
    en: "Make it fit with: firstring prompts import CLIP FILE.wav",
    es: "Grábela de nuevo, o súbala, en la página Frases: allí se convierte a lo que admite el teléfono.",
  },
  telephoneRate: {
    en: "{n} Hz, {n2} channels; the telephone has 8000 Hz mono",
    es: "{n} Hz, {n2} canales; el teléfono tiene 8000 Hz mono",
  },
  noSound: { en: "there is no sound in it", es: "no tiene sonido" },
  promptTwice: { en: "the recording {name} comes twice", es: "la grabación {name} viene dos veces" },
  sendOnce: { en: "Send each recording once.", es: "Envíe cada grabación una sola vez." },
  writePort: { en: "Write the modem's port there.", es: "Escriba ahí el puerto del módem." },
} as const;

/** A mistake or an oddity of the file, as a change says it. */
export const fileWarning = ({ es, instead, line, what }: Pick<Issue, "line" | "what" | "instead" | "es">) => ({
  en: `clinic file, line ${line}: ${what} (${instead})`,
  es: `archivo de la clínica, línea ${line}: ${es.what} (${es.instead})`,
});

export const planSays = saysOf(PLAN_BOOK);
