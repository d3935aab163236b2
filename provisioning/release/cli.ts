import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { table } from "../../device/cli/storeArgs.ts";
import { BOX } from "../../device/runtime/installation.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { SystemdService } from "../change/service/SystemdService.ts";
import { type Release, Releases } from "./Releases.ts";
import { restartBetweenCalls } from "./restartBetweenCalls.ts";
import { unpackRelease } from "./unpackRelease.ts";

const HELP = `firstring release list [--json]
firstring release use VERSION
firstring release back
firstring release install FILE.deb [--use]
firstring release drop VERSION
firstring release restart

The versions of FirstRing on this box. The packaged one is where dpkg put it; others lie beside it in ${BOX.releases}: what an
update brought, and what ran before the last update, so that there is a way back. Going over to another version starts the
answering service anew, between two calls, and goes back by itself when it does not come up.

  list      which there are, which is in use, which is on trial
  use       go over to a version that is here; back: to the one that was in use before
  install   put the program of a package beside the others; --use: and go over to it. Updates from a stick come in signed bundles
            and are checked for their health: firstring bundle
  drop      take a version off the disk
  restart   start the answering service anew, between two calls
  --json    { releases: [{ version, packaged, inUse, onTrial, schema }] }
`;

const CALL_MS = 600_000;
const UP_MS = 180_000;

export async function releaseCommand(args: readonly string[], io: CliIo, releases = new Releases()): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean" }, use: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  const [verb, operand, ...more] = positionals;
  if (values.help || verb === undefined) {
    io.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (more.length > 0) throw new UsageError(`'${more[0]}' is too much`);
  const say = (line: string) => void io.stderr.write(`${line}\n`);
  switch (verb) {
    case "list":
      io.stdout.write(
        values.json ? `${JSON.stringify({ releases: releases.list().map(asJson) })}\n` : inWords(releases),
      );
      return 0;
    case "use":
      return goOver(releases, demand(operand, "VERSION"), say);
    case "back":
      return goOver(releases, previousOf(releases), say);
    case "install": {
      const { version } = await unpackRelease(releases, demand(operand, "FILE.deb"));
      say(`Version ${version} is here.`);
      return values.use ? goOver(releases, version, say) : 0;
    }
    case "drop":
      releases.drop(demand(operand, "VERSION"));
      return 0;
    case "restart":
      return (await restart(say)) ? 0 : 1;
  }
  throw new UsageError(`there is no 'release ${verb}'`);
}

const restart = (say: (line: string) => void) =>
  restartBetweenCalls(new SystemdService(), { quietMs: CALL_MS, upMs: UP_MS }, say);

async function goOver(releases: Releases, version: string, say: (line: string) => void): Promise<number> {
  const before = releases.list().find(({ inUse }) => inUse)?.version;
  if (before === version) {
    say(`Version ${version} is in use.`);
    return 0;
  }
  if (!releases.canRead(version))
    throw new ApplianceError(
      "RELEASE_SCHEMA",
      `version ${version} cannot work with the database of version ${before}`,
      {
        disposition: "operator",
        cure: "Restore a backup that version made, or stay with the newer one.",
      },
    );
  releases.keep(version);
  if (await restart(say)) {
    say(`Version ${version} is in use${before === undefined ? "" : ` in place of ${before}`}.`);
    return 0;
  }
  say(`Version ${version} did not come up.`);
  if (before !== undefined) {
    releases.keep(before);
    await restart(say);
    say(`The box is back at version ${before}. See: journalctl -u firstring.service`);
  }
  return 1;
}

function previousOf(releases: Releases): string {
  const { previous } = releases;
  if (previous !== undefined) return previous.version;
  throw new ApplianceError("RELEASE_NO_OTHER", "there is only one version on this box", {
    disposition: "operator",
    cure: "firstring release install FILE.deb brings another one.",
  });
}

function demand(operand: string | undefined, name: string): string {
  if (operand === undefined) throw new UsageError(`${name} is missing`);
  return operand;
}

const asJson = ({ version, packaged, inUse, onTrial, schema }: Release) => ({
  version,
  packaged,
  inUse,
  onTrial,
  schema,
});

function inWords(releases: Releases): string {
  const all = releases.list();
  if (all.length === 0) return `There is no installed FirstRing on this machine (nothing in ${BOX.program}).\n`;
  return table(
    all.map(({ version, packaged, inUse, onTrial }) => [
      version,
      [packaged ? "packaged" : "", inUse ? "in use" : "", onTrial ? "on trial" : ""]
        .filter((text) => text !== "")
        .join(", "),
    ]),
  );
}
