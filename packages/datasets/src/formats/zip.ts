import { crc32 } from "./crc32.ts";
import { decompress } from "./gunzip.ts";

/**
 * The files of a zip archive by their names in it, unpacked (PKWARE's APPNOTE 6.3, without encryption and archives above 4 GB).
 *
 * @param source names the archive in errors
 * @throws when it is no zip archive, cut off or damaged
 */
export async function parseZip(source: string, bytes: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  if (end === undefined) throw new Error(`${source}: expected a zip archive with its directory at the end: this is none, or cut off.`);
  const files = new Map<string, Uint8Array>();
  let entry = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (entry + 46 > bytes.length || view.getUint32(entry, true) !== signatures.entry) throw broken(source);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((at) => view.getUint16(entry + at, true));
    const name = new TextDecoder().decode(bytes.subarray(entry + 46, entry + 46 + (nameLength ?? 0)));
    files.set(name, await unpack(`${source}: ${name}`, bytes, view, entry));
    entry += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return files;
}

const signatures = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50 };

/** Where the last record begins: 22 bytes before the end, or before a comment. */
function endRecord(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--)
    if (view.getUint32(at, true) === signatures.end) return at;
  return undefined;
}

/** The content of the file whose directory entry begins at a byte. */
async function unpack(source: string, bytes: Uint8Array, view: DataView, entry: number): Promise<Uint8Array> {
  const method = view.getUint16(entry + 10, true);
  const checksum = view.getUint32(entry + 16, true);
  const size = view.getUint32(entry + 20, true);
  const local = view.getUint32(entry + 42, true);
  if (local + 30 > bytes.length || view.getUint32(local, true) !== signatures.local) throw broken(source);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + size > bytes.length) throw broken(source);
  if (method !== 0 && method !== 8) throw new Error(`${source}: it is packed by method ${method}, expected 0 (stored) or 8 (deflate).`);
  const packed = bytes.subarray(start, start + size);
  const content = method === 0 ? packed : await decompress(source, packed, "deflate-raw");
  if (crc32(content) !== checksum) throw broken(source);
  return content;
}

const broken = (source: string): Error => new Error(`${source}: the zip archive is damaged. Fetch it again.`);
