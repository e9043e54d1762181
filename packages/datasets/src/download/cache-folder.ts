/** What the place of the cache depends on. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
}

/**
 * The folder where downloads are kept: TIDU_CACHE, or `tidu` in the user's cache folder (XDG_CACHE_HOME or ~/.cache;
 * ~/Library/Caches on macOS; %LOCALAPPDATA% on Windows). Empty variables count as absent.
 */
export function cacheFolder({ env, platform, home }: Surroundings): string {
  if (env["TIDU_CACHE"]) return env["TIDU_CACHE"];
  if (platform === "darwin") return `${home}/Library/Caches/tidu`;
  if (platform === "win32") return `${env["LOCALAPPDATA"] || `${home}\\AppData\\Local`}\\tidu`;
  return `${env["XDG_CACHE_HOME"] || `${home}/.cache`}/tidu`;
}
