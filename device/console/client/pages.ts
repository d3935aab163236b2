import type { VNode } from "preact";
import type { Right } from "../auth/roles.ts";
import type { IconName } from "./components/icons.ts";
import { words } from "./i18n.ts";

/** What a page is given: the named parts of its path. */
export interface PageProps {
  readonly params: Readonly<Record<string, string>>;
}

interface PageModule {
  readonly default: (props: PageProps) => VNode;
}

/**
 * A page of the console. To add one: a module in `pages/`, named as its id and as the first part of its path (the server preloads it by
 * that), with a default export and its words in it; one entry below; if it needs it, `style/NAME.css`.
 */
export interface ConsolePage {
  readonly id: string;
  /** The paths that open it, `/messages/:ref`; the first is the one in the navigation. */
  readonly paths: readonly [string, ...string[]];
  readonly title: () => string;
  readonly icon: IconName;
  /** Where the navigation has it: `work` of every day, the `box` itself, `safety`, or nowhere. */
  readonly menu?: "work" | "box" | "safety";
  /** Who sees it; absent: whoever is signed in. */
  readonly may?: Right;
  /** No frame around it: the page for a doctor's telephone. */
  readonly bare?: boolean;
}

const loaded = new Map<string, PageModule>();

/** The module of a page, which lies beside this one where browsers find them; fetched when it is opened for the first time. */
export async function loadPage({ id }: ConsolePage): Promise<PageModule> {
  const module: PageModule = await import(new URL(`${id}.js`, import.meta.url).href);
  loaded.set(id, module);
  return module;
}

/** The module, if it is there already: then nothing is drawn that stands for it. */
export const loadedPage = ({ id }: ConsolePage): PageModule | undefined => loaded.get(id);

const says = words({
  en: {
    today: "Today",
    messages: "Messages",
    schedule: "Schedule",
    doctor: "My calls",
    live: "Live",
    health: "State of the box",
    users: "Users",
    audit: "Who saw what",
    tokens: "API tokens",
    network: "Network",
    script: "Script",
    clinic: "Clinic file",
    prompts: "Prompts",
    phone: "Rehearsal phone",
    me: "My account",
    help: "Help",
    more: "All pages",
  },
  es: {
    today: "Hoy",
    messages: "Mensajes",
    schedule: "Guardias",
    doctor: "Mis llamadas",
    live: "En vivo",
    health: "Estado del equipo",
    users: "Usuarios",
    audit: "Quién vio qué",
    tokens: "Claves de API",
    network: "Red",
    script: "Guion",
    clinic: "Archivo de la clínica",
    prompts: "Frases",
    phone: "Teléfono de ensayo",
    me: "Mi cuenta",
    help: "Ayuda",
    more: "Todas las páginas",
  },
});

/** Every page, in the order of the navigation. */
export const PAGES: readonly ConsolePage[] = [
  {
    id: "today",
    paths: ["/"],
    title: () => says().today,
    icon: "sun",
    menu: "work",
    may: "messages.read",
  },
  {
    id: "messages",
    paths: ["/messages", "/messages/:ref"],
    title: () => says().messages,
    icon: "inbox",
    menu: "work",
    may: "messages.read",
  },
  {
    id: "schedule",
    paths: ["/schedule"],
    title: () => says().schedule,
    icon: "calendar",
    menu: "work",
    may: "duty.read",
  },
  {
    id: "doctor",
    paths: ["/doctor", "/doctor/:ref"],
    title: () => says().doctor,
    icon: "phone",
    may: "messages.read",
    bare: true,
  },
  {
    id: "live",
    paths: ["/live"],
    title: () => says().live,
    icon: "pulse",
    menu: "work",
    may: "live.read",
  },
  {
    id: "prompts",
    paths: ["/prompts", "/prompts/:language/:id"],
    title: () => says().prompts,
    icon: "speech",
    menu: "box",
    may: "clinic.read",
  },
  {
    id: "phone",
    paths: ["/phone"],
    title: () => says().phone,
    icon: "handset",
    menu: "box",
    may: "rehearse",
  },
  {
    id: "script",
    paths: ["/script", "/script/:step"],
    title: () => says().script,
    icon: "script",
    menu: "box",
    may: "clinic.read",
  },
  {
    id: "clinic",
    paths: ["/clinic", "/clinic/:section", "/clinic/history/:number"],
    title: () => says().clinic,
    icon: "note",
    menu: "box",
    may: "clinic.read",
  },
  {
    id: "health",
    paths: ["/health"],
    title: () => says().health,
    icon: "gauge",
    menu: "box",
    may: "live.read",
  },
  {
    id: "users",
    paths: ["/users"],
    title: () => says().users,
    icon: "people",
    menu: "safety",
    may: "users.manage",
  },
  {
    id: "audit",
    paths: ["/audit"],
    title: () => says().audit,
    icon: "eye",
    menu: "safety",
    may: "audit.read",
  },
  {
    id: "tokens",
    paths: ["/tokens"],
    title: () => says().tokens,
    icon: "key",
    menu: "safety",
    may: "tokens.manage",
  },
  {
    id: "network",
    paths: ["/network"],
    title: () => says().network,
    icon: "network",
    menu: "safety",
    may: "network.change",
  },
  { id: "me", paths: ["/me"], title: () => says().me, icon: "person" },
  { id: "help", paths: ["/help"], title: () => says().help, icon: "help" },
  { id: "more", paths: ["/more"], title: () => says().more, icon: "menu" },
];
