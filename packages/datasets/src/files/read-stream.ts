import { damaged, isGzip, unshared } from "../formats/gunzip.ts";
import { baseName } from "./read-bytes.ts";
import { errorCode, nodeFiles } from "./node-files.ts";

/** What is read piece by piece: a path (Node), a `file:` or `http(s):` address, or bytes; gzipped or not. */
export type StreamSource = string | URL | Uint8Array;

/** How a source is called in errors. */
export const nameOfSource = (where: string, source: StreamSource): string => (source instanceof Uint8Array ? where : baseName(source));

/**
 * The pieces of a source, unzipped where it is gzipped, read as they are asked for.
 *
 * @param where the public function that asks, named in errors
 * @throws when the file is missing or cannot be read, the address answers with an error, or gzipped data is cut off or damaged
 */
export async function* readStream(where: string, source: StreamSource): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces = piecesOf(where, source)[Symbol.asyncIterator]();
  try {
    const first = await startOf(pieces);
    const all = continued(first, pieces);
    if (isGzip(first)) yield* unzipped(nameOfSource(where, source), all);
    else yield* all;
  } finally {
    await pieces.return?.();
  }
}

function piecesOf(where: string, source: StreamSource): AsyncIterable<Uint8Array> {
  if (source instanceof Uint8Array) return once(source);
  return /^https?:/.test(String(source)) ? download(where, String(source)) : readLocal(where, source);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

async function* download(where: string, address: string): AsyncGenerator<Uint8Array, void, undefined> {
  const { ok, status, statusText, body } = await fetch(address);
  if (!ok) {
    await body?.cancel();
    throw new Error(`${where}: ${address} answered ${status} ${statusText}.`);
  }
  if (body !== null) yield* readAll(body.getReader());
}

async function* readLocal(where: string, source: string | URL): AsyncGenerator<Uint8Array, void, undefined> {
  const { open } = await nodeFiles(where, `Received ${String(source)}; elsewhere pass an http(s) address or bytes.`);
  const path = typeof source === "string" && source.startsWith("file:") ? new URL(source) : source;
  try {
    const file = await open(path);
    yield* file.createReadStream();
  } catch (error) {
    const reason =
      errorCode(error) === "ENOENT"
        ? `there is no file ${String(source)} (looked in ${process.cwd()})`
        : `${String(source)} cannot be read: ${String(error)}`;
    throw new Error(`${where}: ${reason}.`, { cause: error });
  }
}

/** The first piece that tells whether a source is gzipped: two bytes, or all that there are. */
async function startOf(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let start = new Uint8Array();
  while (start.length < 2) {
    const next = await pieces.next();
    if (next.done === true) return start;
    start = start.length === 0 ? Uint8Array.from(next.value) : Uint8Array.of(...start, ...next.value);
  }
  return start;
}

async function* continued(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* unzipped(name: string, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let failure: unknown; // of the source, which says itself what is wrong
  const zipped = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      try {
        const next = await pieces.next();
        if (next.done === true) controller.close();
        else controller.enqueue(unshared(next.value));
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  });
  try {
    yield* readAll(zipped.pipeThrough(new DecompressionStream("gzip")).getReader());
  } catch (error) {
    throw failure ?? damaged(name, "gzip", error);
  }
}

async function* readAll(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
