// Programs by other people that our tests run (vgetty, gammu, smstools, mosquitto, …), from Debian, without root and
// without touching the system: what is not installed is fetched by apt into folders of our own and unpacked under
// `.tools/debian/root`. apt checks the signatures of what it fetches, as it always does.
//
// Plain JavaScript for Node 18: `npm test` calls it while it sets itself up. Tests use `test/programs/debianPrograms.ts`.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("../.tools/debian", import.meta.url));
export const extractedRoot = join(home, "root");

/** Which Debian package holds which program or library; all that tests may ask for. */
export const packageOf = {
  vgetty: "mgetty-voice",
  mgetty: "mgetty",
  wavtopvf: "mgetty-pvftools",
  pvftormd: "mgetty-pvftools",
  rmdtopvf: "mgetty-pvftools",
  pvftowav: "mgetty-pvftools",
  gammu: "gammu",
  "gammu-smsd": "gammu-smsd",
  smsd: "smstools",
  mosquitto: "mosquitto",
  ModemManager: "modemmanager",
  mmcli: "modemmanager",
  "dbus-daemon": "dbus-daemon",
  "dbus-monitor": "dbus-bin",
  "libspandsp.so.2": "libspandsp2",
  mcopy: "mtools",
  mdir: "mtools",
  mmd: "mtools",
  mtype: "mtools",
  "mkfs.vfat": "dosfstools",
  arecord: "alsa-utils",
  aplay: "alsa-utils",
  systemctl: "systemd",
  chromium: "chromium",
  flite: "flite",
  "systemd-analyze": "systemd",
  "systemd-creds": "systemd",
  "systemd-notify": "systemd",
  "systemd-tmpfiles": "systemd",
  "systemd-sysusers": "systemd",
};

// Chromium first: what Debian has in usr/bin is a script that looks for the browser below / alone.
const PROGRAM_FOLDERS = ["usr/lib/chromium", "usr/bin", "usr/sbin", "bin", "sbin", "usr/local/bin", "usr/local/sbin"];
const UPDATE_BOUND_MS = 180_000;
const DOWNLOAD_BOUND_MS = 420_000;
const QUICK_BOUND_MS = 60_000;

/** `/usr/lib`, `/usr/lib/x86_64-linux-gnu` and their like below `base` that are there. */
async function libraryFolders(base) {
  const found = [];
  for (const folder of ["usr/lib", "lib"]) {
    const names = await readdir(join(base, folder)).catch(() => []);
    if (names.length > 0) found.push(join(base, folder));
    for (const name of names.filter((each) => /-linux-gnu/.test(each))) {
      found.push(join(base, folder, name));
      // systemd's programs and PulseAudio's library (Chromium's) look for their shared half by an absolute path.
      for (const half of ["systemd", "pulseaudio"]) {
        const own = join(base, folder, name, half);
        if (existsSync(own)) found.push(own);
      }
    }
  }
  return found;
}

/** Where a program or library is below `base`, or undefined. */
async function findBelow(base, name) {
  const folders = name.includes(".so.")
    ? await libraryFolders(base)
    : PROGRAM_FOLDERS.map((folder) => join(base, folder));
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** @returns {Promise<{path: string, libraryFolders: string[]} | undefined>} what the system has is preferred. */
export async function locate(name) {
  const onSystem = await findBelow("/", name);
  if (onSystem) return { path: onSystem, libraryFolders: [] };
  const ours = await findBelow(extractedRoot, name);
  return ours ? { path: ours, libraryFolders: await libraryFolders(extractedRoot) } : undefined;
}

async function missingOf(names) {
  const missing = [];
  for (const name of names) if (!(await locate(name))) missing.push(name);
  return missing;
}

class FetchError extends Error {}

/** Runs one program to its end and returns what it printed; `onLine` sees each line of stdout as it comes. */
function run(file, args, { cwd, boundMs, onLine }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, LC_ALL: "C" } });
    const timer = setTimeout(() => child.kill("SIGKILL"), boundMs);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data) => {
      stdout += data;
      if (onLine) for (const line of String(data).split("\n")) onLine(line);
    });
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new FetchError(error.code === "ENOENT" ? `this machine has no ${file}` : `${file}: ${error.message}`));
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, stdout, stderr });
    });
  });
}

const lastLine = (text) => text.trim().split("\n").at(-1) ?? "";

/** Options that give apt its own state, so that neither root's lists nor root's locks are needed; dpkg's status is read. */
const privateApt = (folder) => [
  "-q",
  "-o",
  `Dir::State=${join(folder, "state")}`,
  "-o",
  "Dir::State::status=/var/lib/dpkg/status",
  "-o",
  `Dir::Cache=${join(folder, "cache")}`,
  "-o",
  `Dir::Log=${join(folder, "log")}`,
  // As root, apt would fetch as user _apt, who may not write here.
  "-o",
  "APT::Sandbox::User=root",
  "-o",
  "Acquire::Languages=none",
  "-o",
  "Acquire::Retries=2",
  "-o",
  "Acquire::http::Timeout=20",
  "-o",
  "Acquire::https::Timeout=20",
];

