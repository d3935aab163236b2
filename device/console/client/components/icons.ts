import type { VNode } from "preact";
import { html } from "../html.ts";

/** Drawn for this console, 24 × 24, one stroke: paths by name. */
const PATHS = {
  sun: "M12 4v-2M12 22v-2M4 12h-2M22 12h-2M6.3 6.3 4.9 4.9M19.1 19.1l-1.4-1.4M6.3 17.7l-1.4 1.4M19.1 4.9l-1.4 1.4M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
  inbox: "M3 13l3-8h12l3 8v6H3zM3 13h5l1.5 3h5l1.5-3h5",
  pulse: "M2 12h5l3-8 4 16 3-8h5",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
  script: "M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7",
  handset: "M4 10c0-9 16-9 16 0v3h-5v-4c-2-1-4-1-6 0v4H4zM7 17h10v4H7z",
  phone: "M5 3h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4c0 1-1 2-2 2C10 21 3 14 3 5c0-1 1-2 2-2z",
  mobile: "M7 2h10v20H7zM10.5 18.5h3",
  people: "M8.5 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2 20c0-7 13-7 13 0M16 5a3 3 0 0 1 0 6M18 14c3 .8 4 3 4 6",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-9 16-9 16 0",
  eye: "M2 12c5-9 15-9 20 0-5 9-15 9-20 0zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  key: "M8 10a5 5 0 1 0 3 9 5 5 0 0 0 1.5-5.5L21 5V2h-3l-8 8.5",
  network: "M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4",
  help: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM9 9.5c0-4 6-4 6-.5 0 2.5-3 2.5-3 5M12 17v1",
  play: "M7 4v16l13-8z",
  pause: "M7 4v16M17 4v16",
  check: "M4 12.5l5.5 5.5L20 6.5",
  note: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
  assign: "M9 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM2 20c0-8 14-8 14 0M19 8v8M15.5 12.5 19 16l3.5-3.5",
  handOver: "M3 8h14l-4-4M21 16H7l4 4",
  hand: "M6 12V6a1.5 1.5 0 0 1 3 0v4-6a1.5 1.5 0 0 1 3 0v6-5a1.5 1.5 0 0 1 3 0v5-3a1.5 1.5 0 0 1 3 0v7c0 4-2.5 7-6 7-4 0-5-2-8-7 0-2 1.5-2 3-.5z",
  undo: "M8 5 3 10l5 5M3 10h11a6 6 0 0 1 0 12h-3",
  print: "M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7z",
  download: "M12 3v12M7 10l5 5 5-5M4 20h16",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21",
  close: "M5 5l14 14M19 5 5 19",
  back: "M14 5l-7 7 7 7",
  forward: "M10 5l7 7-7 7",
  warning: "M12 3 1.5 21h21zM12 10v5M12 17.5v1",
  info: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM12 11v6M12 7v1",
  bell: "M5 17h14l-2-3V9a5 5 0 0 0-10 0v5zM10 20h4",
  clock: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM12 6v6l4 3",
  menu: "M4 6h16M4 12h16M4 18h16",
  moon: "M20 14A9 9 0 0 1 10 4a9 9 0 1 0 10 10z",
  leave: "M10 4H4v16h6M9 12h12M17 8l4 4-4 4",
  copy: "M8 8h12v12H8zM4 16V4h12",
  plus: "M12 5v14M5 12h14",
  ear: "M7 9a5 5 0 0 1 10 0c0 4-4 4-4 8a3 3 0 0 1-6 0M10 9a2 2 0 0 1 4 0c0 2-2 2-2 4",
  power: "M9 3v5M15 3v5M6 8h12v4a6 6 0 0 1-12 0zM12 18v4",
  disk: "M4 3h16v18H4zM8 17h2M12 7a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 11h.01",
  heat: "M10 14V5a2 2 0 0 1 4 0v9a4 4 0 1 1-4 0zM12 9v8",
  gauge: "M4 18a9 9 0 1 1 16 0M12 14l4-5M12 14h.01",
  tool: "M20 7a5 5 0 0 1-7 5l-7 7-3-3 7-7a5 5 0 0 1 6-6l-3 3 1 3 3 1z",
  mic: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6",
  stop: "M6 6h12v12H6z",
  upload: "M12 16V4M7 9l5-5 5 5M4 20h16",
  speech: "M4 4h16v12h-9l-5 4v-4H4zM8 8.5h8M8 12h5",
  closed: "M4 8h16v12H4zM2 4h20v4H2zM9 12h6",
} as const;

export type IconName = keyof typeof PATHS;

/** Says nothing to a screen reader: the words beside it do. */
export const Icon = ({ name, filled }: { readonly name: IconName; readonly filled?: boolean }): VNode =>
  html`<svg class=${filled === true ? "icon filled" : "icon"} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
