import { dirname } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { NpmBill } from "./billOfMaterials.ts";
import { runToEnd } from "./runToEnd.ts";

/** What npm says of the lock file beside `modules`. */
export async function npmBill(modules: string): Promise<NpmBill> {
  const npm = process.env["npm_execpath"];
  const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const args = ["sbom", "--sbom-format=cyclonedx", "--omit=dev", "--package-lock-only", "--loglevel=error"];
  const text = await runToEnd(command, [...first, ...args], {
    cwd: dirname(modules),
    failed: (output) =>
      new ApplianceError("PACKAGE_BILL", `npm could not write the bill of materials. It said:\n${output}`, {
        disposition: "operator",
        cure: "npm must be version 10 or newer.",
      }),
  });
  return JSON.parse(text) as NpmBill;
}
