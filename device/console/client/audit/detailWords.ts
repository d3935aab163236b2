/* @pure */
import type { PromptHow } from "../../api/prompts.ts";
import type { ChangeUserBody } from "../../api/users.ts";
import type { Right, Role } from "../../auth/roles.ts";

// The audit keeps codes, so that it reads the same in a hundred years; here they are said.

interface Words {
  readonly rights: Readonly<Record<Right, string>>;
  readonly how: Readonly<Record<PromptHow, string>>;
  readonly parts: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<keyof ChangeUserBody, string>>;
  readonly refused: Readonly<Record<"WRONG_PASSWORD" | "WRONG_CODE", string>>;
  readonly spoken: Readonly<Record<"name" | "reason", string>>;
  readonly filters: Readonly<Record<string, string>>;
  readonly from: (address: string) => string;
  readonly firstUse: string;
  readonly yes: string;
  readonly no: string;
  readonly stopped: (tokens: number) => string;
  readonly cutDown: (tokens: number) => string;
  readonly factorFor: (roles: string) => string;
  readonly nobody: string;
  readonly managers: (count: number) => string;
  readonly madeBy: (token: string, user: string) => string;
  readonly all: string;
  readonly filtered: (by: string) => string;
  readonly new: string;
  readonly shipped: string;
  readonly version: (n: string) => string;
  readonly past: (n: string) => string;
}

const en: Words = {
  rights: {
    "messages.read": "see messages",
    "messages.listen": "hear recordings",
    "messages.act": "act on messages",
    "messages.export": "export messages",
    "live.read": "see the box",
    "duty.read": "see the schedule",
    "duty.change": "change duty",
    "clinic.read": "see the clinic file",
    "clinic.change": "change the clinic file",
    "prompts.change": "change prompts",
    "box.test": "test calls and pages",
    rehearse: "rehearse",
    "users.manage": "users",
    "tokens.manage": "tokens",
    "audit.read": "see the audit",
    "network.change": "network and certificate",
    "metrics.read": "figures",
  },
  how: {
    recorded: "by microphone",
    uploaded: "from a file",
    telephone: "by telephone",
    spoken: "by the box's own voice",
    found: "found on the box",
    shipped: "as shipped",
  },
  parts: {
    whole: "the whole file",
    version: "its version",
    clinic: "the practice",
    privacy: "privacy",
    lines: "lines",
    hours: "hours",
    people: "people",
    onCall: "on call",
    escalation: "who is paged",
    faults: "who is told of faults",
    box: "lamps and power",
    console: "the console's network",
    backup: "backups",
    mqtt: "the broker",
    script: "the script",
  },
  fields: { name: "name", role: "role", person: "person", disabled: "disabled" },
  refused: { WRONG_PASSWORD: "wrong name or password", WRONG_CODE: "wrong code" },
  spoken: { name: "the name", reason: "the reason" },
  filters: {
    ...{ state: "state", urgency: "urgency", q: "search", from: "from", to: "to" },
    ...{ assigned: "given to", unheard: "unheard" },
  },
  from: (address) => `from ${address}`,
  firstUse: "first use",
  yes: "yes",
  no: "no",
  stopped: (tokens) => (tokens === 1 ? "1 token stopped" : `${tokens} tokens stopped`),
  cutDown: (tokens) => `${tokens === 1 ? "1 token" : `${tokens} tokens`} with that role's rights at most`,
  factorFor: (roles) => `second factor: ${roles}`,
  nobody: "nobody",
  managers: (count) => (count === 1 ? "1 manager" : `${count} managers`),
  madeBy: (token, user) => `${token}: made by ${user}`,
  all: "all messages",
  filtered: (by) => `chosen by ${by}`,
  new: "new",
  shipped: "as shipped",
  version: (n) => `version ${n}`,
  past: (n) => `an earlier one (${n})`,
};

const es: Words = {
  rights: {
    "messages.read": "ver mensajes",
    "messages.listen": "escuchar grabaciones",
    "messages.act": "tratar mensajes",
    "messages.export": "exportar mensajes",
    "live.read": "ver el equipo",
    "duty.read": "ver las guardias",
    "duty.change": "cambiar guardias",
    "clinic.read": "ver el archivo de la clínica",
    "clinic.change": "cambiar el archivo de la clínica",
    "prompts.change": "cambiar frases",
    "box.test": "llamadas y avisos de prueba",
    rehearse: "ensayar",
    "users.manage": "usuarios",
    "tokens.manage": "claves",
    "audit.read": "ver quién vio qué",
    "network.change": "red y certificado",
    "metrics.read": "cifras",
  },
  how: {
    recorded: "con el micrófono",
    uploaded: "de un archivo",
    telephone: "por teléfono",
    spoken: "con la voz del equipo",
    found: "encontrada en el equipo",
    shipped: "la original",
  },
  parts: {
    whole: "el archivo entero",
    version: "su versión",
    clinic: "la clínica",
    privacy: "privacidad",
    lines: "líneas",
    hours: "horario",
    people: "personas",
    onCall: "de guardia",
    escalation: "a quién se avisa",
    faults: "a quién se avisa de fallos",
    box: "luces y corriente",
    console: "la red de la consola",
    backup: "copias de seguridad",
    mqtt: "el servidor MQTT",
    script: "el guion",
  },
  fields: { name: "nombre", role: "función", person: "persona", disabled: "desactivado" },
  refused: { WRONG_PASSWORD: "nombre o contraseña equivocados", WRONG_CODE: "código equivocado" },
  spoken: { name: "el nombre", reason: "el motivo" },
  filters: {
    ...{ state: "estado", urgency: "urgencia", q: "búsqueda", from: "desde", to: "hasta" },
    ...{ assigned: "a quién se asignó", unheard: "sin escuchar" },
  },
  from: (address) => `desde ${address}`,
  firstUse: "primer uso",
  yes: "sí",
  no: "no",
  stopped: (tokens) => (tokens === 1 ? "1 clave parada" : `${tokens} claves paradas`),
  cutDown: (tokens) => `${tokens === 1 ? "1 clave" : `${tokens} claves`} con los permisos de esa función como mucho`,
  factorFor: (roles) => `segundo factor: ${roles}`,
  nobody: "nadie",
  managers: (count) => (count === 1 ? "1 gerente" : `${count} gerentes`),
  madeBy: (token, user) => `${token}: la hizo ${user}`,
  all: "todos los mensajes",
  filtered: (by) => `elegidos por ${by}`,
  new: "nueva",
  shipped: "la original",
  version: (n) => `versión ${n}`,
  past: (n) => `uno anterior (${n})`,
};

