/**
 * Writes a file so that an existing one is replaced only when the new one is complete: the bytes go to a temporary file in the
 * same folder, which then takes the name.
 *
 * @throws with the path and what to do, when the folder is missing, not writable, or the disk is full
 */
export async function writeFileWhole(path: string, bytes: Uint8Array): Promise<void> {
  const { open, rename, rm } = await fileSystem(path);
  const temporary = `${path}.${globalThis.process?.pid ?? 0}.tmp`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new Error(`Could not write ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** @throws with the path and what to do when there is no such file */
export async function readFileWhole(path: string): Promise<Uint8Array> {
  const { readFile } = await fileSystem(path);
  return readFile(path).catch((error: unknown) => {
    throw new Error(`Could not read ${path}: ${reasonOf(error)}`, { cause: error });
  });
}

const fileSystem = async (path: string): Promise<typeof import("node:fs/promises")> =>
  import("node:fs/promises").catch((error: unknown) => {
    throw new Error(`${path}: files need Node. In a browser work with bytes: toBytes() and fromBytes().`, { cause: error });
  });

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder. Create the folder first, or check the path.",
  EACCES: "permission denied.",
  EPERM: "permission denied.",
  EISDIR: "it is a folder. Name a file in it.",
  ENOSPC: "the disk is full. Nothing was replaced; free some space and try again.",
  EROFS: "the file system is read-only.",
};

function reasonOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
