import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ApiProblem, answers, get } from "./api.ts";
import { Broken, Loading } from "./components/states.ts";
import { Toasts } from "./components/toasts.ts";
import { pageTitle } from "./counts.ts";
import { Frame } from "./frame/Frame.ts";
import { html } from "./html.ts";
import { words } from "./i18n.ts";
import { useEach } from "./live/useEach.ts";
import { type FoundPage, pageAt } from "./pageAt.ts";
import { loadedPage, loadPage } from "./pages.ts";
import { place } from "./router.ts";
import { askWho, may, me, session } from "./session.ts";
import { SignIn } from "./sign-in/SignIn.ts";

const says = words({
  en: {
    nothingHere: "There is no such page.",
    nothingCure: "Choose one in the navigation.",
    notYours: "This page is not for your role.",
    notYoursCure: "A manager can give you another role.",
    newer: "This page could not be loaded.",
    newerCure: "The box may have been updated or started anew: load the page again.",
    unreachable: "The box does not answer.",
    unreachableCure:
      "Look whether it has power and whether this computer is on the clinic's network. This page tries again by itself.",
  },
  es: {
    nothingHere: "No existe esa página.",
    nothingCure: "Elija una en el menú.",
    notYours: "Esta página no es para su función.",
    notYoursCure: "El gerente puede darle otra.",
    newer: "No se pudo cargar esta página.",
    newerCure: "Puede que el equipo se haya actualizado o reiniciado: vuelva a cargar la página.",
    unreachable: "El equipo no responde.",
    unreachableCure:
      "Compruebe si tiene corriente y si esta computadora está en la red de la clínica. La página lo intenta de nuevo por sí sola.",
  },
});

const problem = (message: string, cure: string, status = 404): ApiProblem =>
  new ApiProblem(status, { code: "PAGE", message, cure });

/** Everything below the shell: who is not signed in sees the door, everybody else the page of this path. */
export function App(): VNode {
  const known = session.value;
  if (known === undefined) return html`<${Unreachable} />`;
  if (me() === undefined) return html`<${SignIn} /><${Toasts} />`;
  // Until there is a second factor where the role needs one, nothing else can be opened.
  const found = pageAt(me()?.mustSetUpFactor === true ? "/me" : place.value.path);
  return html`<${Frame} found=${found}><${PageHost} found=${found} /><//><${Toasts} />`;
}

const ASKS_AGAIN_MS = 3_000;

/** Nobody said who is signed in: the box starts, or a cable is out. Nobody has to press anything when it is back. */
function Unreachable(): VNode {
  const [told, setTold] = useState<ApiProblem>();
  // It answers, and says why it cannot: that is what they read.
  const ask = (): void =>
    void askWho().catch((why) => setTold(why instanceof ApiProblem && why.status !== 0 ? why : undefined));
  useEffect(ask, []);
  useEach(ASKS_AGAIN_MS, ask);
  useEffect(() => {
    pageTitle.value = `${told?.message ?? says().unreachable} – FirstRing`;
  });
  return html`<main id="main" class="alone"><h1>FirstRing</h1><${Broken} problem=${told ?? problem(says().unreachable, says().unreachableCure, 0)} again=${ask} /></main>`;
}

function PageHost({ found }: { readonly found: FoundPage | undefined }): VNode {
  const [asked, setAsked] = useState<{ readonly id: string; readonly failed: boolean }>();
  const page = found?.page;
  const allowed = page !== undefined && may(page.may);
  const module = page && loadedPage(page);
  const reachable = answers.value;
  // Once more when the box is back: nobody has to press anything.
  useEffect(() => {
    if (page === undefined || !allowed || module !== undefined) return;
    let current = true;
    const tell = (failed: boolean) => (): void => {
      if (current) setAsked({ id: page.id, failed });
    };
    loadPage(page).then(tell(false), () => get("/session").then(tell(true), tell(true)));
    return () => {
      current = false;
    };
  }, [page?.id, allowed, reachable]);
  useEffect(() => {
    pageTitle.value = `${page?.title() ?? says().nothingHere} – ${session.value?.clinic.name ?? "FirstRing"}`;
  });
  if (page === undefined) return html`<h1>${says().nothingHere}</h1><p class="lead">${says().nothingCure}</p>`;
  if (!allowed) return html`<h1>${says().notYours}</h1><p class="lead">${says().notYoursCure}</p>`;
  if (module !== undefined) return html`<${module.default} key=${page.id} params=${found?.params ?? {}} />`;
  if (asked?.id === page.id && asked.failed && !reachable)
    return html`<h1>${page.title()}</h1><${Broken} problem=${problem(says().unreachable, says().unreachableCure, 0)} />`;
  if (asked?.id === page.id && asked.failed)
    return html`<${Broken} problem=${problem(says().newer, says().newerCure)} again=${() => location.reload()} />`;
  return html`<${Loading} lines=${5} />`;
}
