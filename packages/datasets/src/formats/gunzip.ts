/** Whether bytes start as a gzip file does (RFC 1952). */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The content of gzipped bytes; other bytes as they are.
 *
 * @param source names the bytes in errors
 * @throws when the compressed bytes end early or are damaged
 */
export async function gunzip(source: string, bytes: Uint8Array): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  // A damaged stream rejects these too; the reading below says so.
  writer.write(unshared(bytes)).catch(() => {});
  writer.close().catch(() => {});
  try {
    return new Uint8Array(await new Response(stream.readable).arrayBuffer());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${source}: the gzip data is cut off or damaged (${reason}). Fetch the file again.`, { cause: error });
  }
}

/** Streams take no shared memory; other memory is not copied. */
const unshared = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : new Uint8Array(bytes);
