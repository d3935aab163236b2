/* @pure */

/** The folders of the repository that are the program. */
export const PROGRAM_FOLDERS = ["firmware", "device", "provisioning"] as const;

const KINDS = /\.(ts|json|sql|yaml|wav|css|html|js|svg|sh|txt)$/;
const TESTS = /\.(test|fixture|d)\.ts$|(^|\/)(testStore|testing)\b|\/dialogues\//;
/** What sets a checkout up and makes the package: not for the box. */
const MAKERS = /^provisioning\/(package\/|bootstrap\.mjs|setUp\.mjs|debianPrograms|runProgram)/;

/** Whether a file of the program's folders belongs on the box. */
export const isProgramFile = (path: string): boolean => KINDS.test(path) && !TESTS.test(path) && !MAKERS.test(path);
