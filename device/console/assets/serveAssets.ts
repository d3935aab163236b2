import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { html } from "../../web/html.ts";
import { notFound } from "../api/errors.ts";
import type { Asset, AssetBook } from "./AssetBook.ts";
import { type Coding, compress, isWorthIt } from "./compress.ts";

const YEAR_S = 31_536_000;

/** Each file is compressed once, when it is first asked for, if it did not come so. */
class Compressed {
  readonly #kept = new Map<string, Promise<Buffer>>();

  of(path: string, coding: Coding, { bytes, compressed }: Asset): Promise<Buffer> {
    if (coding === "br" && compressed !== undefined) return Promise.resolve(compressed);
    const name = `${coding} ${path}`;
    const kept = this.#kept.get(name) ?? compress[coding](bytes);
    this.#kept.set(name, kept);
    return kept;
  }
}

export function serveAssets(app: FastifyInstance, assets: AssetBook): void {
  const compressed = new Compressed();
  app.get("/assets/:version/*", { exposeHeadRoute: false }, async (request, reply) => {
    const { "*": path, version } = request.params as { "*": string; version: string };
    const asset = assets.files.get(path);
    // Another version is not this one: a page of before an update must not be put together of both.
    if (asset === undefined || version !== assets.version) throw notFound("such file in this version of the console");
    reply.header("Cache-Control", `public, max-age=${YEAR_S}, immutable`);
    return send(request, reply, asset, path, compressed);
  });
  app.get("/favicon.ico", { exposeHeadRoute: false }, (_request, reply) => reply.code(204).send());
  app.get("/", { exposeHeadRoute: false }, (_request, reply) => sendShell(reply, assets, "today"));
  app.get("/:page", { exposeHeadRoute: false }, (request, reply) => sendPage(request, reply, assets));
  app.get("/:page/*", { exposeHeadRoute: false }, (request, reply) => sendPage(request, reply, assets));
}

/** Pages are the client's: every address gets the shell, and the client shows what it knows there. */
function sendPage(request: FastifyRequest, reply: FastifyReply, assets: AssetBook): unknown {
  const { page } = request.params as { page: string };
  if (!/^[a-z][a-z-]{0,40}$/.test(page) || page === "api" || page === "assets") throw notFound("such page");
  return sendShell(reply, assets, page);
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  asset: Asset,
  path: string,
  compressed: Compressed,
): Promise<unknown> {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const coding = (["br", "gzip"] as const).find((known) => accepted.includes(known));
  reply.type(asset.type).header("Vary", "Accept-Encoding");
  if (coding === undefined || !isWorthIt(asset.bytes)) return reply.send(asset.bytes);
  return reply.header("Content-Encoding", coding).send(await compressed.of(path, coding, asset));
}

/** The dark colours are let in by the system's wish; the client lets them in or out where somebody has chosen. */
function sendShell(reply: FastifyReply, assets: AssetBook, page: string): unknown {
  const address = (name: string): string => assets.addressOf(name);
  const shell = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>FirstRing</title>
<link rel="icon" href="${address("icon.svg")}" data-calm="${address("icon.svg")}" data-waiting="${address("icon-waiting.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${address("style.css")}">
<link id="dark" rel="stylesheet" href="${address("dark.css")}" media="screen and (prefers-color-scheme: dark)">
${assets.preloads(page).map((script) => html`<link rel="modulepreload" href="${script}">\n`)}<script type="module" src="${assets.main}"></script>
</head>
<body>
<div id="app"></div>
<noscript><p>The console needs JavaScript, which is switched off in this browser.</p></noscript>
</body>
</html>
`;
  return reply.type("text/html; charset=utf-8").header("Cache-Control", "no-cache").send(shell.text);
}
