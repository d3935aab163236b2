import type { VNode } from "preact";
import type { BoxRow } from "../../api/live.ts";
import { Icon, type IconName } from "../components/icons.ts";
import { html } from "../html.ts";
import { rowDetails, rowName, rowWord } from "./rowWords.ts";

const ICONS = {
  ...{ service: "pulse", line: "phone", modem: "mobile", broker: "network", store: "inbox", clock: "clock" },
  ...{ power: "power", disk: "disk", temperature: "heat" },
} as const satisfies Record<BoxRow["kind"], IconName>;

/** Each part of the box: what it is, how it is, in words and by a sign; the colour only repeats it. */
export const Rows = ({ label, rows }: { readonly rows: readonly BoxRow[]; readonly label: string }): VNode =>
  html`<ul class="parts" role="list" aria-label=${label}>${rows.map(
    (row) => html`<li key=${`${row.kind} ${row.id}`} class=${`part ${row.state}`}>
      <${Icon} name=${ICONS[row.kind]} /><div><h3>${rowName(row)}</h3>
      <p class="said">${row.state !== "off" && html`<${Icon} name=${row.state === "well" ? "check" : "warning"} />`}${rowWord(row)}</p>
      ${rowDetails(row).map((detail) => html`<p class="soft" key=${detail}>${detail}</p>`)}</div></li>`,
  )}</ul>`;
