import { effect, signal } from "@preact/signals";
import type { Counts } from "../api/messages.ts";

/** How much waits, as the box said it last; what the navigation, the title and the icon of the tab show. */
export const counts = signal<Counts | undefined>(undefined);

/** The page's own name, before the count is put in front of it. */
export const pageTitle = signal("");

/** Unheard messages are in the tab's title and icon: they are seen from another window, too. */
export function showInTab(): void {
  effect(() => {
    const unheard = counts.value?.unheard ?? 0;
    document.title = unheard > 0 ? `(${unheard}) ${pageTitle.value}` : pageTitle.value;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon === null) return;
    const wanted = unheard > 0 ? icon.dataset["waiting"] : icon.dataset["calm"];
    if (wanted !== undefined && icon.getAttribute("href") !== wanted) icon.href = wanted;
  });
}
