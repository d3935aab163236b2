import { words } from "../../i18n.ts";

/** Hours of some days, wherever the file has them. */
export const windowWords = words({
  en: {
    fields: { days: "Days", from: "From", to: "To" },
    add: "Add hours",
    help: "Days: mon-fri, sat, weekends, daily, holidays. Hours may end on the next day (17:00 to 08:00) or on a weekday (mon 08:00); 24:00 is the end of the day.",
  },
  es: {
    fields: { days: "Días", from: "De", to: "A" },
    add: "Añadir horas",
    help: "Días: mon-fri, sat, weekends, daily, holidays. Las horas pueden acabar al día siguiente (17:00 a 08:00) o un día de la semana (mon 08:00); 24:00 es el fin del día.",
  },
});
