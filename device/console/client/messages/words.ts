import type { MessageRow } from "../../api/messages.ts";
import { words } from "../i18n.ts";
import { phoneText } from "../phone.ts";
import { whenShort } from "../time.ts";

export const says = words({
  en: {
    urgent: "Urgent",
    routine: "Routine",
    withheld: "Number withheld",
    noNumber: "No number",
    unheard: "Not heard yet",
    patient: "Patient",
    professional: "Professional",
    unknown: "Unknown caller",
    recording: "On the line now",
    new: "New",
    paged: "Doctor is being paged",
    taken: (who: string, when: string) => `${who} has it since ${when}`,
    calledBack: (who: string, when: string) => `Called back ${when} by ${who}`,
    calledBackPlain: "Called back",
    closed: (who: string, when: string) => `Closed ${when} by ${who}`,
    closedPlain: "Closed",
    assigned: (who: string) => `for ${who}`,
    length: (time: string) => `${time} min`,
    nothingSaid: "nothing was said",
  },
  es: {
    urgent: "Urgente",
    routine: "Rutina",
    withheld: "Número oculto",
    noNumber: "Sin número",
    unheard: "Sin escuchar",
    patient: "Paciente",
    professional: "Profesional",
    unknown: "Llamante desconocido",
    recording: "Hablando ahora",
    new: "Nuevo",
    paged: "Se está avisando al médico",
    taken: (who: string, when: string) => `Lo tiene ${who} desde ${when}`,
    calledBack: (who: string, when: string) => `Devuelta ${when} por ${who}`,
    calledBackPlain: "Llamada devuelta",
    closed: (who: string, when: string) => `Cerrado ${when} por ${who}`,
    closedPlain: "Cerrado",
    assigned: (who: string) => `para ${who}`,
    length: (time: string) => `${time} min`,
    nothingSaid: "no dijo nada",
  },
});

/** The number to call: as the caller confirmed it, else as the network told it. */
export const numberOf = (row: MessageRow): string | undefined => row.callback ?? row.callerId;

export function numberText(row: MessageRow): string {
  const number = numberOf(row);
  if (number !== undefined) return phoneText(number);
  return row.callerWithheld ? says().withheld : says().noNumber;
}

/** What has become of it, in a few words. */
export function stateText(row: MessageRow): string {
  switch (row.state) {
    case "recording":
      return says().recording;
    case "new":
      return says().new;
    case "paged":
      return says().paged;
    case "taken":
      return says().taken(row.takenBy?.name ?? "?", whenShort(row.takenAt ?? row.receivedAt));
    case "calledBack":
      return row.calledBackBy === undefined || row.calledBackAt === undefined
        ? says().calledBackPlain
        : says().calledBack(row.calledBackBy.name, whenShort(row.calledBackAt));
    case "closed":
      return row.closedBy === undefined || row.closedAt === undefined
        ? says().closedPlain
        : says().closed(row.closedBy.name, whenShort(row.closedAt));
  }
}

export const isDone = ({ state }: MessageRow): boolean => state === "calledBack" || state === "closed";
