import type { VNode } from "preact";
import type { MessageRow } from "../../api/messages.ts";
import { Icon, type IconName } from "../components/icons.ts";
import { classes, html } from "../html.ts";
import { isDone, says, stateText } from "./words.ts";

/** Urgent is told by word, sign and shape, not by its red alone; once somebody has called back it stands in outline. */
export const UrgencyPill = ({ row }: { readonly row: MessageRow }): VNode =>
  row.urgency === "urgent"
    ? html`<span class=${classes("pill urgent", isDone(row) && "over")}><${Icon} name="warning" />${says().urgent}</span>`
    : html`<span class="pill">${says().routine}</span>`;

const LOOK: Readonly<Record<MessageRow["state"], readonly [string, IconName]>> = {
  recording: ["going", "phone"],
  new: ["warn", "bell"],
  paged: ["warn", "mobile"],
  taken: ["going", "hand"],
  calledBack: ["well", "check"],
  closed: ["", "closed"],
};

export function StatePill({ row }: { readonly row: MessageRow }): VNode {
  const [kind, icon] = LOOK[row.state];
  return html`<span class=${classes("state", kind)}><${Icon} name=${icon} />${stateText(row)}</span>`;
}
