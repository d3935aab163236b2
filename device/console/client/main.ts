import { render } from "preact";
import { App } from "./App.ts";
import { showInTab } from "./counts.ts";
import { html } from "./html.ts";
import { language } from "./i18n.ts";
import { pageAt } from "./pageAt.ts";
import { loadPage } from "./pages.ts";
import { applyTheme } from "./preferences.ts";
import { startRouter } from "./router.ts";
import { askWho, watchForTheEnd } from "./session.ts";

applyTheme();
startRouter();
showInTab();
watchForTheEnd();
language.subscribe((chosen) => {
  document.documentElement.lang = chosen;
});

// The page's module and who is signed in are asked for at the same time.
const found = pageAt(location.pathname);
const page = found && loadPage(found.page).catch(() => undefined);
const asked = askWho().catch(() => undefined);

const root = document.getElementById("app");
if (root !== null) {
  await Promise.all([asked, page]);
  root.replaceChildren();
  render(html`<${App} />`, root);
}
