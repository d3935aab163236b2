/* @pure */
// CycloneDX 1.5 (cyclonedx.org), from what the lock file says: only what is in the package, only what is the same wherever it is made.
// No serial number, no time, no host that something was downloaded from.

import type { LockBill } from "./lockBill.ts";

export interface BillFacts {
  readonly version: string;
  readonly architecture: string;
  /** `name@version` of every npm package that is inside. */
  readonly inside: ReadonlySet<string>;
  /** The npm package that carries Node. */
  readonly nodePackage: string;
  /** What the pinned Node is made of: `process.versions` of it. */
  readonly node: Readonly<Record<string, string | undefined>>;
}

export function billOfMaterials({ libraries: all, needs, own }: LockBill, facts: BillFacts): object {
  const { version, architecture, inside, nodePackage, node } = facts;
  const root = `firstring@${version}`;
  const nodeRef = `node@${node["node"]}`;
  const carrier = all.find(({ name }) => name === nodePackage);
  const libraries = all.filter((each) => inside.has(each["bom-ref"]));
  const refs = new Set(libraries.map((each) => each["bom-ref"]));
  const inThere = (wanted: readonly string[] = []): string[] => wanted.filter((to) => refs.has(to)).sort();
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        "bom-ref": root,
        type: "application",
        name: "firstring",
        version,
        purl: `pkg:deb/firstring@${version}?arch=${architecture}`,
        licenses: [{ license: { id: "MIT" } }],
      },
    },
    components: [
      {
        "bom-ref": nodeRef,
        type: "platform",
        name: "node",
        version: node["node"],
        purl: `pkg:generic/node@${node["node"]}`,
        cpe: `cpe:2.3:a:nodejs:node.js:${node["node"]}:*:*:*:*:*:*:*`,
        licenses: [{ license: { id: "MIT" } }],
        ...(carrier?.hashes === undefined ? {} : { hashes: carrier.hashes }),
        components: Object.entries(node)
          .filter(([name, its]) => name !== "node" && name !== "modules" && name !== "napi" && its !== undefined)
          .map(([name, its]) => ({ type: "library", name, version: its }))
          .sort(by(({ name }) => name)),
      },
      ...libraries.sort(by((each) => each["bom-ref"])),
    ],
    dependencies: [
      { ref: root, dependsOn: [nodeRef, ...inThere(own)].sort() },
      ...[...refs].map((ref) => ({ ref, dependsOn: inThere(needs.get(ref)) })).sort(by(({ ref }) => ref)),
    ],
  };
}

const by =
  <T>(key: (value: T) => string) =>
  (a: T, b: T): number =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
