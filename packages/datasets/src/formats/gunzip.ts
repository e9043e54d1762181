/** Whether bytes start as a gzip file does (RFC 1952). */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The content of gzipped bytes; other bytes as they are.
 *
 * @param source names the bytes in errors
 * @throws when the compressed bytes end early or are damaged
 */
export const gunzip = async (source: string, bytes: Uint8Array): Promise<Uint8Array> =>
  isGzip(bytes) ? await decompress(source, bytes, "gzip") : bytes;

/**
 * The content of compressed bytes: of a gzip file, or of bare deflate data (RFC 1951), as zip archives hold it.
 *
 * @param source names the bytes in errors
 * @throws when the compressed bytes end early or are damaged
 */
export async function decompress(source: string, bytes: Uint8Array, format: "gzip" | "deflate-raw"): Promise<Uint8Array> {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  // A damaged stream rejects these too; the reading below says so.
  writer.write(unshared(bytes)).catch(() => {});
  writer.close().catch(() => {});
  try {
    return new Uint8Array(await new Response(stream.readable).arrayBuffer());
  } catch (error) {
    throw damaged(source, format === "gzip" ? "gzip" : "zip", error);
  }
}

/** What to do about compressed data that cannot be read. */
export function damaged(source: string, format: "gzip" | "zip", cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`${source}: the ${format} data is cut off or damaged (${reason}). Fetch the file again.`, { cause });
}

/** Streams take no shared memory; other memory is not copied. */
export const unshared = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : new Uint8Array(bytes);
