import { errorCode, nodeFiles } from "./node-files.ts";

/**
 * The bytes of a file or an address.
 *
 * @param where the public function that asks, named in errors
 * @param source a path (Node), or a `file:` or `http(s):` address
 * @throws when the file is missing or cannot be read, or the address answers with an error
 */
export const readBytes = async (where: string, source: string | URL): Promise<Uint8Array> =>
  /^https?:/.test(String(source)) ? await download(where, String(source)) : await readLocal(where, source);

/** The last part of a path or address, which names it in errors. */
export const baseName = (source: string | URL): string => String(source).split(/[/\\]/).at(-1) ?? String(source);

async function download(where: string, address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${where}: ${address} answered ${response.status} ${response.statusText}.`);
  return new Uint8Array(await response.arrayBuffer());
}

async function readLocal(where: string, source: string | URL): Promise<Uint8Array> {
  const { readFile } = await nodeFiles(where, `Received ${String(source)}; elsewhere pass an http(s) address or bytes.`);
  const path = typeof source === "string" && source.startsWith("file:") ? new URL(source) : source;
  try {
    return await readFile(path);
  } catch (error) {
    const reason =
      errorCode(error) === "ENOENT"
        ? `there is no file ${String(source)} (looked in ${process.cwd()})`
        : `${String(source)} cannot be read: ${String(error)}`;
    throw new Error(`${where}: ${reason}.`, { cause: error });
  }
}
