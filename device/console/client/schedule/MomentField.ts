import type { VNode } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { civilDate, clockTime, offsetAt } from "../time.ts";
import { momentOf, wallOf } from "./wallClock.ts";

const says = words({
  en: { day: (label: string) => `${label}: day`, time: (label: string) => `${label}: time` },
  es: { day: (label: string) => `${label}: día`, time: (label: string) => `${label}: hora` },
});

interface MomentFieldProps {
  readonly label: string;
  readonly value: number | undefined;
  /** Undefined: what stands there is no moment. */
  readonly onValue: (at: number | undefined) => void;
  /** Where the wall shows a time twice: the last, for the end of something. */
  readonly last?: boolean;
}

/** A day and a time on the clinic's wall. As long as nobody types, the moment stays as exact as it came. */
export function MomentField({ label, last, onValue, value }: MomentFieldProps): VNode {
  const id = useId();
  const shown = (at: number | undefined) => (at === undefined ? ["", ""] : [civilDate(at), clockTime(at)]);
  const [[day = "", time = ""], setText] = useState(() => shown(value));
  const [own, setOwn] = useState(value);
  // Another duty was chosen, or dropped.
  useEffect(() => {
    if (value !== own && value !== undefined) {
      setText(shown(value));
      setOwn(value);
    }
  }, [value]);
  const typed = (toDay: string, toTime: string): void => {
    setText([toDay, toTime]);
    const wall = wallOf(toDay, toTime);
    const at = wall === undefined ? undefined : momentOf(wall, offsetAt, last);
    setOwn(at);
    onValue(at);
  };
  const text = (event: Event): string => (event.target as HTMLInputElement).value;
  return html`<fieldset class="duty-moment"><legend>${label}</legend>
    <label class="unseen" for=${`${id}d`}>${says().day(label)}</label><input id=${`${id}d`} type="date" value=${day} onInput=${(event: Event) => typed(text(event), time)} />
    <label class="unseen" for=${`${id}t`}>${says().time(label)}</label><input id=${`${id}t`} type="time" value=${time} onInput=${(event: Event) => typed(day, text(event))} />
  </fieldset>`;
}
