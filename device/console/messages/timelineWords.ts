/* @pure */
import type { DeskDeed } from "../../../firmware/message/frontDesk.ts";
import type { CallRecord, Dispatch } from "../../../firmware/message/MessageStore.ts";

type Said = (who: string) => string;
type OfStates = Readonly<Partial<Record<Dispatch["state"], Said>>>;

/** The sentences of a message's life, in one language. */
export interface TimelineWords {
  readonly somebody: string;
  readonly frontDesk: string;
  readonly rang: (line: string) => string;
  readonly answered: string;
  readonly urgent: (because: string) => string;
  readonly saved: string;
  readonly ended: Readonly<Record<NonNullable<CallRecord["ending"]>, string>>;
  /** `queued` is what a page begins with; `sending` says no more than it. */
  readonly page: Readonly<Record<Dispatch["way"], OfStates>>;
  readonly callerText: OfStates;
  readonly taken: Said;
  readonly closedPage: Said;
  readonly openAgain: string;
  readonly takeRefused: Said;
  readonly passed: Said;
  readonly escalated: Said;
  readonly takeExpired: Said;
  readonly fallbackPaged: Said;
  readonly nobodyWasNotified: string;
  readonly onCallGap: string;
  readonly calledAgain: (ref: string) => string;
  readonly toldByTelephone: Said;
  readonly heardByTelephone: Said;
  readonly heard: Said;
  readonly played: Said;
  readonly exported: Said;
  readonly callerNotTexted: string;
  readonly calledBack: Said;
  readonly closed: Said;
  readonly reopened: Said;
  readonly noted: Said;
  readonly assigned: (who: string, to: string) => string;
  readonly unassigned: Said;
  readonly handedOver: (who: string, to: string) => string;
  readonly undone: (who: string, what: string) => string;
  readonly deeds: Readonly<Record<DeskDeed["kind"], string>>;
}

const BECAUSE_EN: Readonly<Record<string, string>> = {
  caller: "the caller said so",
  professional: "a professional called",
  practice: "another practice called",
  silence: "the caller pressed nothing",
  "wrong-keys": "the caller pressed keys that mean nothing",
  "not-said": "the caller did not say how urgent it is",
  abandoned: "the caller hung up early",
  "time-limit": "the call lasted too long",
  fault: "something failed during the call",
  interrupted: "the power or the line went during the call",
};

const en: TimelineWords = {
  somebody: "somebody",
  frontDesk: "the front desk",
  rang: (line) => `The telephone rang on line ${line}.`,
  answered: "The call was answered.",
  urgent: (because) => `It was known to be urgent: ${BECAUSE_EN[because] ?? because}.`,
  saved: "The message was saved, and the caller heard so.",
  ended: {
    completed: "The call ended.",
    abandoned: "The caller hung up before the end.",
    "not-answered": "It stopped ringing before anybody answered.",
    "time-limit": "The call was ended after the longest time that a call may last.",
    "line-lost": "The line was lost.",
    interrupted: "The call was cut off: the power or the program went.",
  },
  page: {
    sms: {
      queued: (who) => `${who} is paged by SMS.`,
      sent: (who) => `The network has taken the SMS to ${who}.`,
      delivered: (who) => `The SMS is on ${who}’s phone.`,
      failedTemporarily: (who) => `The network did not take the SMS to ${who} yet; it is sent again.`,
      failedPermanently: (who) => `The SMS to ${who} did not go.`,
      unknown: (who) => `Whether the SMS to ${who} arrived is not known; it is sent again.`,
    },
    call: {
      queued: (who) => `${who} is to be called.`,
      sent: (who) => `${who} was told by telephone.`,
      delivered: (who) => `${who} was told by telephone.`,
      failedTemporarily: (who) => `${who} could not be called yet; it is tried again.`,
      failedPermanently: (who) => `${who} was not reached by telephone.`,
      unknown: (who) => `Whether ${who} was told by telephone is not known.`,
    },
    mqtt: {
      queued: (who) => `${who} is told over MQTT.`,
      sent: (who) => `The broker has taken the page to ${who}.`,
      failedPermanently: (who) => `The page to ${who} over MQTT did not go.`,
    },
  },
  callerText: {
    sent: () => "The caller was sent an SMS that it is taken.",
    delivered: () => "The SMS to the caller is on the caller’s phone.",
    failedPermanently: () => "The SMS to the caller did not go.",
  },
  taken: (who) => `${who} has taken it.`,
  closedPage: (who) => `${who} says that the caller was called back; the paging has ended.`,
  openAgain: "It is open again.",
  takeRefused: (who) => `${who} wanted to take it, but somebody had it already.`,
  passed: (who) => `${who} passed it on.`,
  escalated: (who) => `${who} escalated it to the next step.`,
  takeExpired: (who) => `${who} took it and did not close it in time: it is paged again.`,
  fallbackPaged: (who) => `Nobody else was left: ${who} is paged as the fallback.`,
  nobodyWasNotified: "Nobody could be told at this step.",
  onCallGap: "Nobody was on call then; the fallback is paged.",
  calledAgain: (ref) => `The same number called again: ${ref}.`,
  toldByTelephone: (who) => `${who} was told of it on the telephone.`,
  heardByTelephone: (who) => `${who} listened to it by telephone.`,
  heard: (who) => `${who} has listened to it.`,
  played: (who) => `${who} played the recording at the box.`,
  exported: (who) => `${who} exported it at the box.`,
  callerNotTexted: "The caller was not sent an SMS.",
  calledBack: (who) => `${who} marked the caller as called back.`,
  closed: (who) => `${who} closed it.`,
  reopened: (who) => `${who} reopened it.`,
  noted: (who) => `${who} wrote a note.`,
  assigned: (who, to) => (who === to ? `${who} took it over.` : `${who} assigned it to ${to}.`),
  unassigned: (who) => `${who} assigned it to nobody.`,
  handedOver: (who, to) => `${who} handed it to ${to}.`,
  undone: (who, what) => `${who} took back: ${what}.`,
  deeds: {
    taken: "taken",
    calledBack: "called back",
    closed: "closed",
    reopened: "reopened",
    assigned: "assigned",
    note: "a note",
    undone: "taking back",
  },
};

