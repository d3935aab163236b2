/** A span of time in milliseconds. Made only by the functions below, so that no bare number is ever taken for one. */
export type Duration = number & { readonly __unit: "ms" };

export const Milliseconds = (n: number): Duration => n as Duration;
export const Seconds = (n: number): Duration => (n * 1_000) as Duration;
export const Minutes = (n: number): Duration => (n * 60_000) as Duration;
export const Hours = (n: number): Duration => (n * 3_600_000) as Duration;
export const Days = (n: number): Duration => (n * 86_400_000) as Duration;
