/* @pure */
import type { ModemContext } from "./ModemContext.ts";
import type { Settings } from "./ModemState.ts";

/** What each AT port has for itself (V.250 §6.2; 27.007 §9.1); all else is the modem's. */
const OF_THE_PORT = ["echo", "quiet", "verbose", "cmee", "textMode"] as const;
type PortSettings = Pick<Settings, (typeof OF_THE_PORT)[number]>;

const isOfThePort = (key: string | symbol): key is keyof PortSettings =>
  (OF_THE_PORT as readonly unknown[]).includes(key);

/** The modem's settings as its second port has them: its own echo, its own error codes. */
export function settingsOfPort(shared: Settings, own: PortSettings): Settings {
  return new Proxy(shared, {
    get: (target, key) => (isOfThePort(key) ? own[key] : Reflect.get(target, key)),
    set: (target, key, value) => Reflect.set(isOfThePort(key) ? own : target, key, value),
  });
}

/** The modem as a command of its second port sees it. */
export function contextOfPort(modem: ModemContext, settings: Settings): ModemContext {
  return new Proxy(modem, {
    get: (target, key) => {
      if (key === "settings") return settings;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
}

export const freshPort = (): PortSettings => ({ echo: true, quiet: false, verbose: true, cmee: 0, textMode: false });
