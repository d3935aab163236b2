/* @pure */
import type { DeskRefusal } from "../../../firmware/message/decideDeskAct.ts";
import type { DeskDeed } from "../../../firmware/message/frontDesk.ts";
import type { WordsLanguage } from "./timelineWords.ts";

/** What is said to whoever did something with a message, or could not. */
interface ActWords {
  readonly somebody: string;
  readonly done: Readonly<Record<DeskDeed["kind"], string>>;
  readonly assignedTo: (to: string) => string;
  readonly handedTo: (to: string) => string;
  readonly nobody: string;
  readonly pageEnded: string;
  readonly pageStaysEnded: string;
  readonly soAlready: string;
  readonly heard: string;
  readonly already: Readonly<Record<"taken" | "calledBack" | "closed", (by: string, at: string) => string>>;
  readonly notOpen: string;
  readonly notOpenCure: string;
  readonly isOpen: string;
  readonly assignedMeanwhile: (by: string, to: string, at: string) => string;
  readonly lookAgain: string;
  readonly notLast: (by: string, what: string, at: string) => string;
  readonly nothingToUndo: string;
  readonly notPaged: string;
  readonly notPagedCure: string;
  readonly deeds: Readonly<Record<DeskDeed["kind"], string>>;
}

export const ACT_WORDS: Readonly<Record<WordsLanguage, ActWords>> = {
  en: {
    somebody: "Somebody",
    done: {
      taken: "It is yours.",
      calledBack: "Marked as called back.",
      closed: "Closed.",
      reopened: "It is open again.",
      assigned: "Assigned.",
      note: "The note is kept.",
      undone: "Taken back.",
    },
    assignedTo: (to) => `Assigned to ${to}.`,
    handedTo: (to) => `Handed to ${to}.`,
    nobody: "nobody",
    pageEnded: "Nobody is paged for it any more.",
    pageStaysEnded: "The paging had ended with it and does not begin again.",
    soAlready: "It was so already.",
    heard: "Marked as heard.",
    already: {
      taken: (by, at) => `${by} has it since ${at}.`,
      calledBack: (by, at) => `${by} marked it as called back at ${at}.`,
      closed: (by, at) => `${by} closed it at ${at}.`,
    },
    notOpen: "It is called back or closed already.",
    notOpenCure: "Reopen it first.",
    isOpen: "It is open already.",
    assignedMeanwhile: (by, to, at) => `${by} assigned it to ${to} at ${at}, while you were looking at it.`,
    lookAgain: "Look at it again, and then decide.",
    notLast: (by, what, at) => `This cannot be taken back any more: ${by} has gone on since (${what}, ${at}).`,
    nothingToUndo: "This was taken back already, or cannot be taken back.",
    notPaged: "Doctors are being paged for it, and only a doctor of the clinic file can take it then.",
    notPagedCure: "Mark it as called back or close it: that ends the paging. Or assign it, which does not.",
    deeds: {
      taken: "taken",
      calledBack: "called back",
      closed: "closed",
      reopened: "reopened",
      assigned: "assigned",
      note: "a note",
      undone: "taken back",
    },
  },
  es: {
    somebody: "Alguien",
    done: {
      taken: "Queda a su cargo.",
      calledBack: "Marcado: se devolvió la llamada.",
      closed: "Cerrado.",
      reopened: "Está abierto de nuevo.",
      assigned: "Asignado.",
      note: "La nota queda guardada.",
      undone: "Deshecho.",
    },
    assignedTo: (to) => `Asignado a ${to}.`,
    handedTo: (to) => `Entregado a ${to}.`,
    nobody: "nadie",
    pageEnded: "Ya no se avisa a nadie.",
    pageStaysEnded: "Los avisos terminaron entonces y no empiezan de nuevo.",
    soAlready: "Ya estaba así.",
    heard: "Marcado como escuchado.",
    already: {
      taken: (by, at) => `${by} lo tiene desde las ${at}.`,
      calledBack: (by, at) => `${by} marcó la llamada como devuelta a las ${at}.`,
      closed: (by, at) => `${by} lo cerró a las ${at}.`,
    },
    notOpen: "Ya se devolvió la llamada o está cerrado.",
    notOpenCure: "Reábralo primero.",
    isOpen: "Ya está abierto.",
    assignedMeanwhile: (by, to, at) => `${by} lo asignó a ${to} a las ${at}, mientras usted lo miraba.`,
    lookAgain: "Mírelo de nuevo y decida después.",
    notLast: (by, what, at) => `Esto ya no se puede deshacer: ${by} ha continuado (${what}, ${at}).`,
    nothingToUndo: "Esto ya se deshizo, o no se puede deshacer.",
    notPaged: "Se está avisando a médicos, y entonces solo puede hacerse cargo un médico del archivo de la clínica.",
    notPagedCure: "Marque la llamada como devuelta o ciérrelo: eso termina los avisos. O asígnelo, que no los termina.",
    deeds: {
      taken: "a cargo",
      calledBack: "llamada devuelta",
      closed: "cerrado",
      reopened: "reabierto",
      assigned: "asignado",
      note: "una nota",
      undone: "deshecho",
    },
  },
};

/** Why not, in words, and what to do about it. */
export function refusalInWords(
  why: DeskRefusal,
  language: WordsLanguage,
  wall: (at: number) => string,
  nameOf: (id: string) => string | undefined,
): { readonly code: string; readonly message: string; readonly cure?: string } {
  const words = ACT_WORDS[language];
  const name = (by: { readonly id: string; readonly name?: string } | undefined): string =>
    by === undefined ? words.somebody : (by.name ?? nameOf(by.id) ?? by.id);
  const time = (at: number | undefined): string => (at === undefined ? "?" : wall(at));
  switch (why.kind) {
    case "already":
      return { code: "ALREADY", message: words.already[why.state](name(why.by), time(why.at)) };
    case "notOpen":
      return { code: "NOT_OPEN", message: words.notOpen, cure: words.notOpenCure };
    case "isOpen":
      return { code: "IS_OPEN", message: words.isOpen };
    case "assignedMeanwhile": {
      const to = why.act?.deed.kind === "assigned" ? why.act.deed.to?.name : undefined;
      const message = words.assignedMeanwhile(name(why.act?.by), to ?? words.nobody, time(why.act?.at));
      return { code: "ASSIGNED_MEANWHILE", message, cure: words.lookAgain };
    }
    case "notLast":
      return {
        code: "NOT_LAST",
        message:
          why.act === undefined
            ? words.nothingToUndo
            : words.notLast(name(why.act.by), words.deeds[why.act.deed.kind], time(why.act.at)),
        cure: words.lookAgain,
      };
  }
}
