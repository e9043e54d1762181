export interface FileContent {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** {@link writeFilesWhole} for one file. */
export const writeFileWhole = (path: string, bytes: Uint8Array): Promise<void> => writeFilesWhole([{ path, bytes }]);

/**
 * Writes files so that existing ones are replaced only when all new ones are complete: the bytes go to temporary files in the same
 * folders, which then take the names. A link stays one, what it points at is replaced.
 *
 * @throws with the path and what to do, when a folder is missing, not writable, or the disk is full
 */
export async function writeFilesWhole(files: readonly FileContent[]): Promise<void> {
  const written: { readonly path: string; readonly target: string; readonly temporary: string }[] = [];
  const { open, realpath, rename, rm } = await fileSystem(files[0]?.path ?? "");
  const failed = async (path: string, error: unknown): Promise<never> => {
    await Promise.all(written.map(({ temporary }) => rm(temporary, { force: true }).catch(() => undefined)));
    throw new Error(`Could not write ${path}: ${reasonOf(error)}`, { cause: error });
  };
  for (const { path, bytes } of files) {
    const target = await realpath(path).catch(() => path);
    const temporary = `${target}.${randomName()}.tmp`;
    written.push({ path, target, temporary });
    try {
      const file = await open(temporary, "wx");
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      await failed(path, error);
    }
  }
  for (const { path, target, temporary } of written) await rename(temporary, target).catch((error: unknown) => failed(path, error));
}

const randomName = (): string => Math.random().toString(36).slice(2, 10);

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
  EDQUOT: "the disk quota is used up. Nothing was replaced; free some space and try again.",
  EFBIG: "the file would be larger than is allowed here. Nothing was replaced.",
  ENOSPC: "the disk is full. Nothing was replaced; free some space and try again.",
  ENOTDIR: "a part of the path is a file, not a folder.",
  EROFS: "the file system is read-only.",
};

function reasonOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
