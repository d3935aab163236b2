import type { ChangesAnswer } from "../../api/changes.ts";
import type { ClinicAnswer } from "../../api/clinic.ts";
import { ApiProblem, get } from "../api.ts";
import { tell } from "../components/toasts.ts";
import { onEvent } from "../events.ts";
import { words } from "../i18n.ts";
import { me } from "../session.ts";
import { type Draft, draft, putBack } from "./draft.ts";

const says = words({
  en: {
    back: "The changes were not applied. They are here again, as a draft.",
    unknown: "It is not known how the change ended. Your changes are here again, as a draft.",
    instead: "What was written meanwhile gave way to them.",
  },
  es: {
    back: "Los cambios no se aplicaron. Están aquí de nuevo, como borrador.",
    unknown: "No se sabe cómo terminó el cambio. Sus cambios están aquí de nuevo, como borrador.",
    instead: "Lo que se escribió entretanto les cedió el sitio.",
  },
});

/** Its end is told by an event; this is for when none arrives. */
const LOOK_MS = 5_000;

/**
 * Follows the change that applies `was` to its end, whatever page is open: a draft that was not applied is put back. `before`: when
 * the change before it ended.
 */
export function followed(was: Draft, before: number | undefined): void {
  let looking = false;
  let over = false;
  const look = async (): Promise<void> => {
    if (looking || over || me() === undefined) return;
    looking = true;
    try {
      const how = await ended(was, before);
      if (how === undefined) return;
      over = true;
      stop();
      if (how !== "kept") await back(was, how);
    } catch (problem) {
      // Not answered: looked at again.
      if (!(problem instanceof ApiProblem)) throw problem;
    } finally {
      looking = false;
    }
  };
  const every = setInterval(look, LOOK_MS);
  const stops = [onEvent("change", look), onEvent("resync", look), () => clearInterval(every)];
  const stop = (): void => {
    for (const one of stops) one();
  };
  void look();
}

/** Undefined: it goes on. */
async function ended(was: Draft, before: number | undefined): Promise<"kept" | "back" | "unknown" | undefined> {
  const { can, going, last } = await get<ChangesAnswer>("/changes");
  if (last !== undefined && last.endedAt !== before && last.kinds.includes("clinic-file"))
    return last.outcome.kind === "kept" ? "kept" : "back";
  if (going !== undefined || !can) return undefined;
  // The console was started anew meanwhile, or lost sight of it.
  return (await get<ClinicAnswer>("/clinic")).text === was.text ? "kept" : "unknown";
}

async function back(was: Draft, how: "back" | "unknown"): Promise<void> {
  const gaveWay = await putBack(was);
  if (gaveWay === undefined) tell(says()[how]);
  else
    tell(`${says()[how]} ${says().instead}`, async () => {
      draft.value = gaveWay;
    });
}