type Roles = Readonly<Record<Role, string>>;
type Telling = (detail: string, say: Words, roles: Roles) => string | undefined;

/** A word of a table; what is not in it (of an earlier or later version) stays as it is. */
const wordIn = (table: object, code: string): string =>
  Object.hasOwn(table, code) ? String((table as Readonly<Record<string, string>>)[code]) : code;
const each = (table: object, codes: string, between: RegExp | string): string =>
  codes
    .split(between)
    .map((code) => wordIn(table, code))
    .join(", ");

const refused: Telling = (detail, say) => {
  const [code = "", address = ""] = detail.split(" ");
  return `${wordIn(say.refused, code)}, ${say.from(address)}`;
};

const userAdded: Telling = (detail, say, roles) =>
  detail
    .replace(/\((\w+)\)/, (_, role: string) => `(${wordIn(roles, role)})`)
    .replace(/, first use$/, `, ${say.firstUse}`);

/** `lopez: role doctor, disabled true; 2 tokens stopped`. */
const userChanged: Telling = (detail, say, roles) => {
  const match = /^([^:]+): (.*?)(?:; (\d+) tokens? (stopped|with that role's rights at most))?$/s.exec(detail);
  if (match === null) return undefined;
  const [, user = "", changes = "", tokens, what] = match;
  const changed = changes.split(", ").map((change) => {
    const [, field = "", value = ""] = /^(\w+) (.*)$/s.exec(change) ?? [];
    if (!Object.hasOwn(say.fields, field)) return change;
    const shown =
      field === "role" ? wordIn(roles, value) : field === "disabled" ? (value === "true" ? say.yes : say.no) : value;
    return `${wordIn(say.fields, field)} ${shown}`;
  });
  const count = tokens === undefined ? "" : `; ${(what === "stopped" ? say.stopped : say.cutDown)(Number(tokens))}`;
  return `${user}: ${changed.join(", ")}${count}`;
};

const settingsChanged: Telling = (detail, say, roles) => {
  const asked = /^second factor: (.*)$/.exec(detail)?.[1];
  if (asked === undefined) return undefined;
  return say.factorFor(asked === "nobody" ? say.nobody : each(roles, asked, ", "));
};

const tokenMade: Telling = (detail, say) => {
  const at = detail.lastIndexOf(": ");
  return at === -1 ? undefined : `${detail.slice(0, at)}: ${each(say.rights, detail.slice(at + 2), ", ")}`;
};

const tokenRefused: Telling = (detail, say) => {
  const match = /^(.*): made by (.*)$/s.exec(detail);
  return match === null ? undefined : say.madeBy(match[1]!, match[2]!);
};

/** What is always there says nothing of the choice. */
const listExported: Telling = (detail, say) => {
  const chosen = detail.split(" ").filter((name) => Object.hasOwn(say.filters, name) && name !== "state");
  return chosen.length === 0 ? say.all : say.filtered(each(say.filters, chosen.join(" "), " "));
};

const promptRecorded: Telling = (detail, say) =>
  detail.replace(/: (\w+)$/, (_, how: string) => `: ${wordIn(say.how, how)}`);

const promptsChanged: Telling = (detail, say) =>
  detail
    .replaceAll("(new)", `(${say.new})`)
    .replaceAll("(as shipped)", `(${say.shipped})`)
    .replace(/\(version (\d+)\)/g, (_, n: string) => `(${say.version(n)})`);

const clinicSeen: Telling = (detail, say) => detail.replace(/^history (\d+)$/, (_, n: string) => say.past(n));

const TELL: Readonly<Record<string, Telling>> = {
  "sign-in-refused": refused,
  "signed-in": (detail, say) => say.from(detail),
  "recovery-code-used": (detail, say) => say.from(detail),
  "user-added": userAdded,
  "user-changed": userChanged,
  "settings-changed": settingsChanged,
  "emergency-told": (detail, say) => say.managers(Number.parseInt(detail, 10)),
  "token-made": tokenMade,
  "token-refused": tokenRefused,
  "recording-heard": (detail, say) => wordIn(say.spoken, detail),
  "recording-exported": (detail, say) => wordIn(say.spoken, detail),
  "list-exported": listExported,
  "prompt-recorded": promptRecorded,
  "prompts-changed": promptsChanged,
  "clinic-seen": clinicSeen,
  "clinic-changed": (detail, say) => each(say.parts, detail, ", "),
};

/** A row's detail in words; ids, names and what somebody wrote stay as they are. */
export function auditDetail(language: "en" | "es", kind: string, detail: string, roles: Roles): string {
  const tell = Object.hasOwn(TELL, kind) ? TELL[kind] : undefined;
  return tell?.(detail, language === "es" ? es : en, roles) ?? detail;
}
