/* @pure */
/** Placeholder until the clock part lands: 27.007 +CCLK as epoch ms. */
export const parseNetworkTime = (line: string): number | undefined => {
  const match = /^\+(?:CCLK|QLTS): *"(\d{2,4})\/(\d\d)\/(\d\d),(\d\d):(\d\d):(\d\d)([+-]\d{1,2})/.exec(line);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second, zone] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = Date.UTC(year < 100 ? 2000 + year : year, month - 1, day, hour, minute, second) - zone * 900_000;
  return at < Date.UTC(2025, 0, 1) ? undefined : at;
};
