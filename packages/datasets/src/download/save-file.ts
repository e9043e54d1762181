import { errorCode } from "../files/node-files.ts";
import { hasher, readCached } from "./cached-file.ts";
import { diskError } from "./disk-error.ts";
import type { DownloadProgress, RemoteFile } from "./remote-file.ts";

/** A new file that bytes are appended to. */
export interface NewFile {
  appendFile(bytes: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface SaveOptions {
  /** The public function that asks, named in errors. */
  readonly where: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Opens the temporary file; default: Node's `open`. */
  readonly openFile?: ((path: string) => Promise<NewFile>) | undefined;
}

/**
 * Downloads one address to `path`: into a temporary file beside it, hashed on the way, and renamed once size and checksum are right. So
 * several processes may save the same file at once, and nobody ever sees a part of it.
 *
 * @returns why the address did not give the file, or `undefined` when it is in place
 * @throws when the file cannot be written, or the signal aborts; the temporary file is gone then
 */
export async function saveFile(address: string, file: RemoteFile, path: string, options: SaveOptions): Promise<string | undefined> {
  const { where, signal } = options;
  let response: Response;
  try {
    // Asked for as it is: a server that gzips once more, or unzips, sends other bytes.
    response = await fetch(address, { signal: signal ?? null, headers: { "accept-encoding": "identity" } });
  } catch (error) {
    signal?.throwIfAborted();
    return networkReason(error);
  }
  const { body } = response;
  const refusal = refusalOf(response, file);
  if (refusal !== undefined || body === null) {
    await body?.cancel();
    return refusal ?? "sent nothing";
  }
  const { open, rename, rm } = await import("node:fs/promises");
  const temporary = `${path}.${globalThis.crypto.randomUUID()}.part`;
  const onDisk = <T>(work: Promise<T>): Promise<T> =>
    work.catch((cause: unknown) => {
      throw diskError(where, path, file.size, cause);
    });
  try {
    const target = await onDisk(options.openFile?.(temporary) ?? open(temporary, "wx"));
    let reason: string | undefined;
    try {
      reason = await copy(body, file, { ...options, append: (bytes) => onDisk(target.appendFile(bytes)) });
      if (reason === undefined) await onDisk(target.sync());
    } finally {
      await onDisk(target.close());
    }
    if (reason !== undefined) return reason;
    try {
      await rename(temporary, path);
    } catch (cause) {
      // Windows refuses while another process reads the file that it has just put there.
      if ((await readCached(path, file)) === undefined) throw diskError(where, path, file.size, cause);
    }
    return undefined;
  } finally {
    await rm(temporary, { force: true });
  }
}

function refusalOf({ ok, status, statusText, headers }: Response, { size }: RemoteFile): string | undefined {
  if (!ok) return `answered ${status} ${statusText}`.trim();
  const length = headers.get("content-length");
  return length !== null && Number(length) !== size ? `offers ${length} bytes, expected ${size}` : undefined;
}

interface CopyOptions extends SaveOptions {
  readonly append: (bytes: Uint8Array) => Promise<void>;
}

/** Appends a body piece by piece; returns what is wrong with it. */
async function copy(
  body: ReadableStream<Uint8Array>,
  { name, size, checksum }: RemoteFile,
  { append, onProgress, signal }: CopyOptions,
): Promise<string | undefined> {
  const hash = await hasher(checksum);
  const reader = body.getReader();
  let received = 0;
  try {
    for (;;) {
      const piece = await reader.read();
      if (piece.done) break;
      received += piece.value.length;
      if (received > size) return `sent more than the expected ${size} bytes`;
      hash.update(piece.value);
      await append(piece.value);
      onProgress?.({ file: name, received, size });
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!isNetworkError(error)) throw error;
    return `broke off after ${received} of ${size} bytes (${networkReason(error)})`;
  } finally {
    await reader.cancel().catch(() => {});
  }
  if (received < size) return `stopped after ${received} of ${size} bytes`;
  const digest = hash.digest("hex");
  return digest === checksum.digest ? undefined : `sent other bytes: ${checksum.algorithm} ${digest}, expected ${checksum.digest}`;
}

/** What fetch and its bodies throw (Fetch standard, "network error"). */
const isNetworkError = (error: unknown): boolean => error instanceof TypeError;

/** Node says what happened in the cause. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const message = cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error);
  return errorCode(cause) ?? message;
}
