/* @pure */
import { html } from "../../../device/web/html.ts";
import type { SheetPart } from "../work/handOver.ts";

/** For the printer: the sheet and nothing else. */
export const sheetPage = (parts: readonly SheetPart[]): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${parts[0]?.title ?? "FirstRing"}</title>
<link rel="stylesheet" href="/assets/setup.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
</head>
<body class="sheet">
<p class="screen"><a href="/step/handover">Back to the set-up</a></p>
${parts.map(({ rows, title }, at) => html`<section>${at === 0 ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`}<table>${rows.map(([name, text]) => html`<tr><th scope="row">${name}</th><td>${text}</td></tr>`)}</table></section>`)}
</body>
</html>
`.text;
