import type { BoxRow } from "../../api/live.ts";
import { words } from "../i18n.ts";
import { ago, clockTime, dayAndTime, span } from "../time.ts";
import { signalWord } from "./signalWords.ts";

const says = words({
  en: {
    names: {
      ...{ service: "Answering program", line: "Telephone line", modem: "Cellular modem", broker: "MQTT broker" },
      ...{ store: "Messages", clock: "Clock", power: "Power", disk: "Disk", temperature: "Temperature" },
    },
    said: {
      ...{ "service serves": "Answers calls and pages", "service partly": "Does only a part of its work" },
      ...{ "service away": "Does not answer" },
      ...{ "line ready": "Ready for calls", "line inCall": "Somebody is calling", "line noNetwork": "No calls arrive" },
      ...{ "line looking": "Looks for its modem", "line out": "Answers no calls" },
      ...{ "modem inNetwork": "Pages go out", "modem noNetwork": "No network", "modem out": "Not in service" },
      ...{ "broker connected": "Connected", "broker away": "Not connected: everything is kept for it" },
      ...{ "store keeps": "Kept and encrypted", "store slow": "The disk is slow: writes wait" },
      ...{ "store elsewhere": "Not kept in their usual place", "store unreadable": "Cannot be read here" },
      ...{ "clock confirmed": "Confirmed", "clock plausible": "Plausible, confirmed by nobody yet" },
      ...{
        "clock disagrees": "The network tells another time",
        "clock unbelieved": "Not to be believed: everyone is paged",
      },
      ...{ "power mains": "From the mains", "power battery": "On battery", "power batteryLow": "Battery nearly empty" },
      ...{ "disk room": "Room enough", "disk little": "Little room", "disk full": "Nearly full" },
      ...{ "temperature normal": "Normal", "temperature warm": "Warm", "temperature hot": "Too hot: it slows down" },
    } as Record<string, string>,
    since: (when: string) => `since ${when}`,
    free: (free: string, total: string) => `${free} of ${total} free`,
    waiting: (n: number) => (n === 1 ? "1 text waits" : `${n} texts wait`),
    roaming: "in another provider's network",
    sim: (digits: string) => `SIM …${digits}`,
    ahead: (by: string) => `it is ${by} ahead of ours`,
    behind: (by: string) => `it is ${by} behind ours`,
    off: (when: string) => `shuts down in ${when}`,
  },
  es: {
    names: {
      ...{ service: "Programa que atiende", line: "Línea telefónica", modem: "Módem celular", broker: "Servidor MQTT" },
      ...{ store: "Mensajes", clock: "Reloj", power: "Corriente", disk: "Disco", temperature: "Temperatura" },
    },
    said: {
      ...{ "service serves": "Atiende y avisa", "service partly": "Hace solo una parte de su trabajo" },
      ...{ "service away": "No responde" },
      ...{
        "line ready": "Lista para llamadas",
        "line inCall": "Alguien está llamando",
        "line noNetwork": "No llegan llamadas",
      },
      ...{ "line looking": "Busca su módem", "line out": "No atiende llamadas" },
      ...{ "modem inNetwork": "Los avisos salen", "modem noNetwork": "Sin red", "modem out": "Fuera de servicio" },
      ...{ "broker connected": "Conectado", "broker away": "Sin conexión: todo se guarda para él" },
      ...{ "store keeps": "Guardados y cifrados", "store slow": "El disco va lento: hay escrituras en espera" },
      ...{ "store elsewhere": "No se guardan en su lugar habitual", "store unreadable": "No se pueden leer aquí" },
      ...{ "clock confirmed": "Confirmado", "clock plausible": "Verosímil, sin confirmar todavía" },
      ...{ "clock disagrees": "La red dice otra hora", "clock unbelieved": "No es fiable: se avisa a todos" },
      ...{
        "power mains": "De la red eléctrica",
        "power battery": "Con batería",
        "power batteryLow": "Batería casi vacía",
      },
      ...{ "disk room": "Espacio suficiente", "disk little": "Poco espacio", "disk full": "Casi lleno" },
      ...{ "temperature normal": "Normal", "temperature warm": "Alta", "temperature hot": "Demasiado alta: se frena" },
    } as Record<string, string>,
    since: (when: string) => `desde ${when}`,
    free: (free: string, total: string) => `${free} de ${total} libres`,
    waiting: (n: number) => (n === 1 ? "1 SMS en espera" : `${n} SMS en espera`),
    roaming: "en la red de otro proveedor",
    sim: (digits: string) => `SIM …${digits}`,
    ahead: (by: string) => `va ${by} por delante de la nuestra`,
    behind: (by: string) => `va ${by} por detrás de la nuestra`,
    off: (when: string) => `se apaga en ${when}`,
  },
});

export const rowName = ({ id, kind }: BoxRow): string => {
  const name = says().names[kind as keyof ReturnType<typeof says>["names"]];
  return id === "" ? name : `${name} ${id}`;
};

export const rowWord = ({ kind, word }: BoxRow): string => says().said[`${kind} ${word}`] ?? word;

/** `29 GB`. */
export const sizeText = (mb: number): string =>
  mb >= 1_000 ? `${(mb / 1_000).toFixed(mb >= 10_000 ? 0 : 1)} GB` : `${Math.round(mb)} MB`;

/** What more is known, piece by piece. */
export function rowDetails({ figures, kind }: BoxRow): readonly string[] {
  const number = (name: string): number | undefined => (typeof figures[name] === "number" ? figures[name] : undefined);
  const text = (name: string): string | undefined => (typeof figures[name] === "string" ? figures[name] : undefined);
  const pieces = (...all: readonly (string | undefined)[]): readonly string[] =>
    all.filter((one) => one !== undefined && one !== "") as string[];
  const with_ = (value: number | undefined, said: (value: number) => string): string | undefined =>
    value === undefined ? undefined : said(value);
  switch (kind) {
    case "service":
      return pieces(
        with_(number("startedAt"), (at) => `${says().since(dayAndTime(at))} (${ago(at)})`),
        with_(number("memoryMb"), (mb) => sizeText(mb)),
      );
    case "line":
      return pieces(text("model"));
    case "modem": {
      const waiting = number("smsWaiting");
      return pieces(
        with_(number("dbm"), (dbm) => `${signalWord(dbm)} (−${Math.abs(dbm)} dBm)`),
        [text("network"), text("access")].filter(Boolean).join(" "),
        text("registration") === "roaming" ? says().roaming : undefined,
        text("sim") === undefined ? undefined : says().sim(text("sim") ?? ""),
        waiting === undefined || waiting === 0 ? undefined : says().waiting(waiting),
      );
    }
    case "clock":
      return pieces(
        with_(number("now"), clockTime),
        with_(number("aheadMs"), (ms) => (ms > 0 ? says().ahead(span(ms)) : says().behind(span(-ms)))),
      );
    case "disk":
      return pieces(says().free(sizeText(number("freeMb") ?? 0), sizeText(number("totalMb") ?? 0)));
    case "temperature":
      return pieces(with_(number("celsius"), (celsius) => `${celsius.toFixed(0)} °C`));
    case "power":
      return pieces(
        with_(number("sinceMs"), (ms) => span(ms)),
        with_(number("offInMs"), (ms) => says().off(span(ms))),
      );
    case "store":
      return pieces(text("problem"));
    case "broker":
      return [];
  }
}
