import type { IncomingHttpHeaders } from "node:http";
import type { DeskDeed } from "../../../firmware/message/frontDesk.ts";
import type { AuditKind } from "../api/audit.ts";
import {
  type ActAnswer,
  actAnswer,
  assignBody,
  closeBody,
  handOverBody,
  noteBody,
  refParams,
  undoBody,
} from "../api/messages.ts";
import type { Who } from "../auth/Who.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { type Route, route } from "../http/Route.ts";
import { DeskActs } from "../messages/DeskActs.ts";
import { languageOf } from "../messages/languageOf.ts";
import { MessageBook } from "../messages/MessageBook.ts";
import { refOf } from "./messages.ts";

interface Doing {
  readonly params: { readonly ref: string };
  readonly who: Who;
  readonly headers: IncomingHttpHeaders;
}

/** What people do with a message. Whoever comes second hears who was first; what was done last can be taken back. */
export const messageActsRoutes = (box: ConsoleBox): readonly Route[] => {
  const desk = new DeskActs(box, new MessageBook(box));
  const contextOf = ({ headers, params, who }: Doing) => ({
    ...{ ref: refOf(params.ref), who },
    language: languageOf(undefined, headers["accept-language"]),
  });
  const act = (doing: Doing, deed: DeskDeed, was?: string | null): Promise<ActAnswer> =>
    desk.do({ ...contextOf(doing), deed, ...(was === undefined ? {} : { was }) });
  /** Who did what is in the store's own audit; this says from where it was done. */
  const common = { method: "POST", may: "messages.act", params: refParams, answer: actAnswer } as const;
  const noted =
    (kind: AuditKind) =>
    ({ params }: { readonly params: { readonly ref: string } }) => ({ kind, ref: refOf(params.ref) });
  return [
    route({
      ...{ ...common, path: "/messages/:ref/heard", summary: "You have listened to it" },
      audit: noted("message-heard"),
      handle: (asked) => desk.heard(contextOf(asked)),
    }),
    route({
      ...{ ...common, path: "/messages/:ref/take", audit: noted("message-taken") },
      summary: "You take it; while doctors are paged for it, only one of them can",
      handle: (asked) => act(asked, { kind: "taken" }),
    }),
    route({
      ...{ ...common, path: "/messages/:ref/called-back", audit: noted("message-called-back") },
      summary: "The caller was called back; ends the paging",
      handle: (asked) => act(asked, { kind: "calledBack" }),
    }),
    route({
      ...{ ...common, path: "/messages/:ref/close", audit: noted("message-closed"), body: closeBody },
      summary: "Nothing more is to be done; ends the paging",
      handle: async (asked) => {
        if (asked.body.note !== undefined) await act(asked, { kind: "note", text: asked.body.note });
        return act(asked, { kind: "closed" });
      },
    }),
    route({
      ...{ ...common, path: "/messages/:ref/reopen", audit: noted("message-reopened") },
      summary: "It is to be seen to again; nobody is paged anew",
      handle: (asked) => act(asked, { kind: "reopened" }),
    }),
    route({
      ...{ ...common, path: "/messages/:ref/note", audit: noted("message-noted"), body: noteBody },
      summary: "Add a note; it is erased with the message",
      handle: (asked) => act(asked, { kind: "note", text: asked.body.text }),
    }),
    route({
      ...{ ...common, path: "/messages/:ref/assign", audit: noted("message-assigned"), body: assignBody },
      summary: "Give it to somebody, or to nobody; nobody is told and no page is ended",
      handle: (asked) => {
        const { to, was } = asked.body;
        return act(asked, { kind: "assigned", ...(to === null ? {} : { to: desk.handNamed(to) }) }, was);
      },
    }),
    route({
      ...{ ...common, path: "/messages/:ref/hand-over", audit: noted("message-handed-over"), body: handOverBody },
      summary: "Give it to somebody, who is told by SMS when the clinic file has their number; no page is ended",
      handle: async (asked) => {
        const { note, to } = asked.body;
        const hand = desk.handNamed(to);
        if (note !== undefined) await act(asked, { kind: "note", text: note });
        return act(asked, { kind: "assigned", to: hand, handedOver: true });
      },
    }),
    route({
      ...{ ...common, path: "/messages/:ref/undo", audit: noted("message-undone"), body: undoBody },
      summary: "Take back what was done last",
      handle: (asked) => act(asked, { kind: "undone", act: asked.body.act }),
    }),
  ];
};
