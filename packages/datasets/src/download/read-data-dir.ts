import { baseName } from "../files/read-bytes.ts";
import { errorCode, nodeFiles } from "../files/node-files.ts";

/** A file in a folder of the user, and the names that it goes by. */
export interface FoundFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The files of a `dataDir`: of each list of names, the first that is there.
 *
 * @param hint ends the message about missing files
 * @throws naming all files that are missing, and the folder
 */
export async function readDataDir(
  where: string,
  dataDir: string,
  wanted: readonly (readonly string[])[],
  hint = "",
): Promise<readonly FoundFile[]> {
  const found = await findInDataDir(where, dataDir, wanted);
  const missing = wanted.filter((_, i) => found[i] === undefined).map((names) => names.join(" or "));
  if (missing.length === 0) return found.filter((file) => file !== undefined);
  const paths = await import("node:path");
  throw new Error(`${where}: dataDir ${paths.resolve(dataDir)} lacks ${missing.join(", and ")}.${hint}`);
}

/** The same, with `undefined` for what is missing. */
export async function findInDataDir(
  where: string,
  dataDir: string,
  wanted: readonly (readonly string[])[],
): Promise<readonly (FoundFile | undefined)[]> {
  const { readFile } = await nodeFiles(where, "In a browser, fetch the files yourself; readIdx, readCifar and readJsonl take their bytes.");
  const paths = await import("node:path");
  const first = async (names: readonly string[]): Promise<FoundFile | undefined> => {
    for (const name of names) {
      const path = paths.join(dataDir, name);
      try {
        return { path, name: baseName(name), bytes: await readFile(path) };
      } catch (error) {
        if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") continue;
        throw new Error(`${where}: ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
      }
    }
    return undefined;
  };
  return Promise.all(wanted.map(first));
}
