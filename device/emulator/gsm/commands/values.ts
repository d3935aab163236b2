/* @pure */
import { splitArguments } from "../CommandLine.ts";
import type { Handler } from "../ModemContext.ts";
import type { Settings } from "../ModemState.ts";
import { CME, cme, ok } from "../Reply.ts";

type NumberSetting = {
  [Key in keyof Settings]: Settings[Key] extends number ? Key : never;
}[keyof Settings];

/** `AT+X=n`, `AT+X?`, `AT+X=?` over one number; further fields are read past. */
export const numberSetting =
  (name: string, key: NumberSetting, allowed: readonly number[], show = (value: number) => `${value}`): Handler =>
  ({ settings }, { form, value }) => {
    if (form === "read") return ok(`${name}: ${show(settings[key])}`);
    if (form === "test") return ok(`${name}: (${allowed.join(",")})`);
    const wanted = Number(splitArguments(value)[0] ?? "0");
    if (!allowed.includes(wanted)) return cme(CME.badParameter);
    settings[key] = wanted;
    return ok();
  };

/** A command that is taken in every form and does nothing that can be seen. */
export const taken: Handler = () => ok();

/** Text that never changes, for the plain form and for `?`. */
export const fixed =
  (...lines: string[]): Handler =>
  (_modem, { form }) =>
    form === "test" ? ok() : ok(...lines);

export const phoneType = (number: string): number => (number.startsWith("+") ? 145 : 129);
