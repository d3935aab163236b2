import { complaintsOf, meantOr } from "../../language/Complaint.ts";
import { oneOf } from "../../language/oneOf.ts";

// What places of the clinic file say of each other: hours, people, lines, broker, lamps.

const WHOLE_DAY = {
  en: 'for a whole day write from: "00:00", to: "24:00"',
  es: 'para un día entero escriba from: "00:00", to: "24:00"',
};

/** What an id may stand for, as Spanish says it. */
const NO = {
  person: "ninguna persona",
  rotation: "ningún turno rotatorio",
  group: "ningún grupo",
  policy: "ninguna regla",
};

export const say = complaintsOf({
  unknownId: (kind: keyof typeof NO, id: string, meant: string | undefined, known: readonly string[]) => {
    const cure = meantOr(meant, known);
    const none = known.length === 0;
    return {
      en: [`there is no ${kind} "${id.slice(0, 40)}"`, none ? `there is no ${kind} in this file yet` : cure.en],
      es: [`no hay ${NO[kind]} "${id.slice(0, 40)}"`, none ? `este archivo aún no tiene ${NO[kind]}` : cure.es],
    };
  },
  idTwice: (id: string) => ({
    en: [`id: "${id}" is given twice`, "every id is used once"],
    es: [`id: "${id}" está dos veces`, "cada identificador se usa una vez"],
  }),
  opensAndClosesAtOnce: {
    en: ["opens and closes at the same time", WHOLE_DAY.en],
    es: ["abre y cierra a la misma hora", WHOLE_DAY.es],
  },
  closesNextDay: (from: string, to: string) => ({
    en: [
      `closes at ${to}, before it opens at ${from}: taken as ${to} of the next day`,
      "swap them if that is not meant",
    ],
    es: [
      `cierra a las ${to}, antes de abrir a las ${from}: se toma como las ${to} del día siguiente`,
      "cámbielas de sitio si no es eso",
    ],
  }),
  beginsAndEndsAtOnce: {
    en: ["begins and ends at the same time", WHOLE_DAY.en],
    es: ["empieza y termina a la misma hora", WHOLE_DAY.es],
  },
  holidayTwice: (date: string) => ({
    en: [`date: ${date} is given twice`, "remove one"],
    es: [`date: ${date} está dos veces`, "quite una"],
  }),
  overflowWithAlways: {
    en: ["overflowRing has no effect with answer: always", "remove one of the two"],
    es: ["overflowRing no sirve de nada con answer: always", "quite uno de los dos"],
  },
  overflowWithoutHours: {
    en: ["overflowRing has no effect without open hours", "add open:"],
    es: ["overflowRing no sirve de nada sin horas de apertura", "añada open:"],
  },
  idMeansAll: {
    en: ['id: "everyone" means all people', "choose another id"],
    es: ['id: "everyone" significa todas las personas', "elija otro identificador"],
  },
  phoneTwice: (owner: string | undefined) => ({
    en: [
      `phone: it is the number of ${owner ?? "another person"} too, so a reply would not say who sent it`,
      "give each person a telephone of their own",
    ],
    es: [
      `phone: también es el número de ${owner ?? "otra persona"}, así que una respuesta no diría de quién es`,
      "dé a cada persona un teléfono propio",
    ],
  }),
  otherEmergencyNumber: (country: string, expected: readonly string[]) => ({
    en: [`emergencyNumber: in ${country} it is ${oneOf(expected)}`, `write "${expected[0]}"`],
    es: [`emergencyNumber: en ${country} es el ${oneOf(expected, "o")}`, `escriba "${expected[0]}"`],
  }),
  languageTwice: {
    en: ["languages: one is given twice", "name each once"],
    es: ["languages: uno está dos veces", "nombre cada uno una vez"],
  },
  audioOutlivesRecord: {
    en: ["recordings are kept longer than the records that they belong to", "make recordDays at least audioDays"],
    es: [
      "las grabaciones se guardarían más tiempo que los registros a los que pertenecen",
      "ponga recordDays igual o mayor que audioDays",
    ],
  },
  brokerInTheClear: {
    en: [
      "url: without encryption, everybody on the network can read who is paged and take alerts",
      "write mqtts://…:8883",
    ],
    es: ["url: sin cifrado, cualquiera en la red puede leer a quién se avisa y tomar avisos", "escriba mqtts://…:8883"],
  },
  certificateAlone: (given: string, other: string) => ({
    en: [`${given} needs ${other}`, `add ${other}:`],
    es: [`${given} necesita ${other}`, `añada ${other}:`],
  }),
  portTwice: (key: string, port: string, owner: string) => ({
    en: [`${key}: ${port} is already used by line ${owner}`, "give each modem a port of its own"],
    es: [`${key}: ${port} ya lo usa la línea ${owner}`, "dé a cada módem un puerto propio"],
  }),
  emulatedLine: {
    en: ["this line is an emulated modem: nobody can call it", "give the modem's device before going live"],
    es: [
      "esta línea es un módem simulado: nadie puede llamarla",
      "ponga el dispositivo del módem antes de empezar en serio",
    ],
  },
  noModel: (driver: string, model: string, meant: string | undefined, known: readonly string[]) => ({
    en: [
      `model: there is no ${driver} model "${model}"`,
      `${meantOr(meant, known).en}${meant === undefined ? "; without it the modem identifies itself" : ""}`,
    ],
    es: [
      `model: no hay ningún modelo ${driver} "${model}"`,
      `${meantOr(meant, known).es}${meant === undefined ? "; sin él, el módem se identifica solo" : ""}`,
    ],
  }),
  usbFitsTwo: (vendor: string | undefined, product: string | undefined) => ({
    en: [
      `port: usb:${vendor}:${product} fits the modem of another line, too`,
      "give the serial number, too (lsusb -v shows it), or name the device under /dev/serial/by-path",
    ],
    es: [
      `port: usb:${vendor}:${product} también vale para el módem de otra línea`,
      "dé también el número de serie (lo muestra lsusb -v), o nombre el dispositivo de /dev/serial/by-path",
    ],
  }),
  ledTwice: (lamp: string, name: string, other: string) => ({
    en: [`${lamp}: ${name} is the lamp ${other} already`, "name another LED"],
    es: [`${lamp}: ${name} ya es la luz ${other}`, "nombre otro LED"],
  }),
  ledSwitchesModem: (lamp: string, name: string, line: string) => ({
    en: [`${lamp}: ${name} switches the power of the modem ${line}`, "name another LED, or take powerSwitch out"],
    es: [`${lamp}: ${name} enciende y apaga el módem ${line}`, "nombre otro LED, o quite powerSwitch"],
  }),
  noLineCalls: {
    en: [
      "by: call, but no line can call anybody: the escalation passes over it at once",
      "give a line with driver: gsm its sound (audio:); an analog line is not told whether anybody answers",
    ],
    es: [
      "by: call, pero ninguna línea puede llamar a nadie: el aviso pasa enseguida al paso siguiente",
      "dé a una línea con driver: gsm su sonido (audio:); una línea analógica no sabe si alguien contesta",
    ],
  },
  noPin: (name: string | undefined, id: string | undefined) => ({
    en: [
      `no pin: on the telephone ${name ?? id ?? "this person"} hears the reference of a call, and nothing of the patient`,
      `give them one: pin: "\${credential:pin-${id ?? "name"}}"`,
    ],
    es: [
      `sin pin: por teléfono ${name ?? id ?? "esta persona"} oye la referencia de una llamada, y nada del paciente`,
      `dele uno: pin: "\${credential:pin-${id ?? "nombre"}}"`,
    ],
  }),
  pinNoDigits: {
    en: ["is not 4 to 8 digits, so there is no PIN", "choose 4 to 8 digits that nobody guesses"],
    es: ["no son de 4 a 8 cifras, así que no hay PIN", "elija de 4 a 8 cifras que nadie adivine"],
  },
  pinEasy: {
    en: ["is easily guessed", "choose 4 to 8 digits that nobody guesses"],
    es: ["se adivina fácilmente", "elija de 4 a 8 cifras que nadie adivine"],
  },
  pinOfPhone: {
    en: ["is the end of their own telephone number", "choose 4 to 8 digits that nobody guesses"],
    es: ["es el final de su propio número de teléfono", "elija de 4 a 8 cifras que nadie adivine"],
  },
});
