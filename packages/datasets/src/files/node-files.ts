/**
 * Node's file system, imported when a file is touched, so that the package loads in browsers.
 *
 * @param where the public function that asks
 * @param instead what to do outside Node, a whole sentence
 */
export async function nodeFiles(where: string, instead: string): Promise<typeof import("node:fs/promises")> {
  try {
    return await import("node:fs/promises");
  } catch (cause) {
    throw new Error(`${where}: files are read in Node only. ${instead}`, { cause });
  }
}

/** The code of a system error, such as `ENOENT`. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
