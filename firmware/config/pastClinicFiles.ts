/** Clinic files that were replaced: `0007-20261126T051012Z-web.yaml`. The number orders them, whatever the clock said. */
export interface PastClinicFile {
  readonly number: number;
  /** When it was replaced, ISO 8601, by the box's clock of then. */
  readonly replacedAt: string;
  /** By which way in the one after it came. */
  readonly by: string;
  readonly file: string;
}

const NAME = /^(\d{4,8})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-([a-z-]+)\.yaml$/;

/** Oldest first; other files in the folder are none of ours. */
export function readHistory(names: readonly string[]): readonly PastClinicFile[] {
  return names
    .flatMap((file) => {
      const found = NAME.exec(file);
      if (found === null) return [];
      const [, number, year, month, day, hour, minute, second, by = ""] = found;
      return [{ number: Number(number), replacedAt: `${year}-${month}-${day}T${hour}:${minute}:${second}Z`, by, file }];
    })
    .sort((a, b) => a.number - b.number);
}
