import type { Hash } from "node:crypto";
import { errorCode } from "../files/node-files.ts";
import type { Checksum, RemoteFile } from "./remote-file.ts";

/** The bytes of a file whose size and checksum are right; `undefined` where it is absent or another one. */
export async function readCached(path: string, { size, checksum }: RemoteFile): Promise<Uint8Array | undefined> {
  const { readFile, stat } = await import("node:fs/promises");
  try {
    if ((await stat(path)).size !== size) return undefined;
    const bytes = await readFile(path);
    return (await hasher(checksum)).update(bytes).digest("hex") === checksum.digest ? bytes : undefined;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** A running digest of the checksum's kind. */
export async function hasher({ algorithm }: Checksum): Promise<Hash> {
  const { createHash } = await import("node:crypto");
  return createHash(algorithm);
}
