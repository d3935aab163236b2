/** The package's own types are not reachable through its `exports`; its API is better-sqlite3's. */
declare module "better-sqlite3-multiple-ciphers" {
  import Sqlite from "better-sqlite3";
  export = Sqlite;
}
