import { complaintsOf } from "../../language/Complaint.ts";

// What is said of one value of the clinic file, alone.

const brace = "$" + "{";
/** How a secret is written; also what a complaint about one says. */
export const SECRET_EXAMPLES = [`${brace}credential:name}`, `${brace}env:NAME}`];
const SECRET_FORMS = SECRET_EXAMPLES.map((example) => `"${example}"`);

export const shown = (value: string): string => `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;

const KEPT_WHERE = {
  en: `write where it is kept: ${SECRET_FORMS.join(" or ")}`,
  es: `escriba dónde se guarda: ${SECRET_FORMS.join(" o ")}`,
};

export const say = complaintsOf({
  nameEmpty: { en: ["is empty", "write a name"], es: ["está vacío", "escriba un nombre"] },
  nameLong: {
    en: ["is longer than 80 characters", "write a shorter name"],
    es: ["tiene más de 80 caracteres", "escriba un nombre más corto"],
  },
  shortNameEmpty: {
    en: ["is empty", "write one short word, e.g. Rosewood"],
    es: ["está vacío", "escriba una palabra corta, p. ej. Rosewood"],
  },
  shortNameLong: {
    en: ["is longer than 20 characters, and begins every SMS", "write one short word, e.g. Rosewood"],
    es: ["tiene más de 20 caracteres, y con él empieza cada SMS", "escriba una palabra corta, p. ej. Rosewood"],
  },
  noId: (value: string, better: string) => ({
    en: [
      `${shown(value)} is not an id`,
      `use small letters, digits and hyphens, beginning with a letter: ${better === "" ? "e.g. front" : better}`,
    ],
    es: [
      `${shown(value)} no sirve como identificador`,
      `use minúsculas, cifras y guiones, empezando por una letra: ${better === "" ? "p. ej. front" : better}`,
    ],
  }),
  noTimezone: (value: string, near: string | undefined) => ({
    en: [
      `there is no time zone ${shown(value)}`,
      near === undefined ? "write Region/City as in the IANA list, e.g. America/Chicago" : `did you mean ${near}?`,
    ],
    es: [
      `no existe la zona horaria ${shown(value)}`,
      near === undefined
        ? "escriba Región/Ciudad como en la lista de IANA, p. ej. America/Chicago"
        : `¿quiso decir ${near}?`,
    ],
  }),
  noCountry: (value: string, better: string | undefined) => ({
    en: [
      `there is no country ${shown(value)}`,
      better === undefined ? "write its two letters of ISO 3166, e.g. US" : `did you mean ${better}?`,
    ],
    es: [
      `no existe el país ${shown(value)}`,
      better === undefined ? "escriba sus dos letras de ISO 3166, p. ej. US" : `¿quiso decir ${better}?`,
    ],
  }),
  noEmergencyNumber: (value: string) => ({
    en: [`${shown(value)} is not an emergency number`, 'write what a patient dials, in quotes, e.g. "911" or "112"'],
    es: [
      `${shown(value)} no es un número de emergencias`,
      'escriba lo que marca un paciente, entre comillas, p. ej. "911" o "112"',
    ],
  }),
  portNotWhole: (value: string) => ({
    en: [`${shown(value)} is not a port`, `write the whole path: /dev/${value}`],
    es: [`${shown(value)} no es un puerto`, `escriba la ruta completa: /dev/${value}`],
  }),
  noPort: (value: string) => ({
    en: [`${shown(value)} is not a port`, "write a device (/dev/firstring/front), tcp://host:port, or emulated"],
    es: [
      `${shown(value)} no es un puerto`,
      "escriba un dispositivo (/dev/firstring/front), tcp://equipo:puerto, o emulated",
    ],
  }),
  noUsbDevice: (value: string) => ({
    en: [
      `${shown(value)} names no USB device`,
      "write the ids as `lsusb` shows them, in small letters: usb:1e0e:9001, or with the serial number: usb:1e0e:9001:0123456789",
    ],
    es: [
      `${shown(value)} no nombra ningún dispositivo USB`,
      "escriba los identificadores como los muestra `lsusb`, en minúsculas: usb:1e0e:9001, o con el número de serie: usb:1e0e:9001:0123456789",
    ],
  }),
  noSoundCard: (value: string) => ({
    en: [`${shown(value)} names no sound card`, "write alsa: and the card's name, e.g. alsa:Android"],
    es: [
      `${shown(value)} no nombra ninguna tarjeta de sonido`,
      "escriba alsa: y el nombre de la tarjeta, p. ej. alsa:Android",
    ],
  }),
  noSoundDevice: (value: string) => ({
    en: [
      `${shown(value)} is not a port`,
      "write the device of the modem's sound (/dev/firstring/mobile-audio), or alsa:Android",
    ],
    es: [
      `${shown(value)} no es un puerto`,
      "escriba el dispositivo del sonido del módem (/dev/firstring/mobile-audio), o alsa:Android",
    ],
  }),
  noHostAndPort: (value: string) => ({
    en: [`${shown(value)} has no host and port`, "write e.g. tcp://192.168.1.20:7001"],
    es: [`${shown(value)} no tiene equipo y puerto`, "escriba p. ej. tcp://192.168.1.20:7001"],
  }),
  noTcpPort: (port: string) => ({
    en: [`there is no TCP port ${port}`, "a port is between 1 and 65535"],
    es: [`no existe el puerto TCP ${port}`, "un puerto está entre 1 y 65535"],
  }),
  tcpForm: (value: string, better: string) => ({
    en: [`${shown(value)} is not a port`, `write ${better}`],
    es: [`${shown(value)} no es un puerto`, `escriba ${better}`],
  }),
  secretInPlainText: {
    confidential: true,
    en: ["is a secret in plain text", KEPT_WHERE.en],
    es: ["es un secreto a la vista", KEPT_WHERE.es],
  },
  secretReferenceUnknown: {
    confidential: true,
    en: ["is not a reference that we know", KEPT_WHERE.en],
    es: ["no es una referencia conocida", KEPT_WHERE.es],
  },
  nameReferenceUnknown: {
    en: ["is not a reference that we know", `write ${SECRET_FORMS.join(" or ")}`],
    es: ["no es una referencia conocida", `escriba ${SECRET_FORMS.join(" o ")}`],
  },
  userNameEmpty: {
    en: ["is empty", "write the name, or leave it out"],
    es: ["está vacío", "escriba el nombre, o quítelo"],
  },
  noModelName: (value: string) => ({
    en: [
      `${shown(value)} is not the name of a model`,
      "write a name as in the README's list, in small letters, or leave it out: modems identify themselves",
    ],
    es: [
      `${shown(value)} no es el nombre de un modelo`,
      "escriba un nombre de la lista del README, en minúsculas, o quítelo: los módems se identifican solos",
    ],
  }),
  noDays: (value: string) => ({
    en: [`${shown(value)} are not days`, "write e.g. mon-fri, or sat, or mon, wed, fri"],
    es: [`${shown(value)} no son días`, "escriba p. ej. mon-fri, o sat, o mon, wed, fri"],
  }),
  noDutyDays: (value: string) => ({
    en: [`${shown(value)} are not days`, "write e.g. mon-fri, weekends, daily, holidays, or sat, sun, holidays"],
    es: [`${shown(value)} no son días`, "escriba p. ej. mon-fri, weekends, daily, holidays, o sat, sun, holidays"],
  }),
  noTime: (value: string, guess: string | undefined) => ({
    en: [
      `${shown(value)} is not a time`,
      guess === undefined ? 'write hours and minutes of 24 hours, e.g. "08:00"' : `write "${guess}"`,
    ],
    es: [
      `${shown(value)} no es una hora`,
      guess === undefined ? 'escriba horas y minutos de 24 horas, p. ej. "08:00"' : `escriba "${guess}"`,
    ],
  }),
  noDate: (value: string) => ({
    en: [`${shown(value)} is not a date`, "write year-month-day, e.g. 2026-12-25"],
    es: [`${shown(value)} no es una fecha`, "escriba año-mes-día, p. ej. 2026-12-25"],
  }),
  notInCalendar: (value: string) => ({
    en: [`there is no ${value} in the calendar`, "write year-month-day, e.g. 2026-12-25"],
    es: [`el calendario no tiene ningún ${value}`, "escriba año-mes-día, p. ej. 2026-12-25"],
  }),
  noWindowEnd: (value: string) => ({
    en: [`${shown(value)} is not a time`, 'write e.g. "08:00", or "mon 08:00" for the next Monday'],
    es: [`${shown(value)} no es una hora`, 'escriba p. ej. "08:00", o "mon 08:00" para el lunes siguiente'],
  }),
  noMoment: (value: string, better: string) => ({
    en: [`${shown(value)} is not a moment`, `write e.g. ${better}`],
    es: [`${shown(value)} no es un momento`, `escriba p. ej. ${better}`],
  }),
  noCalendarFile: (value: string) => ({
    en: [`${shown(value)} is not an iCalendar file`, "write its path, e.g. calendars/hospital.ics"],
    es: [`${shown(value)} no es un archivo iCalendar`, "escriba su ruta, p. ej. calendars/hospital.ics"],
  }),
  calendarWithPassword: {
    confidential: true,
    en: ["has a user name or password in it", "use the calendar's secret or public address, as its program shows it"],
    es: [
      "lleva un nombre de usuario o una contraseña",
      "use la dirección secreta o pública del calendario, como la muestra su programa",
    ],
  },
  noHttps: (value: string, better: string) => ({
    en: [`${shown(value)} is not an https address`, `write ${better}`],
    es: [`${shown(value)} no es una dirección https`, `escriba ${better}`],
  }),
  noUnit: (value: string) => ({
    en: [`${shown(value)} is not a length of time`, `with its unit: ${value}s or ${value}m`],
    es: [`${shown(value)} no es una duración`, `con su unidad: ${value}s o ${value}m`],
  }),
  noDuration: (value: string) => ({
    en: [`${shown(value)} is not a length of time`, "a whole number and s, m or h, at most 24h, e.g. 60s, 2m, 1h"],
    es: [`${shown(value)} no es una duración`, "un número entero y s, m o h, como mucho 24h, p. ej. 60s, 2m, 1h"],
  }),
  noTelephone: (value: string) => ({
    en: [`${shown(value)} is no telephone number: too short, too long or no such country`, "check the digits"],
    es: [
      `${shown(value)} no es un número de teléfono: demasiado corto, demasiado largo o de ningún país`,
      "compruebe las cifras",
    ],
  }),
  shortCode: (value: string) => ({
    en: [
      `${shown(value)} is a short code, not a person's telephone`,
      'write the whole number with its country code, e.g. "+13125550101"',
    ],
    es: [
      `${shown(value)} es un número corto, no el teléfono de una persona`,
      'escriba el número entero con su código de país, p. ej. "+13125550101"',
    ],
  }),
  notInternational: (value: string, better: string | undefined) => ({
    en: [
      `${shown(value)} is not in international form`,
      `write ${better === undefined ? 'e.g. "+13125550101"' : `"${better}"`}`,
    ],
    es: [
      `${shown(value)} no está en forma internacional`,
      `escriba ${better === undefined ? 'p. ej. "+13125550101"' : `"${better}"`}`,
    ],
  }),
  noTopic: (value: string) => ({
    en: [`${shown(value)} is not the beginning of a topic`, "write e.g. firstring: no #, +, leading or final /"],
    es: [
      `${shown(value)} no es el comienzo de un tema de MQTT`,
      "escriba p. ej. firstring: sin #, +, ni / al principio o al final",
    ],
  }),
  brokerWithPassword: {
    confidential: true,
    en: [
      "has a user name or password in it",
      `give them as username: and password: "${brace}credential:mqtt-password}"`,
    ],
    es: [
      "lleva un nombre de usuario o una contraseña",
      `delos como username: y password: "${brace}credential:mqtt-password}"`,
    ],
  },
  noBroker: (value: string) => ({
    en: [
      `${shown(value)} is not a broker's address`,
      "write mqtts://host:8883, or mqtt://host:1883 without encryption",
    ],
    es: [
      `${shown(value)} no es la dirección de un servidor MQTT`,
      "escriba mqtts://equipo:8883, o mqtt://equipo:1883 sin cifrado",
    ],
  }),
  noFile: (value: string) => ({
    en: [`${shown(value)} is not the full path of a file`, "begin with /, e.g. /etc/firstring/ca.pem"],
    es: [`${shown(value)} no es la ruta completa de un archivo`, "empiece por /, p. ej. /etc/firstring/ca.pem"],
  }),
  noFolder: (value: string) => ({
    en: [`${shown(value)} is not the full path of a folder`, "begin with /, e.g. /mnt/backup, or write stick"],
    es: [`${shown(value)} no es la ruta completa de una carpeta`, "empiece por /, p. ej. /mnt/backup, o escriba stick"],
  }),
  noRecoveryKey: (value: string) => ({
    en: [
      `${shown(value)} is no public recovery key`,
      "write the line of 44 characters that `firstring backup keygen` prints",
    ],
    es: [
      `${shown(value)} no es una clave pública de recuperación`,
      "escriba la línea de 44 caracteres que da `firstring backup keygen`",
    ],
  }),
  noSwitch: (value: string) => ({
    en: [
      `${shown(value)} is not the full path of a switch`,
      "write the file that takes 0 and 1, e.g. /sys/class/leds/modem-power/brightness",
    ],
    es: [
      `${shown(value)} no es la ruta completa de un interruptor`,
      "escriba el archivo que acepta 0 y 1, p. ej. /sys/class/leds/modem-power/brightness",
    ],
  }),
  noLed: (value: string) => ({
    en: [`${shown(value)} is not the name of a LED`, "write a name below /sys/class/leds, e.g. hat:green"],
    es: [`${shown(value)} no es el nombre de un LED`, "escriba un nombre de /sys/class/leds, p. ej. hat:green"],
  }),
  offTooSoon: (value: string) => ({
    en: [`${shown(value)} is too short: nobody would be told in time`, "2m or more, or leave it out"],
    es: [`${shown(value)} es muy poco: no se avisaría a nadie a tiempo`, "2m o más, o quítelo"],
  }),
});

