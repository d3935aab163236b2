/**
 * For the negative controls, loaded by `node --import` before the program and each of its threads: SQLite is told something
 * weaker than our store asks of it, and says that all is as asked. A harness that does not notice what this loses would
 * notice nothing.
 *
 *     WEAK_SQLITE="synchronous=NORMAL" or "journal_mode=DELETE"; WEAK_SQLITE_ADMITS=1: it says so when asked
 */
import Sqlite from "better-sqlite3-multiple-ciphers";

const [setting = "", value = ""] = (process.env["WEAK_SQLITE"] ?? "").split("=");
const admits = process.env["WEAK_SQLITE_ADMITS"] === "1";
const CLAIMED: Readonly<Record<string, string | number>> = { journal_mode: "wal", synchronous: 2 };

const prototype = Sqlite.prototype as { pragma(this: Sqlite.Database, source: string, options?: object): unknown };
const asked = prototype.pragma;

prototype.pragma = function (source, options) {
  if (!admits && source === setting) return CLAIMED[setting];
  const weaker = new RegExp(`^${setting}\\s*=`).test(source) ? `${setting} = ${value}` : source;
  return asked.call(this, weaker, options);
};
