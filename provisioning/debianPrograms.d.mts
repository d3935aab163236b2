/** Types of debianPrograms.mjs, which must stay plain JavaScript (it runs before the pinned Node is there). */
export declare const extractedRoot: string;
export declare const packageOf: Readonly<Record<string, string>>;
export declare function locate(name: string): Promise<{ path: string; libraryFolders: string[] } | undefined>;
export declare function ensureDebianPrograms(options?: {
  log?: (text: string) => void;
  names?: string[];
}): Promise<{ missing: string[]; reason?: string }>;