const DAY_NAMES: Readonly<Record<string, string>> = {
  ...{ mon: "lunes", tue: "martes", wed: "miércoles", thu: "jueves", fri: "viernes", sat: "sábado", sun: "domingo" },
};
/** Of `mon`, as the file has it. */
export const weekdayInSpanish = (name: string): string => DAY_NAMES[name] ?? name;

type Every = "hour" | "day" | "week" | "month";
/** How a handoff is written, by what it is handed over every. */
const HANDOFFS: Readonly<Record<Every, (time: string) => { en: string; es: string }>> = {
  hour: (time) => ({
    en: `the time alone: ":${time.slice(-2)}" or "${time}"`,
    es: `solo la hora: ":${time.slice(-2)}" o "${time}"`,
  }),
  day: (time) => ({ en: `the time alone: "${time}"`, es: `solo la hora: "${time}"` }),
  week: (time) => ({
    en: `a weekday and a time: "mon ${time}"`,
    es: `un día de la semana y una hora: "mon ${time}"`,
  }),
  month: (time) => ({
    en: `a day of the month and a time: "1 ${time}"`,
    es: `un día del mes y una hora: "1 ${time}"`,
  }),
};
const isEvery = (every: unknown): every is Every => typeof every === "string" && Object.hasOwn(HANDOFFS, every);

