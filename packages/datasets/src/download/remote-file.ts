/** A file that a data set is made of, and how to recognise it. */
export interface RemoteFile {
  /** Its name in the cache, in a `dataDir`, and after the address of a mirror. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly checksum: Checksum;
}

/** A digest of the whole file, in lower-case hexadecimal digits. */
export interface Checksum {
  readonly algorithm: "md5" | "sha256";
  readonly digest: string;
}

export interface DownloadProgress {
  readonly file: string;
  /** Bytes so far, of this attempt. */
  readonly received: number;
  /** Bytes in all. */
  readonly size: number;
}

export interface DownloadOptions {
  /** A folder that already holds the files, gzipped or not; nothing is downloaded then. */
  readonly dataDir?: string | undefined;
  /** Where downloads are kept; default: the environment variable TIDU_CACHE, or `tidu` in the user's cache folder. */
  readonly cacheDir?: string | undefined;
  /** Addresses of folders with the files, tried in order, in place of the public ones. */
  readonly mirrors?: readonly string[] | undefined;
  /** Hears how far a download is; default: a bar on standard error where that is a terminal. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Ends a download. */
  readonly signal?: AbortSignal | undefined;
}

/** `9.9 MB`. */
export const megabytes = (bytes: number): string => (bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
