import type { ReportLine } from "./reportLines.ts";
import type { ReportSpan } from "./reportSpan.ts";
import type { Spread } from "./spread.ts";

/** For a person: one section after the other, the yardstick beside each figure that has one. */
export function reportText(
  lines: readonly ReportLine[],
  span: ReportSpan,
  about: { zone: string; soFar: boolean },
): string {
  const { zone, soFar } = about;
  const days = span.firstDay === span.lastDay ? span.firstDay : `${span.firstDay} to ${span.lastDay}`;
  const title = `${span.name === days ? "" : `${span.name}: `}${days} (${zone})${soFar ? ", so far" : ""}`;
  if (lines.find(({ section, name }) => section === "Calls" && name === "rang")?.value === 0)
    return `${title}\n\nNo calls.\n`;
  const width = Math.max(...lines.map(({ name }) => name.length));
  const sections = [...new Set(lines.map(({ section }) => section))];
  const texts = sections.map((section) => {
    const rows = lines.filter((line) => line.section === section).map((line) => row(line, width));
    return `\n${section}\n${rows.join("")}`;
  });
  return `${title}\n${texts.join("")}`;
}

const row = (line: ReportLine, width: number): string =>
  `  ${line.name.padEnd(width)}  ${figureOf(line)}${line.yardstick === undefined ? "" : `   [${line.yardstick}]`}\n`;

function figureOf({ value, unit }: ReportLine): string {
  if (value === undefined) return "-";
  if (typeof value === "number") return unit === "%" ? `${value} %` : `${value}`;
  return spreadText(value, unit);
}

const spreadText = ({ n, median, p90, max }: Spread, unit: ReportLine["unit"]): string => {
  const say = unit === "s" ? durationText : (count: number) => `${count}`;
  return `median ${say(median)}, 90 % within ${say(p90)}, most ${say(max)}, of ${n}`;
};

/** Seconds to a tenth where they are few, and whole minutes and hours where nobody asks for seconds. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 6) / 10} min`;
  return `${Math.round(seconds / 360) / 10} h`;
}
