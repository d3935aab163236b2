import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { MessageRow } from "../../api/messages.ts";
import { Icon } from "../components/icons.ts";
import { classes, html } from "../html.ts";
import { useKeys } from "../keys.ts";
import { phoneSpoken } from "../phone.ts";
import { dayAndTime, isoTime, soundTime } from "../time.ts";
import { StatePill, UrgencyPill } from "./pills.ts";
import { numberOf, numberText, says } from "./words.ts";

interface ListProps {
  readonly rows: readonly MessageRow[];
  readonly label: string;
  /** The message that is shown beside the list. */
  readonly chosen?: string | undefined;
  /** Where a row leads. */
  readonly hrefOf: (ref: string) => string;
}

/**
 * Messages as a list of links. One of them is in the tab order, the arrows lead to the others (ARIA's roving focus), so a list
 * of fifty is one stop on the way through the page.
 */
export function MessageList({ chosen, hrefOf, label, rows }: ListProps): VNode {
  const list = useRef<HTMLUListElement>(null);
  const seen = useRef<Set<string> | undefined>(undefined);
  const fresh = new Set(
    seen.current === undefined ? [] : rows.map(({ ref }) => ref).filter((ref) => !seen.current?.has(ref)),
  );
  if (seen.current === undefined) seen.current = new Set(rows.map(({ ref }) => ref));

  const links = (): HTMLAnchorElement[] => [...(list.current?.querySelectorAll<HTMLAnchorElement>("a.row") ?? [])];
  const move = (by: number | "first" | "last"): void => {
    const all = links();
    const now = all.indexOf(document.activeElement as HTMLAnchorElement);
    const at = by === "first" ? 0 : by === "last" ? all.length - 1 : now < 0 ? Math.max(0, stop) : now + by;
    all[Math.min(all.length - 1, Math.max(0, at))]?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  const arrows = (event: KeyboardEvent): void => {
    const to = ({ ArrowDown: 1, ArrowUp: -1, Home: "first", End: "last" } as const)[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(to);
  };
  const stop = Math.max(
    0,
    rows.findIndex(({ ref }) => ref === chosen),
  );
  return html`<ul class="messages" role="list" aria-label=${label} ref=${list} data-own-arrows onKeyDown=${arrows} onFocusIn=${rove}>
    ${rows.map(
      (
        row,
        at,
      ) => html`<li key=${row.ref}><a href=${hrefOf(row.ref)} tabindex=${at === stop ? 0 : -1} aria-current=${row.ref === chosen ? "true" : undefined}
        class=${classes("row", row.urgency, !row.heard && "unheard", fresh.has(row.ref) && "fresh")}><${Row} row=${row} /></a></li>`,
    )}
  </ul>`;
}

/** Whichever row has the focus is the one that Tab comes back to. */
function rove(event: FocusEvent): void {
  const row = (event.target as Element).closest<HTMLElement>("a.row");
  if (row === null) return;
  for (const other of row.closest("ul")?.querySelectorAll<HTMLElement>('a.row[tabindex="0"]') ?? [])
    other.tabIndex = -1;
  row.tabIndex = 0;
}

function Row({ row }: { readonly row: MessageRow }): VNode {
  const number = numberOf(row);
  const length = (row.nameMs ?? 0) + (row.reasonMs ?? 0);
  return html`
    <span class="mark">${!row.heard && html`<span class="dot" /><span class="unseen">${says().unheard}. </span>`}</span>
    <span class="urgency"><${UrgencyPill} row=${row} /></span>
    <span class="who">
      <span class="number" aria-hidden=${number !== undefined ? "true" : undefined}>${numberText(row)}</span>
      ${number !== undefined && html`<span class="unseen">${phoneSpoken(number)}</span>`}
      <span class="name">${row.callerName ?? (row.callerKind === "unknown" ? "" : says()[row.callerKind])}</span>
    </span>
    <span class="became"><${StatePill} row=${row} />${row.assignedTo !== undefined && html` <span class="soft">${says().assigned(row.assignedTo.name)}</span>`}</span>
    <span class="length counted soft">${row.notes > 0 && html`<${Icon} name="note" />${row.notes} `}${length > 0 ? soundTime(length) : "–"}</span>
    <time class="when" dateTime=${isoTime(row.receivedAt)}>${dayAndTime(row.receivedAt)}</time>`;
}
