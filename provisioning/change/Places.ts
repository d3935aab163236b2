/* @pure */

/** Where everything lies that may be changed. Below another root in tests and rehearsals. */
export interface Places {
  readonly clinicFile: string;
  /** What the clinic file needs the answering service's unit to open. */
  readonly serviceDropIn: string;
  /** Where the console's units have their drop-ins. */
  readonly consoleUnits: string;
  readonly history: string;
  readonly credentials: string;
  readonly certificates: string;
  /** Keys that may sign bundles: those that came with the program, and the clinic's own. */
  readonly packagedKeys: string;
  readonly keys: string;
  readonly backupKey: string;
  readonly owner: string;
  readonly data: string;
  readonly prompts: string;
  /** The engine's own: journal, record of changes. Root's alone. */
  readonly state: string;
  readonly networkManager: string;
  readonly networkd: string;
  readonly wifiCountry: string;
  readonly localtime: string;
  readonly zoneInfo: string;
  readonly hostname: string;
  readonly stick: string;
  readonly upload: string;
  readonly sessions: string;
  readonly lock: string;
}

/** `root`: the folder that stands for `/`; empty for the box itself. */
export const placesBelow = (root = ""): Places => ({
  clinicFile: `${root}/etc/firstring/clinic.yaml`,
  serviceDropIn: `${root}/etc/systemd/system/firstring.service.d/60-clinic-file.conf`,
  consoleUnits: `${root}/etc/systemd/system`,
  history: `${root}/etc/firstring/history`,
  credentials: `${root}/etc/firstring/credentials`,
  certificates: `${root}/etc/firstring/certificates`,
  packagedKeys: `${root}/usr/lib/firstring/keys`,
  keys: `${root}/etc/firstring/keys`,
  backupKey: `${root}/etc/firstring/backup.pub`,
  owner: `${root}/etc/firstring/owner.json`,
  data: `${root}/var/lib/firstring`,
  prompts: `${root}/var/lib/firstring/prompts`,
  state: `${root}/var/lib/firstring-apply`,
  networkManager: `${root}/etc/NetworkManager/system-connections`,
  networkd: `${root}/etc/systemd/network`,
  wifiCountry: `${root}/etc/modprobe.d/firstring-wifi.conf`,
  localtime: `${root}/etc/localtime`,
  zoneInfo: `${root}/usr/share/zoneinfo`,
  hostname: `${root}/etc/hostname`,
  stick: `${root}/var/lib/firstring-stick`,
  upload: `${root}/var/lib/firstring-setup/upload.bun`,
  sessions: `${root}/run/firstring-apply/sessions.json`,
  lock: `${root}/run/firstring-apply/lock`,
});

export const journalFile = ({ state }: Places): string => `${state}/journal.json`;