/** Asks apt what it would install beside what this machine has. Never the C library: it must match the running one. */
async function resolvePackages(apt, packages) {
  const answer = await run("apt-get", [...apt, "-s", "install", "--no-install-recommends", ...packages], {
    boundMs: QUICK_BOUND_MS,
  });
  if (!answer.ok) throw new FetchError(`apt cannot find the packages (${lastLine(answer.stderr)})`);
  const wanted = [...answer.stdout.matchAll(/^Inst (\S+) (?:\[[^\]]*\] )?\((\S+)/gm)].map(([, name, version]) => ({
    name,
    version,
  }));
  return wanted.filter(({ name }) => !/^(libc6|libc-bin)(:|$)/.test(name));
}

async function download(apt, packages, folder, log) {
  let got = 0;
  const onLine = (line) => {
    if (!/^Get:/.test(line)) return;
    got += 1;
    if (got % 5 === 0 || got === packages.length) log(`  ${got} of ${packages.length}`);
  };
  const names = packages.map(({ name, version }) => `${name}=${version}`);
  const answer = await run("apt-get", [...apt, "download", ...names], {
    cwd: folder,
    boundMs: DOWNLOAD_BOUND_MS,
    onLine,
  });
  if (!answer.ok) throw new FetchError(`the download failed (${lastLine(answer.stderr)})`);
}

async function unpack(folder, into) {
  for (const name of (await readdir(folder)).filter((file) => file.endsWith(".deb"))) {
    const answer = await run("dpkg-deb", ["-x", join(folder, name), into], { boundMs: QUICK_BOUND_MS });
    if (!answer.ok) throw new FetchError(`${name} cannot be unpacked (${lastLine(answer.stderr)})`);
  }
}

async function fetchPackages(packages, log) {
  const work = join(home, `work-${process.pid}`);
  try {
    for (const folder of ["state/lists/partial", "cache/archives/partial", "log", "deb", "root"]) {
      await mkdir(join(work, folder), { recursive: true });
    }
    const apt = privateApt(work);
    log("Fetching Debian's list of packages (for test programs; the system is not changed) …");
    const updated = await run("apt-get", [...apt, "update"], { boundMs: UPDATE_BOUND_MS });
    const wanted = await resolvePackages(apt, packages).catch((error) => {
      throw updated.ok ? error : new FetchError(`no package list to be had (${lastLine(updated.stderr)})`);
    });
    log(`Fetching ${wanted.length} packages: ${packages.join(", ")} and what they need …`);
    await download(apt, wanted, join(work, "deb"), log);
    await unpack(join(work, "deb"), join(work, "root"));
    await rm(extractedRoot, { recursive: true, force: true });
    await rename(join(work, "root"), extractedRoot);
    const fetched = wanted.map(({ name, version }) => `${name} ${version}`);
    await writeFile(join(home, "stamp.json"), `${JSON.stringify({ packages, fetched }, undefined, 2)}\n`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** One process at a time fetches; others wait for it. A lock whose process is gone is taken over. */
async function withLock(body) {
  const lock = join(home, "lock");
  await mkdir(home, { recursive: true });
  const giveUpAt = Date.now() + UPDATE_BOUND_MS + DOWNLOAD_BOUND_MS;
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const owner = Number(await readFile(lock, "utf8").catch(() => ""));
      if (owner > 0 && !alive(owner)) await rm(lock, { force: true });
      else if (Date.now() > giveUpAt) throw new FetchError(`another process holds ${lock}`);
      else await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  try {
    return await body();
  } finally {
    await rm(lock, { force: true });
  }
}

/** What was fetched before stays wanted, so that asking for one more program does not lose the others. */
async function packagesFetchedBefore() {
  try {
    return JSON.parse(await readFile(join(home, "stamp.json"), "utf8")).packages;
  } catch {
    return [];
  }
}

/**
 * Makes sure that the programs are there. Never throws: says in one sentence what is missing and why.
 * @param {{log?: (text: string) => void, names?: string[]}} [options] names default to all that tests use
 * @returns {Promise<{missing: string[], reason?: string}>}
 */
export async function ensureDebianPrograms({ log = () => {}, names = Object.keys(packageOf) } = {}) {
  if ((await missingOf(names)).length === 0) return { missing: [] };
  try {
    await withLock(async () => {
      const missing = await missingOf(names);
      if (missing.length === 0) return;
      const packages = new Set([...(await packagesFetchedBefore()), ...missing.map((name) => packageOf[name])]);
      await fetchPackages([...packages], log);
    });
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    const missing = await missingOf(names);
    const reason = `${missing.join(", ")} could not be fetched from Debian: ${error.message}. Tests that need them cannot run.`;
    log(reason);
    return { missing, reason };
  }
  const missing = await missingOf(names);
  return missing.length === 0
    ? { missing }
    : { missing, reason: `Debian's packages do not hold ${missing.join(", ")}.` };
}
