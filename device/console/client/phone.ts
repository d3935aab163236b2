/**
 * A number as people of its country write and read it. The North American plan (+1, ten digits) in its groups; others in
 * groups of three from the end, which nobody misreads.
 */
export function phoneGroups(number: string): readonly string[] {
  const digits = number.replace(/\D/g, "");
  const national = digits.length === 11 && digits.startsWith("1") ? digits.slice(1) : digits;
  if (national.length === 10 && (digits.length === 11 || !number.startsWith("+")))
    return [national.slice(0, 3), national.slice(3, 6), national.slice(6)];
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  if (groups.length > 1 && groups[0]!.length === 1) groups.splice(0, 2, groups[0]! + groups[1]!);
  return number.startsWith("+") ? [`+${groups[0] ?? ""}`, ...groups.slice(1)] : groups;
}

/** No-break spaces: a number is not cut in two at the end of a line. */
export const phoneText = (number: string): string => phoneGroups(number).join("\u00a0");

export const phoneLink = (number: string): string => `tel:${number.replace(/[^+\d]/g, "")}`;

/** One digit after the other for a screen reader, which would say "three billion" else. */
export const phoneSpoken = (number: string): string =>
  phoneGroups(number)
    .map((group) => [...group].join(" "))
    .join(", ");