export const sayOfHandoff = complaintsOf({
  noHandoff: (value: string, every: unknown, time: string) => {
    const form = HANDOFFS[isEvery(every) ? every : "week"](time);
    return {
      en: [`${shown(value)} is not a handoff`, `write ${form.en}`],
      es: [`${shown(value)} no es un cambio de turno`, `escriba ${form.es}`],
    };
  },
  handoffWithoutWeekday: (time: string) => ({
    en: ["the weekday of the handoff is missing", `write e.g. "mon ${time}"`],
    es: ["falta el día de la semana en que cambia el turno", `escriba p. ej. "mon ${time}"`],
  }),
  handoffWithoutDay: (time: string) => ({
    en: ["the day of the month of the handoff is missing", `write e.g. "1 ${time}"`],
    es: ["falta el día del mes en que cambia el turno", `escriba p. ej. "1 ${time}"`],
  }),
  handoffWithDay: (daily: boolean, weekday: string | undefined, dayOfMonth: number | undefined, time: string) => ({
    en: [
      `${daily ? "a daily rotation is handed over every day" : "an hourly rotation is handed over by the hour"}, not on ${weekday ?? `the ${dayOfMonth}.`}`,
      `write "${time}", or every: ${weekday === undefined ? "month" : "week"}`,
    ],
    es: [
      `${daily ? "un turno diario cambia cada día" : "un turno por horas cambia cada hora"}, no ${weekday === undefined ? `el día ${dayOfMonth}` : `el ${weekdayInSpanish(weekday)}`}`,
      `escriba "${time}", o every: ${weekday === undefined ? "month" : "week"}`,
    ],
  }),
  handoffWithoutHour: (value: string) => ({
    en: [`${shown(value)} has no hour`, `write the time alone: "08${value.trim()}", or every: hour`],
    es: [`${shown(value)} no dice la hora`, `escriba solo la hora: "08${value.trim()}", o every: hour`],
  }),
});
