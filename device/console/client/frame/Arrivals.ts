import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { MessageRow, MessagesAnswer } from "../../api/messages.ts";
import { get } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { announce } from "../components/toasts.ts";
import { onEvent } from "../events.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { phoneSpoken, phoneText } from "../phone.ts";
import { place } from "../router.ts";
import { may } from "../session.ts";
import { clockTime } from "../time.ts";

const says = words({
  en: {
    urgent: "Urgent message",
    routine: "New message",
    from: (number: string, time: string) => `from ${number}, ${time}`,
    unknown: "an unknown number",
    open: "Open",
    dismiss: "Dismiss",
  },
  es: {
    urgent: "Mensaje urgente",
    routine: "Mensaje nuevo",
    from: (number: string, time: string) => `de ${number}, ${time}`,
    unknown: "un número desconocido",
    open: "Abrir",
    dismiss: "Cerrar aviso",
  },
});

/** A message that has just come is told on whatever page somebody is, until they open it or wave it away. */
export function Arrivals(): VNode | null {
  const [arrived, setArrived] = useState<MessageRow>();
  useEffect(
    () =>
      onEvent("message", ({ isNew, ref }) => {
        if (!isNew || !may("messages.read")) return;
        // Of the list, not the message itself: that would be in the audit as somebody who has looked at it.
        get<MessagesAnswer>(`/messages?limit=1&q=${ref}`).then(
          ({ messages }) => {
            const message = messages.find((row) => row.ref === ref);
            if (message === undefined) return;
            setArrived((shown) => (shown?.urgency === "urgent" && message.urgency !== "urgent" ? shown : message));
            const number = message.callback ?? message.callerId;
            announce(
              `${title(message)} ${says().from(number === undefined ? says().unknown : phoneSpoken(number), clockTime(message.receivedAt))}`,
            );
          },
          () => undefined,
        );
      }),
    [],
  );
  const open = arrived !== undefined && place.value.path === `/messages/${arrived.ref}`;
  if (arrived === undefined || open) return null;
  const number = arrived.callback ?? arrived.callerId;
  return html`<section class=${`arrival unprinted ${arrived.urgency}`} aria-label=${title(arrived)}>
    <${Icon} name="bell" />
    <p><strong>${title(arrived)}</strong> ${says().from(number === undefined ? says().unknown : phoneText(number), clockTime(arrived.receivedAt))}</p>
    <a class="button plain" href=${`/messages/${arrived.ref}`} onClick=${() => setArrived(undefined)}>${says().open}</a>
    <${Button} kind="quiet" icon="close" label=${says().dismiss} onClick=${() => setArrived(undefined)} />
  </section>`;
}

const title = ({ urgency }: MessageRow): string => (urgency === "urgent" ? says().urgent : says().routine);
