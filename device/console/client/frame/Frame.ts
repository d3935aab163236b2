import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Counts } from "../../api/messages.ts";
import { Icon } from "../components/icons.ts";
import { counts } from "../counts.ts";
import { type Children, classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import type { FoundPage } from "../pageAt.ts";
import { type ConsolePage, loadPage, PAGES } from "../pages.ts";
import { useRemote } from "../remote.ts";
import { may, me, session } from "../session.ts";
import { Arrivals } from "./Arrivals.ts";
import { Banners } from "./Banners.ts";

const says = words({
  en: {
    toMain: "To the content",
    pages: "Pages",
    box: "The box",
    safety: "People and safety",
    more: "More",
    waiting: (n: number) => `${n} unheard`,
  },
  es: {
    toMain: "Ir al contenido",
    pages: "Páginas",
    box: "El equipo",
    safety: "Personas y seguridad",
    more: "Más",
    waiting: (n: number) => `${n} sin escuchar`,
  },
});

/** Beside the scripts where browsers find them. */
const ICON = new URL("icon.svg", import.meta.url).href;

/** So many fit beside each other on a telephone, and "More". */
const TABS = 4;

interface FrameProps {
  readonly found: FoundPage | undefined;
  readonly children: Children;
}

/** What stands around every page: navigation, banners, and where the page itself goes. */
export function Frame({ children, found }: FrameProps): VNode {
  const main = useRef<HTMLElement>(null);
  const id = found?.page.id;
  const first = useRef(true);
  // Another page: a screen reader begins at it, as it would after loading one.
  useEffect(() => {
    if (first.current) first.current = false;
    else {
      scrollTo(0, 0);
      main.current?.focus();
    }
  }, [id]);
  useCounts(may("messages.read"));
  const bare = found?.page.bare === true;
  return html`<a class="jump" href="#main" onClick=${(event: Event) => {
    event.preventDefault();
    main.current?.focus();
  }}>${says().toMain}</a>
  <div class=${classes("frame", bare && "bare")}>
    ${!bare && html`<${Side} here=${id} />`}
    <div class="column">
      <${Banners} />
      <${Arrivals} />
      <main id="main" tabindex="-1" ref=${main} class=${`page-${id ?? "none"}`}>${children}</main>
    </div>
    ${!bare && html`<${Tabs} here=${id} />`}
  </div>`;
}

/** What waits is asked for again at each arrival, on whatever page somebody is. */
function useCounts(allowed: boolean): void {
  const path = allowed ? "/messages?state=new&limit=1" : undefined;
  const answer = useRemote<{ readonly counts: Counts }>(path, ["message"]);
  useEffect(() => {
    if (answer.data !== undefined) counts.value = answer.data.counts;
  }, [answer.data]);
}

const shownIn = (menu: ConsolePage["menu"]): readonly ConsolePage[] =>
  PAGES.filter((page) => page.menu === menu && may(page.may));

function Side({ here }: { readonly here: string | undefined }): VNode {
  const groups = [
    ["work", undefined],
    ["box", says().box],
    ["safety", says().safety],
  ] as const;
  return html`<nav class="side unprinted" aria-label=${says().pages}>
    <a class="brand" href="/"><img src=${ICON} alt="" width="28" height="28" /><span><strong>FirstRing</strong>${session.value?.clinic.name}</span></a>
    ${groups.map(([menu, title]) => {
      const pages = shownIn(menu);
      return (
        pages.length > 0 &&
        html`<div class="group" key=${menu}>${title !== undefined && html`<h2>${title}</h2>`}
          <ul>${pages.map((page) => html`<li key=${page.id}><${PageLink} page=${page} here=${here} /></li>`)}</ul></div>`
      );
    })}
    <ul class="own">${PAGES.filter(({ id }) => id === "help" || id === "me").map(
      (page) =>
        html`<li key=${page.id}><${PageLink} page=${page} here=${here} text=${page.id === "me" ? me()?.name : undefined} /></li>`,
    )}</ul>
  </nav>`;
}

/** The navigation of a telephone, at the bottom where the thumb is. */
function Tabs({ here }: { readonly here: string | undefined }): VNode {
  const pages = [...shownIn("work"), ...shownIn("box")].slice(0, TABS);
  const elsewhere = !pages.some(({ id }) => id === here);
  return html`<nav class="tabs unprinted" aria-label=${says().pages}><ul>
    ${pages.map((page) => html`<li key=${page.id}><${PageLink} page=${page} here=${here} /></li>`)}
    <li><a href="/more" aria-current=${elsewhere ? "page" : undefined}><${Icon} name="menu" /><span class="text">${says().more}</span></a></li>
  </ul></nav>`;
}

interface PageLinkProps {
  readonly page: ConsolePage;
  readonly here: string | undefined;
  readonly text?: string | undefined;
}

export function PageLink({ here, page, text }: PageLinkProps): VNode {
  const waiting = page.id === "messages" ? (counts.value?.unheard ?? 0) : 0;
  const load = (): void => void loadPage(page).catch(() => undefined);
  return html`<a href=${page.paths[0]} aria-current=${page.id === here ? "page" : undefined} onPointerEnter=${load} onFocus=${load}>
    <${Icon} name=${page.icon} /><span class="text">${text ?? page.title()}</span>
    ${waiting > 0 && html`<span class="badge"><span aria-hidden="true">${waiting > 99 ? "99+" : waiting}</span><span class="unseen">${says().waiting(waiting)}</span></span>`}
  </a>`;
}
