import type { Role } from "../auth/roles.ts";
import { words } from "./i18n.ts";

/** Roles as people call them. */
export const roleWords = words({
  en: {
    frontDesk: "Front desk",
    doctor: "Doctor",
    manager: "Manager",
    technician: "Technician",
  } satisfies Record<Role, string>,
  es: { frontDesk: "Recepción", doctor: "Médico", manager: "Gerente", technician: "Técnico" },
});