const BECAUSE_ES: Readonly<Record<string, string>> = {
  caller: "lo dijo quien llamó",
  professional: "llamó un profesional",
  practice: "llamó otro consultorio",
  silence: "quien llamó no pulsó nada",
  "wrong-keys": "quien llamó pulsó teclas que no significan nada",
  "not-said": "quien llamó no dijo si es urgente",
  abandoned: "quien llamó colgó pronto",
  "time-limit": "la llamada duró demasiado",
  fault: "algo falló durante la llamada",
  interrupted: "se fue la corriente o la línea durante la llamada",
};

const es: TimelineWords = {
  somebody: "alguien",
  frontDesk: "la recepción",
  rang: (line) => `Sonó el teléfono en la línea ${line}.`,
  answered: "Se atendió la llamada.",
  urgent: (because) => `Se supo que es urgente: ${BECAUSE_ES[because] ?? because}.`,
  saved: "El mensaje se guardó, y quien llamó lo oyó.",
  ended: {
    completed: "Terminó la llamada.",
    abandoned: "Quien llamó colgó antes del final.",
    "not-answered": "Dejó de sonar antes de que nadie atendiera.",
    "time-limit": "La llamada se cortó tras el tiempo máximo.",
    "line-lost": "Se perdió la línea.",
    interrupted: "La llamada se cortó: se fue la corriente o el programa.",
  },
  page: {
    sms: {
      queued: (who) => `Se avisa a ${who} por SMS.`,
      sent: (who) => `La red aceptó el SMS para ${who}.`,
      delivered: (who) => `El SMS está en el teléfono de ${who}.`,
      failedTemporarily: (who) => `La red aún no aceptó el SMS para ${who}; se envía de nuevo.`,
      failedPermanently: (who) => `El SMS para ${who} no salió.`,
      unknown: (who) => `No se sabe si llegó el SMS para ${who}; se envía de nuevo.`,
    },
    call: {
      queued: (who) => `Se va a llamar a ${who}.`,
      sent: (who) => `Se informó a ${who} por teléfono.`,
      delivered: (who) => `Se informó a ${who} por teléfono.`,
      failedTemporarily: (who) => `Aún no se pudo llamar a ${who}; se intenta de nuevo.`,
      failedPermanently: (who) => `No se localizó a ${who} por teléfono.`,
      unknown: (who) => `No se sabe si se informó a ${who} por teléfono.`,
    },
    mqtt: {
      queued: (who) => `Se avisa a ${who} por MQTT.`,
      sent: (who) => `El servidor MQTT aceptó el aviso para ${who}.`,
      failedPermanently: (who) => `El aviso por MQTT para ${who} no salió.`,
    },
  },
  callerText: {
    sent: () => "Se envió un SMS a quien llamó: alguien lo atiende.",
    delivered: () => "El SMS está en el teléfono de quien llamó.",
    failedPermanently: () => "El SMS a quien llamó no salió.",
  },
  taken: (who) => `${who} se hace cargo.`,
  closedPage: (who) => `${who} dice que se devolvió la llamada; los avisos terminaron.`,
  openAgain: "Está abierto de nuevo.",
  takeRefused: (who) => `${who} quiso hacerse cargo, pero ya lo tenía otra persona.`,
  passed: (who) => `${who} lo pasó a otra persona.`,
  escalated: (who) => `${who} lo elevó al paso siguiente.`,
  takeExpired: (who) => `${who} se hizo cargo y no lo cerró a tiempo: se avisa de nuevo.`,
  fallbackPaged: (who) => `No quedaba nadie más: se avisa a ${who}, el sustituto.`,
  nobodyWasNotified: "En este paso no se pudo avisar a nadie.",
  onCallGap: "No había nadie de guardia; se avisa al sustituto.",
  calledAgain: (ref) => `El mismo número llamó de nuevo: ${ref}.`,
  toldByTelephone: (who) => `Se informó a ${who} por teléfono.`,
  heardByTelephone: (who) => `${who} lo escuchó por teléfono.`,
  heard: (who) => `${who} lo ha escuchado.`,
  played: (who) => `${who} reprodujo la grabación en el equipo.`,
  exported: (who) => `${who} lo exportó en el equipo.`,
  callerNotTexted: "No se envió ningún SMS a quien llamó.",
  calledBack: (who) => `${who} marcó que se devolvió la llamada.`,
  closed: (who) => `${who} lo cerró.`,
  reopened: (who) => `${who} lo reabrió.`,
  noted: (who) => `${who} escribió una nota.`,
  assigned: (who, to) => (who === to ? `${who} lo tomó para sí.` : `${who} lo asignó a ${to}.`),
  unassigned: (who) => `${who} lo dejó sin asignar.`,
  handedOver: (who, to) => `${who} lo entregó a ${to}.`,
  undone: (who, what) => `${who} deshizo: ${what}.`,
  deeds: {
    taken: "hacerse cargo",
    calledBack: "llamada devuelta",
    closed: "cerrado",
    reopened: "reabierto",
    assigned: "asignado",
    note: "una nota",
    undone: "deshacer",
  },
};

export type WordsLanguage = "en" | "es";
export const TIMELINE_WORDS: Readonly<Record<WordsLanguage, TimelineWords>> = { en, es };
