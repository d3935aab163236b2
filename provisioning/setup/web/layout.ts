/* @pure */
import { Html, html } from "../../../device/web/html.ts";
import type { StepLine } from "../core/view.ts";

export interface Frame {
  readonly title: string;
  readonly steps: readonly StepLine[];
  /** The step that is shown. */
  readonly here?: string;
  /** Looked at again by itself where there is no script. */
  readonly refresh?: boolean;
  /** For the button that ends the session; undefined: nobody is in. */
  readonly formToken?: string;
  readonly body: Html;
}

const STATUS = { open: "not answered yet", answered: "answered", skipped: "left out" };
const SIGN = { open: "○", answered: "✓", skipped: "–" };

export function page({ body, formToken, here, refresh, steps, title }: Frame): string {
  const counted = steps.filter(({ status }) => status !== "open").length;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – FirstRing set-up</title>
<link rel="stylesheet" href="/assets/setup.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<script src="/assets/setup.js" type="module"></script>
${refresh === true && html`<noscript><meta http-equiv="refresh" content="2"></noscript>`}
</head>
<body>
<a class="jump" href="#main">To the question</a>
<header>
<p class="name">FirstRing <span>set-up</span></p>
${formToken !== undefined && html`<form method="post" action="/leave">${hidden("token", formToken)}<button class="quiet">Leave</button></form>`}
</header>
<div class="frame">
${steps.length > 0 && html`<nav aria-label="Steps"><details${here === undefined && new Html(" open")}><summary>Steps: ${counted} of ${steps.length} done</summary><ol>${steps.map((step) => stepLink(step, here))}</ol></details></nav>`}
<main id="main" tabindex="-1">
${body}
</main>
</div>
</body>
</html>
`.text;
}

const stepLink = ({ id, status, title }: StepLine, here: string | undefined): Html =>
  html`<li class="${status}"><a href="/step/${id}"${id === here && new Html(' aria-current="step"')}><span aria-hidden="true">${SIGN[status]}</span> ${title}<span class="unseen"> (${STATUS[status]})</span></a></li>`;

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;
