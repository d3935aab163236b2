/* @pure */
// CycloneDX 1.5 (cyclonedx.org), from what `npm sbom` says of the lock file: only what is in the package, only what is the same
// wherever it is made. No serial number, no time, no host that something was downloaded from.

interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly unknown[];
}

/** What npm prints, as far as it is used. */
export interface NpmBill {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

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

export function billOfMaterials(npm: NpmBill, facts: BillFacts): object {
  const { version, architecture, inside, nodePackage, node } = facts;
  const root = `firstring@${version}`;
  const nodeRef = `node@${node["node"]}`;
  const carrier = npm.components.find(({ name }) => name === nodePackage);
  const libraries = npm.components.filter(({ name, version: its }) => inside.has(`${name}@${its}`)).map(library);
  const refs = new Set(libraries.map((component) => component["bom-ref"]));
  const dependencies = npm.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((to) => refs.has(to)).sort() }));
  const needed = npm.dependencies.find(({ ref }) => ref.startsWith("firstring@"))?.dependsOn ?? [];
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
      ...libraries.sort(by((component) => component["bom-ref"])),
    ],
    dependencies: [
      { ref: root, dependsOn: [nodeRef, ...needed.filter((ref) => refs.has(ref))].sort() },
      ...dependencies.sort(by(({ ref }) => ref)),
    ],
  };
}

const library = ({ name, version, purl, hashes, licenses, ...rest }: Component) => ({
  "bom-ref": rest["bom-ref"],
  type: "library",
  name,
  version,
  purl,
  ...(licenses === undefined ? {} : { licenses }),
  ...(hashes === undefined ? {} : { hashes }),
});

const by =
  <T>(key: (value: T) => string) =>
  (a: T, b: T): number =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
