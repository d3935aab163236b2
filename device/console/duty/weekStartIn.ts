/** The first day of the week where the clinic is, ISO 8601: Monday is 1. Of CLDR (Unicode TR 35, week data). */
export function weekStartIn(country: string): number {
  // In the engine since V8 13; the compiler's library does not know it yet.
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getWeekInfo(): { readonly firstDay: number } };
  return locale.getWeekInfo().firstDay;
}
