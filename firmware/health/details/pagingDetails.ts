// What is said of a cellular modem's SIM, of an SMS that does not go, and of sentences that callers should hear.

const SIM = {
  notAsModem: { en: "the modem does not answer as one", es: "el módem no responde como un módem" },
  refusesCommand: { en: "the modem refuses {command}", es: "el módem rechaza {command}" },
  simStoreNotReady: {
    en: "the SIM's message store is not ready",
    es: "la memoria de mensajes de la SIM no está lista",
  },
  noSim: { en: "no SIM card is seen", es: "no se ve ninguna tarjeta SIM" },
  simNotReady: { en: "the SIM card is not ready", es: "la tarjeta SIM no está lista" },
  simAsks: { en: "the SIM asks for {lock}", es: "la SIM pide {lock}" },
  pinRefused: {
    en: "the SIM refused its PIN; it is not tried again",
    es: "la SIM rechazó su PIN; no se prueba otra vez",
  },
  pinUnanswered: {
    en: "the SIM did not say what it thinks of its PIN",
    es: "la SIM no dijo si acepta su PIN",
  },
  noPin: { en: "no PIN is given in the clinic file", es: "en el archivo de la clínica no hay ningún PIN" },
  pinForm: {
    en: "the PIN in the clinic file is not 4 to 8 digits",
    es: "el PIN del archivo de la clínica no tiene de 4 a 8 cifras",
  },
  triesUnknown: {
    en: "the modem does not tell how many tries are left",
    es: "el módem no dice cuántos intentos quedan",
  },
  triesUsed: {
    en: "only {n} tries are left: a wrong PIN was entered before",
    es: "solo quedan {n} intentos: antes se puso un PIN equivocado",
  },
  pinRefusedBefore: {
    en: "this SIM has refused this PIN before: correct simPin, then it is tried again",
    es: "esta SIM ya rechazó este PIN: corrija simPin y se probará de nuevo",
  },
  pinNeverAnswered: {
    en: "the PIN was sent {n} times and the modem never answered: open the SIM with a phone",
    es: "el PIN se envió {n} veces y el módem nunca respondió: desbloquee la SIM con un teléfono",
  },
} as const;

const SMS = {
  modemNotThere: { en: "the modem is not there", es: "el módem no está" },
  tooLate: { en: "too late: it could not be sent in time", es: "demasiado tarde: no se pudo enviar a tiempo" },
  tooLateAway: {
    en: "too late: the box was not running, or had no network",
    es: "demasiado tarde: el equipo no funcionaba, o no tenía red",
  },
  partsWent: { en: "{n} of {n2} parts went", es: "salieron {n} de {n2} partes" },
  notEncoded: { en: "it cannot be encoded", es: "no se puede codificar" },
  tooManyParts: { en: "more than 255 parts", es: "más de 255 partes" },
  notDialled: { en: "not a number that can be dialled", es: "no es un número que se pueda marcar" },
  atCall: { en: "at a call: {why}", es: "en una llamada: {why}" },
  beforeRestart: { en: "since before the restart", es: "desde antes del reinicio" },
} as const;

const PROMPTS = {
  clipsMissing: { en: "nothing can be heard for {clips}", es: "no hay sonido para {clips}" },
  clipRate: {
    en: "{n} Hz, {n2} channels; prompts are 8000 Hz mono",
    es: "{n} Hz, {n2} canales; las frases son de 8000 Hz mono",
  },
  clipEmpty: { en: "no samples", es: "no tiene sonido" },
  bankTooLarge: {
    en: "{n} bytes; a bank has {n2} at most",
    es: "{n} bytes; un banco de frases tiene {n2} como mucho",
  },
  noBank: { en: "no bank of prompts, or a damaged one", es: "no es un banco de frases, o está dañado" },
  bankShrank: { en: "it became shorter while it was read", es: "se acortó mientras se leía" },
} as const;

/** Of a recording's file (device/audio/wav.ts). */
export const WAV_SAYS = {
  notWav: { en: "not a WAV file", es: "no es un archivo WAV" },
  noFormat: { en: "the WAV file has no format chunk", es: "al archivo WAV le falta el formato" },
  noData: { en: "the WAV file has no data chunk", es: "al archivo WAV le falta el sonido" },
  formatShort: {
    en: "the WAV file's format chunk is too short",
    es: "el formato del archivo WAV es demasiado corto",
  },
  rateWrong: { en: "a sample rate of {n} Hz cannot be", es: "{n} Hz no puede ser" },
  channelsWrong: { en: "{n} channels cannot be", es: "{n} canales no puede ser" },
  bitsUnread: {
    en: "format {n} with {n2} bits cannot be read",
    es: "no se puede leer el formato {n} de {n2} bits",
  },
  noNumbers: {
    en: "the WAV file holds numbers that are no sound (NaN or infinite)",
    es: "el archivo WAV tiene números que no son sonido (NaN o infinito)",
  },
} as const;

/** Of another program's calendar (device/oncall/fetchCalendar.ts). */
export const CALENDAR_SAYS = {
  calendarTooLarge: {
    en: "it has {n} MB, and at most 5 are read",
    es: "tiene {n} MB, y se leen 5 como mucho",
  },
  noSuchFile: { en: "{path}: there is no such file", es: "{path}: no existe ese archivo" },
  onlyHttps: {
    en: "{host} leads to {protocol}, and only https is followed",
    es: "{host} lleva a {protocol}, y solo se sigue https",
  },
  tooManyRedirects: {
    en: "{host} leads from address to address, more than {n} times",
    es: "{host} lleva de una dirección a otra, más de {n} veces",
  },
  hostAnswers: { en: "{host} answers {n}", es: "{host} responde {n}" },
  hostAnswersWords: { en: "{host} answers {n} {text}", es: "{host} responde {n} {text}" },
  hostNotReached: { en: "{host} cannot be reached ({why})", es: "no se llega a {host} ({why})" },
  takesTooLong: { en: "it takes too long", es: "tarda demasiado" },
  sendsTooMuch: { en: "{host} sends more than 5 MB", es: "{host} envía más de 5 MB" },
  noCalendar: {
    en: "what is there is no iCalendar file (no BEGIN:VCALENDAR)",
    es: "lo que hay allí no es un archivo iCalendar (falta BEGIN:VCALENDAR)",
  },
  readerEnded: {
    en: "the process that reads it ended with {how}",
    es: "el proceso que lo lee terminó con {how}",
  },
} as const;

export const PAGING_DETAILS = { ...SIM, ...SMS, ...PROMPTS, ...WAV_SAYS, ...CALENDAR_SAYS } as const;
