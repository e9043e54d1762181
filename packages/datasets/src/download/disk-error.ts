import { errorCode } from "../files/node-files.ts";
import { megabytes } from "./remote-file.ts";

/** What to do about an error of the file system while a file of `size` bytes is written to `path`. */
export function diskError(where: string, path: string, size: number, cause: unknown): Error {
  const code = errorCode(cause);
  const reason =
    code === "ENOSPC" || code === "EDQUOT"
      ? `the disk is full, and ${path} takes ${megabytes(size)}. Free some space, or choose another folder`
      : code === "EACCES" || code === "EPERM" || code === "EROFS"
        ? `${path} may not be written (${code}). Choose another folder`
        : `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}. Choose another folder`;
  return new Error(`${where}: ${reason} with cacheDir or the environment variable TIDU_CACHE. Nothing half-written is left.`, { cause });
}
