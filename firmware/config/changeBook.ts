import { saysOf } from "../language/sentenceBook.ts";

// What a change of the box says while it goes on and when it ends: what it waits for, what went wrong, what to do.

const HEALTH = {
  notUp: { en: "the answering service is not up yet", es: "el programa que atiende aún no está en marcha" },
  cameNotUp: { en: "the answering service did not come up", es: "el programa que atiende no arrancó" },
  endsAgain: {
    en: "the answering service ends by itself again and again",
    es: "el programa que atiende se termina por sí solo una y otra vez",
  },
  lineLost: {
    en: "the line {line} worked before and does not now ({state})",
    es: "la línea {line} funcionaba antes y ahora no ({state})",
  },
  pagesLost: {
    en: "pages could be sent before and cannot now",
    es: "antes se podían enviar avisos y ahora no",
  },
  newFault: { en: "a new urgent fault: {fault}", es: "un fallo urgente nuevo: {fault}" },
  lineNotYet: {
    en: "the line {line} does not answer yet: {state}",
    es: "la línea {line} aún no contesta: {state}",
  },
  noPageYet: { en: "no page can be sent yet", es: "aún no se puede enviar ningún aviso" },
  urgentFault: { en: "urgent fault: {fault}", es: "fallo urgente: {fault}" },
  allWell: { en: "All is well; watching it for a moment …", es: "Todo va bien; se observa un momento más …" },
  waiting: { en: "Waiting: {lacks} …", es: "En espera: {lacks} …" },
} as const;

/** How `TelephoneLines` calls them. */
const LINES = {
  looking: { en: "looking for its modem", es: "busca su módem" },
  outOfService: { en: "not in service ({code})", es: "fuera de servicio ({code})" },
  noNetwork: { en: "waits for the network: no calls arrive", es: "espera a la red: no llegan llamadas" },
  noNetworkOf: {
    en: "waits for the network: no calls arrive ({model})",
    es: "espera a la red: no llegan llamadas ({model})",
  },
} as const;

const ENDS = {
  gaveUp: { en: "somebody gave up waiting", es: "alguien dejó de esperar" },
  lineBusy: {
    en: "the telephone was in use for {n} minutes",
    es: "el teléfono estuvo ocupado {n} minutos",
  },
  later: { en: "Try again later.", es: "Inténtelo más tarde." },
  goingOn: { en: "another change is being made just now", es: "se está haciendo otro cambio" },
  waitForIt: {
    en: "Wait until it is over (some minutes at most), then try again.",
    es: "Espere a que termine (unos minutos como mucho) e inténtelo de nuevo.",
  },
  overtaken: {
    en: "somebody else has changed the clinic file meanwhile",
    es: "otra persona ha cambiado entretanto el archivo de la clínica",
  },
  lookFirst: {
    en: "Look at what they changed, then make your change to that.",
    es: "Mire lo que cambió y haga su cambio sobre eso.",
  },
  leftover: {
    en: "what it replaced could not be taken away ({why}); the next change or start of the box tries it again",
    es: "no se pudo quitar lo que sustituyó ({why}); el próximo cambio o arranque del equipo lo intenta de nuevo",
  },
} as const;

const DISK = {
  diskFull: { en: "the disk of the box is full", es: "el disco del equipo está lleno" },
  makeRoomDoctor: {
    en: "Make room on it (firstring doctor says what takes it up), then try again.",
    es: "El técnico tiene que liberar espacio en él (firstring doctor dice qué lo ocupa); después inténtelo de nuevo.",
  },
  makeRoom: {
    en: "Make room on it, then try again.",
    es: "El técnico tiene que liberar espacio en él; después inténtelo de nuevo.",
  },
  diskReadOnly: {
    en: "the disk of the box can only be read",
    es: "el disco del equipo solo se puede leer",
  },
  wornOut: {
    en: "The card may be worn out: firstring doctor says more.",
    es: "La tarjeta puede estar gastada: llame al técnico.",
  },
  diskRefuses: { en: "the disk of the box does not take it", es: "el disco del equipo no lo admite" },
  replaceCard: {
    en: "The card may be worn out: replace it, and restore the backup.",
    es: "La tarjeta puede estar gastada: cámbiela y restaure la copia de seguridad.",
  },
  mayNotWrite: {
    en: "root's hand may not write there",
    es: "el programa que cambia el equipo no tiene permiso para escribir ahí",
  },
  rightsNarrow: {
    en: "Report it: the unit's rights are too narrow.",
    es: "Comuníquelo: a ese programa le faltan permisos.",
  },
  unexpected: { en: "something unexpected happened ({text})", es: "ocurrió algo inesperado ({text})" },
  report: {
    en: "Please report it with the output of firstring doctor.",
    es: "Comuníquelo, con el archivo de soporte (página Estado del equipo).",
  },
} as const;

export const CHANGE_BOOK = { ...HEALTH, ...LINES, ...ENDS, ...DISK } as const;

export const changeSays = saysOf(CHANGE_BOOK);
