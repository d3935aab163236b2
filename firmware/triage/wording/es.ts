import type { Wording } from "../PromptCatalogue.ts";
import { spanishForDoctors } from "./esDoctor.ts";

const UP_TO_TWENTYNINE = [
  "cero",
  "uno",
  "dos",
  "tres",
  "cuatro",
  "cinco",
  "seis",
  "siete",
  "ocho",
  "nueve",
  "diez",
  "once",
  "doce",
  "trece",
  "catorce",
  "quince",
  "dieciséis",
  "diecisiete",
  "dieciocho",
  "diecinueve",
  "veinte",
  "veintiuno",
  "veintidós",
  "veintitrés",
  "veinticuatro",
  "veinticinco",
  "veintiséis",
  "veintisiete",
  "veintiocho",
  "veintinueve",
];
const TENS = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];

const number = (n: number): string => {
  const small = UP_TO_TWENTYNINE[n];
  if (small !== undefined) return small;
  const tens = TENS[Math.floor(n / 10)]!;
  return n % 10 === 0 ? tens : `${tens} y ${UP_TO_TWENTYNINE[n % 10]}`;
};

const hour = (n: number): string => (n === 1 ? "la una" : `las ${number(n)}`);

/** Formal address throughout (usted); "oprima" and "numeral" are the words of telephone menus in the Americas. */
export const spanish: Wording = {
  number,
  day: (n) => (n === 1 ? "primero" : number(n)),
  /** Said between day and year: "tres de mayo de mil novecientos ochenta". */
  months: [
    "de enero de",
    "de febrero de",
    "de marzo de",
    "de abril de",
    "de mayo de",
    "de junio de",
    "de julio de",
    "de agosto de",
    "de septiembre de",
    "de octubre de",
    "de noviembre de",
    "de diciembre de",
  ],
  yearAfter1900: number,
  letters: {
    A: "A, de Argentina",
    B: "B, de Bolivia",
    C: "C, de Cuba",
    D: "D, de domingo",
    E: "E, de Ecuador",
    F: "F, de Francia",
    G: "G, de gato",
    H: "H, de Honduras",
    J: "J, de jardín",
    K: "K, de kilo",
    L: "L, de Lima",
    M: "M, de México",
    N: "N, de Nicaragua",
    P: "P, de Panamá",
    Q: "Q, de queso",
    R: "R, de Roma",
    S: "S, de sábado",
    T: "T, de tierra",
    U: "U, de Uruguay",
    V: "V, de Venezuela",
    W: "W, de Washington",
    X: "X, de xilófono",
    Y: "Y, de yate",
    Z: "Z, de zapato",
  },
  hour,
  hourPast: (n) => `${hour(n)} y`,
  partsOfDay: {
    "part-midnight": "de la noche",
    "part-small-hours": "de la noche",
    "part-morning": "de la mañana",
    "part-noon": "del mediodía",
    "part-past-noon": "de la tarde",
    "part-afternoon": "de la tarde",
    "part-evening": "de la noche",
  },
  sentences: {
    greeting: "Usted ha llamado a {clinic}.",
    "greeting-generic": "Usted ha llamado al consultorio médico.",
    emergency: "Si es una emergencia, cuelgue y marque el {emergencyNumber}.",
    "emergency-dial": "Si es una emergencia, cuelgue y marque el",
    "choose-1": "Para español, oprima 1.",
    "choose-2": "Para español, oprima 2.",
    "answering-service":
      "Este es nuestro servicio de recepción de llamadas. Lo que usted diga después de un tono queda grabado. Para seguir sin grabación, oprima numeral.",

    "ask-caller-kind":
      "Si usted es paciente o llama por un paciente, oprima 1. Si llama de un hospital, laboratorio, farmacia o consultorio médico, oprima 2. Si es urgente, puede oprimir 0 en cualquier momento.",
    "ask-urgency":
      "Si no puede esperar hasta que abra el consultorio, o si no está seguro, oprima 1. Si puede esperar hasta que abra el consultorio, oprima 2.",
    "ask-urgency-paediatrics":
      "Si le preocupa su niño y no puede esperar hasta que abra el consultorio, o si no está seguro, oprima 1. Si puede esperar hasta que abra el consultorio, oprima 2.",
    "ask-urgency-obstetrics":
      "Si cree que está de parto, si le preocupa su salud o la del bebé, o si no está segura, oprima 1. Si puede esperar hasta que abra el consultorio, oprima 2.",
    "ask-urgency-dental":
      "Si tiene dolor, hinchazón, sangrado o una lesión, o si no está seguro, oprima 1. Si puede esperar hasta que abra el consultorio, oprima 2.",
    "treated-urgent": "Tratamos esta llamada como urgente.",

    "wrong-key": "Disculpe, esa tecla no es una de las opciones.",
    "no-answer": "Disculpe, no recibimos respuesta.",

    "callback-is": "El número para devolverle la llamada es",
    "callback-entered": "Usted marcó",
    "callback-confirm": "Si es correcto, oprima 1. Para marcar otro número, oprima 2.",
    "ask-callback":
      "Por favor, marque el número de teléfono donde podemos devolverle la llamada, con el código de área. Después oprima numeral.",
    "callback-too-short": "Ese número es demasiado corto para devolverle la llamada.",
    "callback-too-long": "Ese número es demasiado largo.",
    "callback-not-callable": "No podemos llamar a ese número.",
    "callback-missing":
      "No tenemos un número confirmado por usted. Por favor, diga su número de teléfono cuando grabe su mensaje.",

    "ask-birth-mdy":
      "Por favor, marque la fecha de nacimiento del paciente: dos cifras para el mes, dos para el día y cuatro para el año. Para omitirla, oprima numeral.",
    "ask-birth-dmy":
      "Por favor, marque la fecha de nacimiento del paciente: dos cifras para el día, dos para el mes y cuatro para el año. Para omitirla, oprima numeral.",
    "birth-is": "La fecha de nacimiento es",
    "birth-confirm": "Si es correcta, oprima 1. Para marcarla de nuevo, oprima 2.",
    "birth-not-valid": "Disculpe, esa no es una fecha de nacimiento.",
    "birth-too-short": "Disculpe, no fueron ocho cifras.",

    "ask-name":
      "Después del tono, diga por favor el nombre del paciente, y su propio nombre si llama por otra persona. Después oprima numeral.",
    "ask-name-professional": "Después del tono, diga por favor su nombre y de dónde llama. Después oprima numeral.",
    "ask-reason": "Después del tono, diga por favor el motivo de su llamada. Después oprima numeral.",
    "ask-reason-professional":
      "Después del tono, diga por favor el nombre del paciente y lo que el doctor debe saber. Después oprima numeral.",
    "limit-1": "Tiene un minuto.",
    "limit-2": "Tiene dos minutos.",
    "limit-3": "Tiene tres minutos.",
    "limit-5": "Tiene cinco minutos.",
    "limit-reached": "Esta grabación no puede ser más larga. Se conserva hasta aquí.",
    review:
      "Para conservar esta grabación, oprima 1, o simplemente espere. Para grabarla de nuevo, oprima 2. Para escucharla, oprima 3.",
    "nothing-heard": "Disculpe, no oímos nada.",
    "recording-kept": "Conservamos esta grabación.",
    "recording-failed": "Disculpe, la grabación no funcionó. Seguimos sin ella.",

    "one-moment": "Un momento, por favor.",
    "saved-urgent": "Su mensaje está guardado.",
    "saved-routine":
      "Su mensaje está guardado. El consultorio lo escuchará cuando abra. Si ahora es urgente, oprima 0.",
    "not-saved": "Lo sentimos: es posible que su mensaje no se haya guardado.",
    "page-notifying": "En este momento estamos avisando al doctor de guardia.",
    "page-failing": "Todavía no hemos podido avisar a ningún doctor. Seguimos intentándolo.",
    "page-waiting": "Estamos avisando al doctor de guardia. Todavía nadie lo ha confirmado. Seguimos intentándolo.",
    "page-again": "Estamos intentando de nuevo avisar a un doctor.",
    "a-doctor": "Un doctor",
    taken: "ha tomado su mensaje",
    "taken-at": "ha tomado su mensaje a",
    "will-call-back": "y le llamará.",
    "earlier-message": "Tenemos su mensaje de la última llamada.",
    "earlier-message-from": "Tenemos su mensaje de",
    "earlier-call": "Tenemos anotada su última llamada.",
    "earlier-call-from": "Tenemos anotada su llamada de",
    "taken-it": "lo ha tomado.",
    "taken-it-at": "lo ha tomado a",
    "stay-offer":
      "Si se queda en la línea, le diremos en cuanto un doctor haya tomado su mensaje. Puede colgar en cualquier momento.",
    "stay-over":
      "Todavía nadie ha tomado su mensaje. Seguimos intentándolo hasta que lo tenga un doctor. Por favor, mantenga libre su teléfono.",
    "expect-call":
      "Por favor, mantenga libre su teléfono. Si nadie le ha llamado en treinta minutos, llámenos de nuevo.",
    "your-reference": "Su referencia es",
    worse: "Si empeora, no espere. Cuelgue y marque el {emergencyNumber}.",
    "worse-dial": "Si empeora, no espere. Cuelgue y marque el",
    "call-too-long": "Esta llamada tiene que terminar ahora.",
    goodbye: "Gracias por llamar. Adiós.",
    "goodbye-only": "Adiós.",

    "doctor-on-call": "el doctor de guardia",

    ...spanishForDoctors,
  },
  centuries: {
    "century-1900": "mil novecientos",
    "century-19": "mil novecientos",
    "century-20": "dos mil",
  },
};
