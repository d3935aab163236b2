import type { VNode } from "preact";
import { PageLink } from "../frame/Frame.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { PAGES } from "../pages.ts";
import { may } from "../session.ts";

const says = words({ en: { title: "All pages" }, es: { title: "Todas las páginas" } });

/** Every page that this person may see: where the navigation of a telephone leads to when it has no room. */
export default function More(): VNode {
  return html`<h1>${says().title}</h1><nav class="menu" aria-label=${says().title}>
    ${PAGES.filter((page) => page.id !== "more" && may(page.may)).map((page) => html`<${PageLink} key=${page.id} page=${page} here=${undefined} />`)}
  </nav>`;
}
