import { parseArgs } from "node:util";
import { DEFAULTS } from "../runtime/installation.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";

const HELP = `firstring console [--port N] [--config FILE] [--data DIR]
firstring console user list | add | invite | disable | enable [--help]
firstring console openapi [--markdown]

Serves the console, the clinic's pages in a browser, until SIGTERM or Ctrl-C: messages, the schedule, the script, the
health of the box. It reads beside the appliance and changes nothing but through it.

  --port N         a port of this machine only (default: the sockets of systemd's unit, else 8443)
  --config FILE    the clinic file (default: ${DEFAULTS.config})
  --data DIR       the appliance's data directory (default: ${DEFAULTS.dataInWords})

user makes users from the command line: the first manager gets a one-time link, and there is no password before.
openapi prints the documentation of the interface (OpenAPI 3.1), as the console serves it at /api/v1/openapi.json;
with --markdown a list of it for people (docs/api.md).
`;

const DEFAULT_PORT = 8443;

export async function consoleCommand(args: readonly string[], io: CliIo): Promise<number> {
  const [what, ...rest] = args;
  if (what === "user") return (await import("./consoleUser.ts")).consoleUserCommand(rest, io);
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: "string" },
      config: { type: "string", default: DEFAULTS.config },
      data: { type: "string" },
      markdown: { type: "boolean", default: false },
      "log-level": { type: "string", default: "info" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
  if (what === "openapi" && positionals.length === 1) {
    const { documentedRoutes } = await import("../console/routes/documentedRoutes.ts");
    const { openApiOf } = await import("../console/http/openapi.ts");
    const { apiMarkdown } = await import("../console/http/apiMarkdown.ts");
    const routes = documentedRoutes(version);
    io.stdout.write(
      values.markdown ? apiMarkdown(routes) : `${JSON.stringify(openApiOf(routes, version), undefined, 2)}\n`,
    );
    return 0;
  }
  if (positionals.length > 0) throw new UsageError(`there is no 'console ${positionals.join(" ")}'`);
  const [{ serveConsole }, { openLog }] = await Promise.all([
    import("../console/serveConsole.ts"),
    import("../runtime/openLog.ts"),
  ]);
  const { config, data, "log-level": level, port } = values;
  const options = { directory: dataDirectory(data), config, version, port: portOf(port), log: openLog(level) };
  return serveConsole(options, io);
}

/** Undefined: systemd has opened the sockets. */
function portOf(given: string | undefined): number | undefined {
  if (given === undefined) return process.env["LISTEN_FDS"] === undefined ? DEFAULT_PORT : undefined;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--port is a number from 0 (any) to 65535, not '${given}'`);
}
