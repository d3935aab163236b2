/* @pure */

const DECLARATION = /^-- readable from: (\d{1,4})$/m;

/**
 * The oldest schema whose program still works with a database that has had this migration. A migration that only adds (a
 * table, an index, a column with a default) says `-- readable from: N`; one that says nothing shuts out all older programs.
 */
export const readableFrom = (version: number, sql: string): number => Number(DECLARATION.exec(sql)?.[1] ?? version);

/** Of a database that has had all of them. */
export const oldestReader = (migrations: readonly { readonly version: number; readonly sql: string }[]): number =>
  Math.max(0, ...migrations.map(({ version, sql }) => readableFrom(version, sql)));
